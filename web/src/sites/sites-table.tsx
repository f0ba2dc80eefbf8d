import { Link } from '@tanstack/react-router'
import type { SiteJson } from '../../../src/sites/sites-routes.ts'
import { Icon } from '../icons.tsx'
import { Cell, openRow, VirtualTable } from '../page/virtual-table.tsx'
import { useMay } from '../service/service-context.ts'
import { sheetPrefix, useJobs } from '../status/use-jobs.ts'
import classes from './sites.module.css'
import { texts } from './texts.ts'

export function SitesTable({ sites }: { sites: readonly SiteJson[] }) {
  const failing = useFailingSheets()
  return (
    <VirtualTable
      label={texts.title}
      columns={texts.columns}
      rows={sites}
      className={classes['table']}
      renderCells={({ site, name, timeZone, sheet, meter }) => (
        <>
          <Cell column="name">
            <Link to="/sites/$site" params={{ site }} className={`${openRow} ${classes['link']}`}>
              {name}
            </Link>
          </Cell>
          <Cell column="site">{site}</Cell>
          <Cell column="zone">{timeZone}</Cell>
          <Cell column="sheet">
            {failing.has(site) ? (
              <span className={classes['failing']}>
                <Icon name="warning" size={16} /> {texts.sheetFails}
              </span>
            ) : (
              (sheet?.tab ?? texts.noSheet)
            )}
          </Cell>
          <Cell column="digits" isForDesks>
            {meter.digits}
          </Cell>
        </>
      )}
    />
  )
}

/** The sites whose sheets are not as they should be, as far as the person may know. */
function useFailingSheets(): ReadonlySet<string> {
  const { data: jobs = [] } = useJobs(useMay('admin'))
  const failed = jobs.filter(({ name, outcome }) => outcome === 'failed' && name.startsWith(sheetPrefix))
  return new Set(failed.map(({ name }) => name.slice(sheetPrefix.length)))
}
