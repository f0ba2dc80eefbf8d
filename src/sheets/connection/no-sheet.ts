import type { Sheets } from '../sheets.ts'

/** Where Google is not connected. A file of its own, so that none of the mirror's code is loaded then. */
export const noSheet: Sheets = {
  hint: () => undefined,
  look: () => undefined,
  resume: async () => false,
  siteStatus: () => undefined,
  isWriter: () => false,
  jobs: () => [],
  load: async () => undefined,
  status: () => ({
    state: 'off',
    detail: 'No sheet is set; GOOGLE_SHEET_ID and GOOGLE_CREDENTIALS_PATH, or PUT /sheets/connection, switch it on',
    problems: [],
  }),
  stop: async () => undefined,
}
