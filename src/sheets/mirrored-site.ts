import type { Site } from '../sites/site.ts'

/** A site and the tab that shows it. */
export interface MirroredSite {
  site: string
  spreadsheetId: string
  tab: string
}

/** Those of the sites that have a sheet. */
export function mirroredSites(sites: readonly Pick<Site, 'site' | 'sheet'>[]): MirroredSite[] {
  return sites.flatMap(({ site, sheet }) => (sheet ? [{ site, spreadsheetId: sheet.id, tab: sheet.tab }] : []))
}
