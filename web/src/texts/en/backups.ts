export const backups = {
  title: 'Back-ups',
  intro: 'Copies of everything: readings, accounts, sites, connectors, the audit log. One is made every day by itself.',
  make: 'Make one now',
  made: 'The back-up is made, opened and checked.',
  list: 'On the service’s disk',
  kept: 'Kept are the last seven, and one of each of the last seven days and four weeks.',
  next: 'The next one comes by itself',
  checked: 'Checked',
  checkedHint: 'It was opened and read whole when it was made.',
  download: 'Download',
  downloadOf: (time: string) => `Download the back-up of ${time}`,
  saved: (name: string) => `${name} is saved.`,
  none: 'No back-up yet',
  noneHint: 'The first one is made an hour after the first start, or now.',
  elsewhere: 'Back-ups are made by PostgreSQL',
  elsewhereHint:
    'The ledger is in a PostgreSQL (DATABASE_URL), so its own tools make and restore back-ups. A line of cron on any machine that reaches it is enough:',
  elsewhereExport: 'All readings of a site can be saved as a file at any time, under Readings.',
  careful:
    'A copy on the same disk is lost together with it, so keep some elsewhere. The file opens everything: treat it like a password.',
  restore: {
    title: 'How to restore one',
    steps: [
      'Stop the service.',
      'Put the file into DATA_DIR/backups, unless it lies there already.',
      'Run the command below, with the name of the file. It checks the file first, keeps what was there, and says how many readings there are.',
      'Start the service.',
    ],
    another:
      'On another machine, give the service the same JWT_SECRET (without that setting: the file DATA_DIR/jwt-secret). The passwords of connectors are sealed with it, and would have to be typed in anew.',
  },
}
