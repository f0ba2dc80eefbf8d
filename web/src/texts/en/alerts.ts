interface Advice {
  title: string
  todo: string
}

/** By the kind of alert, as docs/runbooks.md tells at length. */
const kinds: Readonly<Record<string, Advice>> = {
  'sheet-stopped': {
    title: 'The sheet has stopped',
    todo: 'Undo what was done in the spreadsheet, or share it again; it goes on by itself. If it was meant, let it go on under Sites.',
  },
  'sheet-behind': {
    title: 'The sheet is behind',
    todo: 'Nothing is lost. Status says whether Google does not answer or its quota is used up.',
  },
  'sheet-outgrown': {
    title: 'A new tab was opened',
    todo: 'The spreadsheet was nearly full. Nothing needs to be done.',
  },
  'no-reading': {
    title: 'No readings arrive',
    todo: 'See under Accounts whether its password or key still counts. Readings that come late fill the gap.',
  },
  submission: {
    title: 'A submission needs you',
    todo: 'Mend the cause and retry it, or type the reading in at the utility and note the receipt. Never both.',
  },
  'submission-refused': {
    title: 'The utility refused a reading',
    todo: 'Look at the meter, correct the reading, and push it anew.',
  },
  'window-closes': {
    title: 'The time to submit is running out',
    todo: 'Push a reading of these days, or type it in at the utility before it closes.',
  },
  'connector-stopped': {
    title: 'A connector has stopped',
    todo: 'Store the right password, or sign in at the portal once; then retry one of its submissions.',
  },
  rehearsal: {
    title: 'A portal has changed',
    todo: 'Record the recipe anew and rehearse it before the window closes.',
  },
  'disk-nearly-full': {
    title: 'The disk is nearly full',
    todo: 'Make room: old back-ups and evidence files are the first to go. When it is full, no reading can be added.',
  },
  'job-failed': {
    title: 'A background job failed',
    todo: 'It is tried again by itself. Status shows the reason; what is in the ledger is safe.',
  },
  'sign-ins-refused': {
    title: 'Many sign-ins were refused',
    todo: 'The audit log names account and address. A device of yours may have an old password; a stranger is slowed down by itself.',
  },
  'credential-old': {
    title: 'Old passwords or keys',
    todo: 'Set new ones, and tell the devices that use them.',
  },
  'error-rate': {
    title: 'Many requests fail',
    todo: 'The log of the service names each as “request failed”, with its reason. Did it begin with a new version? Then go back to the one before.',
  },
  'data-at-risk': {
    title: 'The data will not survive an update',
    todo: 'Attach a volume at the path of DATA_DIR, or set DATABASE_URL. Until then, take a back-up after everything that matters.',
  },
}

export const alerts = {
  title: 'Alerts',
  intro: 'What needs a person. Each is told once when it begins, once a day while it lasts, and once when it is over.',
  open: 'Open',
  none: 'Nothing needs you',
  noneHint: 'When something does, it stands here and is told on every channel that is set up.',
  past: 'Over',
  nonePast: 'There was nothing so far.',
  since: 'since',
  span: (from: string, to: string) => `${from} – ${to}`,
  site: (site: string) => `Site ${site}`,
  showMore: 'Show earlier ones',
  kinds,
  otherKind: 'Something needs you',
  goTo: (page: string) => `To: ${page}`,
  trial: {
    send: 'Send a trial alert',
    title: 'The trial',
    channels: { webhook: 'Webhook', email: 'E-mail' } as Readonly<Record<string, string>>,
    taken: 'It was taken. Look whether it arrived.',
    noChannel: 'No channel is set up, so alerts are only seen here.',
    noChannelHint:
      'ALERT_WEBHOOK_URL sends them to a chat or a phone; SMTP_URL with ALERT_EMAIL_TO sends them as e-mail. The service reads both at its start.',
  },
}
