import type { AlertJson } from '../../../src/alerts/alerts-routes.ts'
import { type PageLink, pageLinks } from '../shell/pages.ts'
import { texts } from './texts.ts'

/** Where something can be done about a kind of alert. */
const places: Readonly<Record<string, string>> = {
  'sheet-stopped': '/sites',
  'sheet-behind': '/status',
  'no-reading': '/accounts',
  submission: '/utility',
  'submission-refused': '/utility',
  'window-closes': '/utility',
  'connector-stopped': '/utility',
  rehearsal: '/utility',
  'disk-nearly-full': '/backups',
  'job-failed': '/status',
  'sign-ins-refused': '/audit',
  'credential-old': '/accounts',
  'data-at-risk': '/backups',
}
/** Where on that page the alert's own thing is. */
const exactPlaces: Readonly<Record<string, (alert: Pick<AlertJson, 'site' | 'subject'>) => string>> = {
  'sheet-stopped': ({ site }) => `/${site}`,
  submission: ({ subject }) => `/submissions/${subject}`,
}
/** What concerns the whole service; the site that such an alert names means nothing. */
const everywhere = [
  'sheet-behind',
  'disk-nearly-full',
  'job-failed',
  'sign-ins-refused',
  'credential-old',
  'error-rate',
  'data-at-risk',
]

interface Advice {
  title: string
  todo?: string
  link?: { to: string; page: PageLink['name'] }
  isOfSite: boolean
}

/** What an alert is called, what to do about it, and where. */
export function adviceOn({ kind, site, subject }: AlertJson): Advice {
  const page = pageLinks.find(({ to }) => to === places[kind])
  const link = page && { to: page.to + (exactPlaces[kind]?.({ site, subject }) ?? ''), page: page.name }
  return { title: texts.otherKind, ...texts.kinds[kind], isOfSite: !everywhere.includes(kind), ...(link && { link }) }
}
