import { UnstyledButton } from '@mantine/core'
import type { ListedReadingJson } from '../../../src/readings/reading-schemas.ts'
import { Icon, type IconName } from '../icons.tsx'
import { instantText } from '../locale/instants.ts'
import { counterText } from '../locale/numbers.ts'
import classes from './readings.module.css'
import { texts } from './texts.ts'

interface ReadingRowProps {
  reading: ListedReadingJson
  rowIndex: number
  top: number
  onOpen(): void
}

export function ReadingRow({ reading, rowIndex, top, onOpen }: ReadingRowProps) {
  const { timestamp, meterValue, inverterKwh, source, warnings = [], sheet } = reading
  return (
    <tr aria-rowindex={rowIndex} className={classes['row']} style={{ transform: `translateY(${top}px)` }}>
      <td data-column="time">
        <UnstyledButton className={classes['open']} onClick={onOpen}>
          {instantText(timestamp)}
        </UnstyledButton>
      </td>
      <td data-column="meterValue">
        <Value value={meterValue} label={texts.columns.meterValue} icon="meter" />
      </td>
      <td data-column="inverterKwh">
        <Value value={inverterKwh} label={texts.columns.inverterKwh} icon="sun" />
      </td>
      <td data-column="source">{source}</td>
      <td data-column="state">
        {warnings.length > 0 && (
          <span className={classes['doubt']} title={warnings.map(({ message }) => message).join('\n')}>
            <Icon name="warning" size={16} /> {texts.doubtful}
          </span>
        )}
        {warnings.length === 0 && sheet.row !== undefined && texts.row(sheet.row)}
      </td>
    </tr>
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
