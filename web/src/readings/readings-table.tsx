import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ListedReadingJson } from '../../../src/readings/reading-schemas.ts'
import { ReadingRow } from './reading-row.tsx'
import classes from './readings.module.css'
import { texts } from './texts.ts'

interface ReadingsTableProps {
  readings: readonly ListedReadingJson[]
  hasMore: boolean
  /** The end of what is loaded comes near. */
  onEnd(): unknown
  onOpen(reading: ListedReadingJson): void
}

const rowPixels = 64
const rowsAhead = 50

/** Any number of readings; only the rows that can be seen are in the page. */
export function ReadingsTable({ readings, hasMore, onEnd, onOpen }: ReadingsTableProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => setOffset(body.current?.offsetTop ?? 0), [])
  const virtual = useWindowVirtualizer({
    count: readings.length,
    estimateSize: () => rowPixels,
    overscan: 12,
    scrollMargin: offset,
  })
  const rows = virtual.getVirtualItems()
  const isNearEnd = (rows.at(-1)?.index ?? 0) >= readings.length - rowsAhead
  useEffect(() => {
    if (isNearEnd && hasMore) onEnd()
  }, [isNearEnd, hasMore, onEnd])
  return (
    <table aria-label={texts.title} aria-rowcount={hasMore ? -1 : readings.length + 1} className={classes['table']}>
      <thead>
        <tr aria-rowindex={1} className={classes['head']}>
          {Object.entries(texts.columns).map(([name, label]) => (
            <th key={name} scope="col" data-column={name}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} className={classes['body']} style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const reading = readings[index]
          return (
            reading && (
              <ReadingRow
                key={key}
                reading={reading}
                rowIndex={index + 2}
                top={start - offset}
                onOpen={() => onOpen(reading)}
              />
            )
          )
        })}
      </tbody>
    </table>
  )
}
