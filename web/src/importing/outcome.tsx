import { Button, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { BulkResult } from '../../../src/readings/bulk/bulk.ts'
import { Icon } from '../icons.tsx'
import { counterText } from '../locale/numbers.ts'
import { saveFile } from '../page/save-file.ts'
import classes from './importing.module.css'
import { RowTable } from './row-table.tsx'
import { texts } from './texts.ts'
import type { OpenTable } from './use-open-table.ts'
import { verdictIcons } from './verdict-icons.ts'
import { type VerdictKind, type Verdicts, verdictKinds, verdictsOf } from './verdicts.ts'
import type { Way } from './way.ts'

interface OutcomeProps {
  table: OpenTable
  way: Way
  result: BulkResult
  /** Whether it is what will be, or what was. */
  stage: 'preview' | 'result'
}

/** What the service says to the rows: how many of each kind, and each row of the kind that the person looks at. */
export function Outcome({ table, way, result, stage }: OutcomeProps) {
  const verdicts = useMemo(() => verdictsOf(result), [result])
  const [chosen, setChosen] = useState<VerdictKind | 'all'>()
  const isMapped = way.kind === 'map'
  const kind = chosen ?? (verdicts.counts.rejected > 0 || isMapped ? 'rejected' : 'all')
  const all = useMemo(() => Array.from({ length: result.received }, (_unused, index) => index), [result.received])
  const shown = kind === 'all' ? all : verdicts.indices[kind]
  return (
    <Stack component="section" gap="sm" aria-label={texts[stage]}>
      <Group justify="space-between">
        <Title order={2} size="h5">
          {texts[stage]}
        </Title>
        <Group gap="xs">
          {!isMapped && verdicts.counts.rejected > 0 && <SaveBad table={table} verdicts={verdicts} />}
          <Button variant="default" aria-pressed={kind === 'all'} onClick={() => setChosen('all')}>
            {texts.all}
          </Button>
        </Group>
      </Group>
      <div className={classes['tiles']}>
        {verdictKinds.map((one) => (
          <Tile
            key={one}
            kind={one}
            label={texts.kinds[stage][one]}
            count={verdicts.counts[one]}
            isPressed={kind === one}
            onPress={() => setChosen(one)}
          />
        ))}
      </div>
      {result.errors.length < result.rejected && (
        <Text size="sm">{texts.cutShort(counterText(result.errors.length))}</Text>
      )}
      {shown.length > 0 && (
        <RowTable table={table} way={way} indices={shown} verdicts={verdicts} kinds={texts.kinds[stage]} />
      )}
    </Stack>
  )
}

interface TileProps {
  kind: VerdictKind
  label: string
  count: number
  isPressed: boolean
  onPress(): void
}

function Tile({ kind, label, count, isPressed, onPress }: TileProps) {
  return (
    <UnstyledButton className={classes['tile']} aria-pressed={isPressed} disabled={count === 0} onClick={onPress}>
      <span className={classes['tileLabel']} data-kind={count === 0 ? undefined : kind}>
        <Icon name={verdictIcons[kind]} size={16} /> {label}
      </span>
      <span className={classes['tileCount']}>{counterText(count)}</span>
    </UnstyledButton>
  )
}

function SaveBad({ table: { client, file }, verdicts }: { table: OpenTable; verdicts: Verdicts }) {
  const save = useMutation({
    mutationFn: async () => {
      const problems = verdicts.indices.rejected.map((index) => ({ index, message: verdicts.of(index).message }))
      saveFile(await client.toMend(problems, texts.problem), texts.toMendName(file.name.replace(/\.\w+$/, '')))
    },
  })
  return (
    <Button variant="default" leftSection={<Icon name="download" size={18} />} onClick={() => save.mutate()}>
      {texts.saveBad}
    </Button>
  )
}
