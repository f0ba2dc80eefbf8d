import type { ListedReadingJson } from '../../../src/readings/reading-schemas.ts'
import { VirtualTable } from '../page/virtual-table.tsx'
import { useCurrentSite } from '../sites/current-site.ts'
import { useSiteZone } from '../sites/use-sites.ts'
import { ReadingCells } from './reading-cells.tsx'
import classes from './readings.module.css'
import { texts } from './texts.ts'

interface ReadingsTableProps {
  readings: readonly ListedReadingJson[]
  hasMore: boolean
  /** The end of what is loaded comes near. */
  onEnd(): unknown
  onOpen(reading: ListedReadingJson): void
}

export function ReadingsTable({ readings, onOpen, ...paging }: ReadingsTableProps) {
  const zone = useSiteZone(useCurrentSite())
  return (
    <VirtualTable
      {...paging}
      label={texts.title}
      columns={texts.columns}
      rows={readings}
      className={classes['table']}
      renderCells={(reading) => <ReadingCells reading={reading} zone={zone} onOpen={() => onOpen(reading)} />}
    />
  )
}
