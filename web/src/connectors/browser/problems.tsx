import { Alert } from '@mantine/core'
import { Icon } from '../../icons.tsx'
import classes from '../form.module.css'
import { texts } from './texts.ts'

/** What a person should look at before the recipe is used. */
export function Problems({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0) return null
  return (
    <Alert color="yellow" title={texts.lookAt} icon={<Icon name="warning" />} role="status">
      <ul className={classes['problems']}>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </Alert>
  )
}
