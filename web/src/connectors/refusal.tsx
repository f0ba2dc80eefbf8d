import { Alert, Text } from '@mantine/core'
import { Icon } from '../icons.tsx'
import { ApiError } from '../service/api-error.ts'
import classes from './form.module.css'
import { texts } from './texts.ts'

interface RefusalProps {
  error: Error
  /** What stands at a field already. */
  shownPaths?: ReadonlySet<string>
}

/** Why the service does not take it, with whatever no field shows. */
export function Refusal({ error, shownPaths = new Set() }: RefusalProps) {
  const fields = error instanceof ApiError ? Object.entries(error.fields) : []
  const others = fields.filter(([path]) => !shownPaths.has(path))
  return (
    <Alert
      color="red"
      role="alert"
      {...(error instanceof ApiError && { title: texts.refused })}
      icon={<Icon name="warning" />}
    >
      <Text size="sm">{error.message}</Text>
      {others.length > 0 && (
        <ul className={classes['problems']}>
          {others.map(([path, message]) => (
            <li key={path}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  )
}
