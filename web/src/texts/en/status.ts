interface JobTexts {
  name: string
  description: string
}

/** By the name that the service gives them. */
const jobs: Readonly<Record<string, JobTexts>> = {
  alerts: { name: 'Alerts', description: 'Looks whether anything needs a person, and tells them' },
  backup: { name: 'Back-up', description: 'Copies the ledger once a day, and opens and checks the copy' },
  'csv-export': { name: 'Weekly export', description: 'Writes all readings as CSV, one file a site' },
  'clean-up': { name: 'Clean-up', description: 'Forgets ended sign-ins and kept answers' },
  rehearsals: { name: 'Rehearsals', description: 'Tries portals up to the point of no return, once a day' },
  scheduler: { name: 'Schedules', description: 'Looks after schedules, windows and what waits for a person' },
  submitter: { name: 'Submissions', description: 'Hands readings over to the utility' },
}

export const status = {
  title: 'Status',
  intro: 'Whether all works, and what the service does by itself.',
  states: {
    healthy: 'All is well',
    degraded: 'Something needs a look',
    unhealthy: 'Readings cannot be stored',
  } as Readonly<Record<string, string>>,
  version: (version: string) => `Version ${version}`,
  runningFor: (time: string) => `running for ${time}`,
  checks: 'What readings pass through',
  ledger: 'Ledger',
  sheet: 'Google Sheet',
  utility: 'Utility',
  ledgerOk: 'Takes readings',
  sheetOk: 'Up to date',
  sheetWaiting: (rows: number) => (rows === 1 ? 'One row is on its way' : `${rows} rows are on their way`),
  utilityOk: 'Nothing waits for you',
  utilityNeedsYou: (count: number) => (count === 1 ? 'One submission needs you.' : `${count} submissions need you.`),
  utilityStopped: (names: string) => `Stopped until you act: ${names}.`,
  off: 'Not set up',
  quota: (read: string, write: string) => `Of Google’s quota in the last minute: ${read} reads, ${write} writes`,
  ofLimit: (used: number, limit: number) => `${used} of ${limit}`,
  problems: 'Rows of the sheet that could not be taken in',
  problemsHint: 'They keep their text. Put them right there, and they are taken in by themselves.',
  row: (row: number) => `Row ${row}`,
  jobs: 'Background jobs',
  columns: { job: 'Job', last: 'Last run', outcome: 'Outcome', next: 'Next run' },
  never: 'not yet',
  none: '–',
  ok: 'Went well',
  failed: 'Failed',
  sheetJob: (site: string) => `Sheet of ${site}`,
  sheetJobHint: 'Writes what waits, and takes in what people did',
  moreSheets: (count: number) => `Show ${count} more sheets, all well`,
  known: jobs,
}
