import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import classes from './virtual-table.module.css'

interface VirtualTableProps<Row> {
  label: string
  /** Their heads, by the names of their places. */
  columns: Readonly<Record<string, string>>
  rows: readonly Row[]
  /** Says where the cells stand. */
  className: string | undefined
  /** How high a row is; by default two lines have room. */
  rowPixels?: number
  hasMore?: boolean
  /** The end of what is loaded comes near. */
  onEnd?(): unknown
  /** One `Cell` for each column. */
  renderCells(row: Row): ReactNode
}

export const openRow = classes['open']
const twoLinesPixels = 64
const rowsAhead = 50

/** Any number of rows; only those that can be seen are in the page. */
export function VirtualTable<Row>({ label, columns, rows, className, renderCells, ...rest }: VirtualTableProps<Row>) {
  const { hasMore = false, onEnd, rowPixels = twoLinesPixels } = rest
  const body = useRef<HTMLTableSectionElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => setOffset(body.current?.offsetTop ?? 0), [])
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowPixels,
    overscan: 12,
    scrollMargin: offset,
  })
  const shown = virtual.getVirtualItems()
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= rows.length - rowsAhead
  useEffect(() => {
    if (isNearEnd && hasMore) onEnd?.()
  }, [isNearEnd, hasMore, onEnd])
  return (
    <table
      aria-label={label}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      className={`${classes['table']} ${className}`}
    >
      <thead>
        <tr aria-rowindex={1} className={classes['head']}>
          {Object.entries(columns).map(([name, text]) => (
            <th key={name} scope="col" data-column={name} style={{ gridArea: name }}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} className={classes['body']} style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, key, start }) => {
          const row = rows[index]
          return (
            row !== undefined && (
              <tr
                key={key}
                aria-rowindex={index + 2}
                className={classes['row']}
                style={{ height: rowPixels, transform: `translateY(${start - offset}px)` }}
              >
                {renderCells(row)}
              </tr>
            )
          )
        })}
      </tbody>
    </table>
  )
}

interface CellProps {
  column: string
  /** There is no room for it on a phone. */
  isForDesks?: boolean
  children: ReactNode
}

export function Cell({ column, isForDesks, children }: CellProps) {
  return (
    <td data-column={column} data-is-for-desks={isForDesks || undefined} style={{ gridArea: column }}>
      {children}
    </td>
  )
}
