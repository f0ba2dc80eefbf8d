import { NativeSelect, SimpleGrid, Switch, Text, TextInput } from '@mantine/core'
import type { Recipe } from '../../../../src/utility/connectors/browser/recipe.ts'
import { useDraft, usePlace } from '../draft.ts'
import { MinutesField, TextField } from '../fields.tsx'
import { lookupSteps, type PlainLookup, readLookup, usualLookup } from './lookup.ts'
import { sentenceOf } from './step-words.ts'
import { texts } from './texts.ts'

/** How the portal's own list of readings is looked through after a lost answer. */
export function LookupFields({ recipe }: { recipe: Recipe }) {
  const { change } = useDraft()
  const plain = readLookup(recipe)
  return (
    <>
      <Switch
        label={texts.history}
        description={recipe.history ? texts.historySet : texts.historyMissing}
        checked={recipe.history !== undefined}
        onChange={(event) => change('recipe/history', event.currentTarget.checked ? usualLookup(recipe) : undefined)}
      />
      {recipe.history && (
        <>
          {plain ? <PlainSteps recipe={recipe} lookup={plain} /> : <Text size="sm">{texts.historyOther}</Text>}
          <TextField path="recipe/history/row" label={texts.row} description={texts.rowHint} isKept />
          <TextField path="recipe/history/receipt" label={texts.rowReceipt} description={texts.rowReceiptHint} />
          <MinutesField path="recipe/history/graceMinutes" />
        </>
      )}
    </>
  )
}

function PlainSteps({ recipe, lookup }: { recipe: Recipe; lookup: PlainLookup }) {
  const { change } = useDraft()
  const { error } = usePlace(`recipe/history/steps/${lookup.signInSteps}/url`)
  const set = (part: Partial<PlainLookup>): void =>
    change('recipe/history/steps', lookupSteps(recipe.steps, { ...lookup, ...part }))
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <NativeSelect
        label={texts.signInEnds}
        description={texts.signInEndsHint}
        value={String(lookup.signInSteps)}
        data={recipe.steps.map((step, index) => ({
          value: String(index + 1),
          label: `${index + 1}. ${sentenceOf(step)}`,
        }))}
        onChange={(event) => set({ signInSteps: Number(event.currentTarget.value) })}
      />
      <TextInput
        label={texts.listPage}
        description={texts.listPageHint}
        value={lookup.url}
        error={error}
        inputMode="url"
        spellCheck={false}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
    </SimpleGrid>
  )
}
