import { UnstyledButton } from '@mantine/core'
import type { ListedReadingJson } from '../../../src/readings/reading-schemas.ts'
import { Icon, type IconName } from '../icons.tsx'
import { instantText } from '../locale/instants.ts'
import { counterText } from '../locale/numbers.ts'
import { Cell, openRow } from '../page/virtual-table.tsx'
import classes from './readings.module.css'
import { texts } from './texts.ts'

interface ReadingCellsProps {
  reading: ListedReadingJson
  /** The site's (IANA). */
  zone: string
  onOpen(): void
}

export function ReadingCells({ reading, zone, onOpen }: ReadingCellsProps) {
  const { timestamp, meterValue, inverterKwh, source, warnings = [], sheet } = reading
  return (
    <>
      <Cell column="time">
        <UnstyledButton className={openRow} onClick={onOpen}>
          {instantText(timestamp, zone)}
        </UnstyledButton>
      </Cell>
      <Cell column="meterValue">
        <Value value={meterValue} label={texts.columns.meterValue} icon="meter" />
      </Cell>
      <Cell column="inverterKwh">
        <Value value={inverterKwh} label={texts.columns.inverterKwh} icon="sun" />
      </Cell>
      <Cell column="source" isForDesks>
        {source}
      </Cell>
      <Cell column="state">
        {warnings.length > 0 && (
          <span className={classes['doubt']} title={warnings.map(({ message }) => message).join('\n')}>
            <Icon name="warning" size={16} /> {texts.doubtful}
          </span>
        )}
        {warnings.length === 0 && sheet.row !== undefined && texts.row(sheet.row)}
      </Cell>
    </>
  )
}

function Value({ value, label, icon }: { value: number | null; label: string; icon: IconName }) {
  if (value === null) return <span className={classes['absent']}>{texts.none}</span>
  return (
    <>
      <span className={classes['kind']} data-icon={icon} title={label}>
        <Icon name={icon} size={16} />
      </span>
      {counterText(value)}
    </>
  )
}
