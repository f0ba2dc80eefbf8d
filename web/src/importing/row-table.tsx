import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Icon } from '../icons.tsx'
import { counterText } from '../locale/numbers.ts'
import { Cell, VirtualTable } from '../page/virtual-table.tsx'
import type { RowReading } from '../table-file/record.ts'
import classes from './importing.module.css'
import { texts } from './texts.ts'
import type { OpenTable } from './use-open-table.ts'
import { verdictIcons } from './verdict-icons.ts'
import type { Verdict, VerdictKind, Verdicts } from './verdicts.ts'
import type { Way } from './way.ts'

interface RowTableProps {
  table: OpenTable
  way: Way
  indices: readonly number[]
  verdicts: Verdicts
  kinds: Readonly<Record<VerdictKind, string>>
}

const rowsPerBlock = 200
const desks = '(min-width: 62em)'
const phoneRowPixels = 88

/** Rows of the file as they are read, each with what the service says to it. */
export function RowTable({ table, way, indices, verdicts, kinds }: RowTableProps) {
  const isOnDesk = useMediaQuery(desks)
  const height = isOnDesk ? {} : { rowPixels: phoneRowPixels }
  if (way.kind === 'map')
    return (
      <VirtualTable
        {...height}
        label={texts.preview}
        columns={texts.mappedHeads}
        rows={indices}
        className={classes['mapped']}
        renderCells={(index) => (
          <>
            <Cell column="line">{index + 1}</Cell>
            <VerdictCell verdict={verdicts.of(index)} kinds={kinds} />
          </>
        )}
      />
    )
  return (
    <VirtualTable
      {...height}
      label={texts.preview}
      columns={texts.heads}
      rows={indices}
      className={classes['rows']}
      renderCells={(index) => (
        <>
          <RecordCells table={table} reading={way.reading} index={index} />
          <VerdictCell verdict={verdicts.of(index)} kinds={kinds} />
        </>
      )}
    />
  )
}

function RecordCells({ table, reading, index }: { table: OpenTable; reading: RowReading; index: number }) {
  const row = useRow(table, reading, index)
  const { timestamp = '', meterValue, inverterKwh, source = '' } = row?.record ?? {}
  return (
    <>
      <Cell column="line">{row?.line}</Cell>
      <Cell column="time">
        <span title={String(timestamp)}>{timeText(String(timestamp))}</span>
      </Cell>
      <Cell column="meterValue">{numberText(meterValue)}</Cell>
      <Cell column="inverterKwh">{numberText(inverterKwh)}</Cell>
      <Cell column="source" isForDesks>
        {source}
      </Cell>
    </>
  )
}

// Rows that stand beside each other are asked for together.
function useRow(table: OpenTable, reading: RowReading, index: number) {
  const block = Math.floor(index / rowsPerBlock)
  const { data } = useQuery({
    queryKey: ['import-rows', table.key, reading, block],
    queryFn: () => {
      const indices = Array.from({ length: rowsPerBlock }, (_unused, place) => block * rowsPerBlock + place)
      return table.client.rows(indices, reading)
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data?.[index % rowsPerBlock]
}

function VerdictCell({ verdict: { kind, message }, kinds }: { verdict: Verdict; kinds: RowTableProps['kinds'] }) {
  return (
    <Cell column="verdict">
      <span className={classes['verdict']} data-kind={kind} title={message}>
        <Icon name={verdictIcons[kind]} size={16} />
        <span>
          <strong>{kinds[kind]}</strong>
          {message !== '' && ` · ${message}`}
        </span>
      </span>
    </Cell>
  )
}

function numberText(value: string | number | undefined): string {
  return typeof value === 'number' ? counterText(value) : (value ?? '')
}

/** As it is written in the file, to the minute; another way to write it is told as it stands. */
function timeText(timestamp: string): string {
  const [, day = timestamp, minute = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(timestamp) ?? []
  return `${day} ${minute}`
}
