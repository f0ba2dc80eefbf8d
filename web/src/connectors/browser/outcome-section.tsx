import { ActionIcon, Button, Group, NativeSelect, Text, TextInput } from '@mantine/core'
import type { Recipe } from '../../../../src/utility/connectors/browser/recipe.ts'
import { Icon } from '../../icons.tsx'
import { useDraft, usePlace } from '../draft.ts'
import { TextField } from '../fields.tsx'
import { FormSection } from '../form-section.tsx'
import { LookupFields } from './lookup-fields.tsx'
import classes from './recipe.module.css'
import { texts } from './texts.ts'

/** How the page's own words are understood. */
export function OutcomeSection({ recipe }: { recipe: Recipe }) {
  return (
    <FormSection title={texts.outcome} hint={texts.outcomeHint}>
      <TextField path="recipe/success/pattern" label={texts.success} description={texts.successHint} isKept />
      <Patterns
        place="recipe/refusals"
        title={texts.refusals}
        hint={texts.refusalsHint}
        codes={texts.refusalCodes}
        patterns={recipe.refusals ?? []}
      />
      <Patterns
        place="recipe/needsPerson"
        title={texts.needsPerson}
        hint={texts.needsPersonHint}
        codes={texts.personCodes}
        patterns={recipe.needsPerson ?? []}
      />
      <LookupFields recipe={recipe} />
    </FormSection>
  )
}

interface Pattern {
  pattern: string
  code: string
}

interface PatternsProps {
  place: string
  title: string
  hint: string
  codes: Readonly<Record<string, string>>
  patterns: readonly Pattern[]
}

function Patterns({ place, title, hint, codes, patterns }: PatternsProps) {
  const { change } = useDraft()
  const [firstCode = ''] = Object.keys(codes)
  return (
    <fieldset className={classes['patterns']}>
      <legend>{title}</legend>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
      {patterns.map(({ code }, index) => (
        <PatternFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a pattern is told by its place alone
          key={index}
          place={`${place}/${index}`}
          code={code}
          codes={codes}
          onPattern={(pattern) => change(place, patterns.with(index, { pattern, code }))}
          onCode={(chosen) =>
            change(place, patterns.with(index, { pattern: patterns[index]?.pattern ?? '', code: chosen }))
          }
          onRemove={() => change(place, patterns.toSpliced(index, 1))}
        />
      ))}
      <Group mt="xs">
        <Button
          type="button"
          size="xs"
          variant="default"
          leftSection={<Icon name="add" size={16} />}
          onClick={() => change(place, [...patterns, { pattern: '', code: firstCode }])}
        >
          {texts.addPattern}
        </Button>
      </Group>
    </fieldset>
  )
}

interface PatternFieldsProps {
  place: string
  code: string
  codes: Readonly<Record<string, string>>
  onPattern(pattern: string): void
  onCode(code: string): void
  onRemove(): void
}

function PatternFields({ place, code, codes, onPattern, onCode, onRemove }: PatternFieldsProps) {
  const { text, error } = usePlace(`${place}/pattern`)
  return (
    <div className={classes['pattern']}>
      <TextInput
        aria-label={texts.pattern}
        placeholder={texts.pattern}
        value={text}
        error={error}
        spellCheck={false}
        onChange={(event) => onPattern(event.currentTarget.value)}
      />
      <NativeSelect
        aria-label={texts.reason}
        value={code}
        data={Object.entries(codes).map(([name, label]) => ({ value: name, label }))}
        onChange={(event) => onCode(event.currentTarget.value)}
      />
      <ActionIcon variant="subtle" color="gray" size={36} aria-label={texts.removePattern} onClick={onRemove}>
        <Icon name="withdraw" size={18} />
      </ActionIcon>
    </div>
  )
}
