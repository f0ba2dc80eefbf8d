import { Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { Icon } from '../icons.tsx'
import { useDraft } from './draft.ts'
import classes from './form.module.css'
import { valueAt } from './paths.ts'

interface FormSectionProps {
  title: string
  hint?: string
  children: ReactNode
}

/** Fields that belong together, with a sentence on what they are for. */
export function FormSection({ title, hint, children }: FormSectionProps) {
  const id = useId()
  return (
    <Paper component="section" withBorder p={{ base: 'md', sm: 'lg' }} aria-labelledby={id}>
      <Title order={2} size="h5" id={id}>
        {title}
      </Title>
      {hint && (
        <Text size="sm" c="dimmed" mt={4}>
          {hint}
        </Text>
      )}
      <Stack gap="md" mt="md">
        {children}
      </Stack>
    </Paper>
  )
}

interface MoreSectionProps extends FormSectionProps {
  /** The places of its fields; it is open where one of them holds something, or is wrong. */
  places: readonly string[]
}

/** Fields that few need: folded away until they are wanted. */
export function MoreSection({ title, hint, places, children }: MoreSectionProps) {
  const { definition, errors } = useDraft()
  const isWrong = Object.keys(errors).some((path) => places.some((place) => path.startsWith(place)))
  const isUsed = places.some((place) => valueAt(definition, place) !== undefined)
  return (
    <Paper withBorder>
      <details className={classes['more']} open={isWrong || isUsed || undefined}>
        <summary>
          <Icon name="forward" size={16} />
          <span>
            <strong>{title}</strong>
            {hint && <small>{hint}</small>}
          </span>
        </summary>
        <Stack gap="md" className={classes['moreFields'] ?? ''}>
          {children}
        </Stack>
      </details>
    </Paper>
  )
}
