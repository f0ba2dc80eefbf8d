import type { Spreadsheet } from './read-answers.ts'
import type { SheetsClient } from './sheets-client.ts'
import { SheetUnclearError } from './sheets-failure.ts'

/** How a spreadsheet shows, and reads, times and numbers. */
export interface SpreadsheetSettings {
  timeZone: string
  /** As Google names it, `de_DE`. */
  locale: string
}

/** @throws SheetUnclearError where its time zone is not known */
export async function readSettings(
  { client, spreadsheetId }: { client: SheetsClient; spreadsheetId: string },
  signal: AbortSignal,
): Promise<SpreadsheetSettings> {
  return settingsOf(await client.readSpreadsheet(spreadsheetId, signal))
}

/** @throws SheetUnclearError where its time zone is not known */
export function settingsOf({ timeZone, locale = 'en_US' }: Spreadsheet): SpreadsheetSettings {
  return { timeZone: checkTimeZone(timeZone), locale }
}

/** Google also knows zones such as `GMT-07:00`. */
function checkTimeZone(timeZone = 'Etc/GMT'): string {
  const name = timeZone.replace(/^GMT(?=[+-]\d)/, '')
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return name
  } catch {
    throw new SheetUnclearError(
      `The spreadsheet's time zone ${timeZone} is not known; set another under File, Settings`,
    )
  }
}
