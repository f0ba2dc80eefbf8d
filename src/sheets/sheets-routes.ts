import type { Clock } from '../clock.ts'
import { knowsSite, type Server } from '../http/route.ts'
import { type Static, Type } from '../json-schema.ts'
import { Problem } from '../problem.ts'
import type { HintSecrets } from '../sites/hint-secrets.ts'
import { noSite } from '../sites/site-changes.ts'
import type { Sites } from '../sites/sites.ts'
import type { SheetStatus } from './sheet-status.ts'
import type { Sheets } from './sheets.ts'

interface SheetsRoutesDependencies {
  sheets: Sheets
  sites: Sites
  hintSecrets: HintSecrets
  clock: Clock
}

const SiteParameter = Type.Object({ site: Type.String({ maxLength: 64 }) })
const Hint = Type.Unsafe<{ secret?: string } | null>({
  type: ['object', 'null'],
  properties: { secret: Type.String({ maxLength: 256 }) },
  additionalProperties: false,
})
const Accepted = Type.Object({ site: Type.String() })
const SheetAnswer = Type.Object({
  site: Type.String(),
  state: Type.Enum(['off', 'ok', 'failing', 'stopped']),
  detail: Type.String({ description: 'What is wrong and what to do' }),
  problems: Type.Array(Type.Object({ row: Type.Integer(), message: Type.String() })),
})
/** How the sheet of a site is, as the API shows it. */
export type SiteSheetJson = Static<typeof SheetAnswer>

const tags = ['sheet']
const managing = { access: 'admin' } as const
const bearer = /^Bearer +(\S+)$/i
const hintsPerMinute = 30

/** What a person, or the sheet's own script, tells the mirror of a site. */
export function sheetsRoutes(server: Server, dependencies: SheetsRoutesDependencies): void {
  addStateRoute(server, dependencies)
  addManagingRoutes(server, dependencies)
  addHintRoute(server, dependencies)
}

function addStateRoute(server: Server, { sheets, sites }: SheetsRoutesDependencies): void {
  const schema = {
    tags,
    summary: 'How the sheet of a site is',
    params: SiteParameter,
    response: { 200: SheetAnswer },
  }
  server.get('/sites/:site/sheet', { config: { access: 'readings:correct' }, schema }, async ({ caller, params }) => {
    if (!knowsSite(caller, params.site)) throw noSite(params.site)
    const { site, sheet } = await sites.get(params.site)
    return { site, ...(sheets.siteStatus(site) ?? unseen(sheets.status(), sheet !== null)) }
  })
}

/** Of a site that no mirror tells of. */
function unseen(all: SheetStatus, isShown: boolean): SheetStatus {
  if (!isShown) return { state: 'off', detail: 'The site is shown in no sheet.', problems: [] }
  if (all.state === 'off') return all
  return { state: 'ok', detail: 'Its mirror begins within seconds.', problems: [] }
}

function addManagingRoutes(server: Server, { sheets, sites, hintSecrets }: SheetsRoutesDependencies): void {
  server.post(
    '/sites/:site/sheet/resume',
    {
      config: managing,
      schema: {
        tags,
        summary: 'A stopped mirror goes on; what is gone from the sheet is taken as meant',
        params: SiteParameter,
        response: { 202: Accepted },
      },
    },
    async (request, reply) => {
      const { site } = await sites.get(request.params.site)
      if (!(await sheets.resume(site)))
        throw new Problem(409, `The mirror of the site ${site} is not stopped; GET /health says how it is.`, {
          type: 'not-stopped',
        })
      return reply.code(202).send({ site })
    },
  )
  server.post(
    '/sites/:site/sheet/hint-secret',
    {
      config: managing,
      schema: {
        tags,
        summary: "Make the secret of the sheet's script; it is shown this once, and the one before is dead",
        params: SiteParameter,
        response: { 201: Type.Object({ secret: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { site, sheet } = await sites.get(request.params.site)
      if (!sheet)
        throw new Problem(409, `The site ${site} is shown in no sheet; give it one first (PATCH /sites/${site}).`, {
          type: 'no-sheet',
        })
      const secret = await hintSecrets.issue(site)
      return reply.code(201).header('cache-control', 'no-store').send({ secret: secret.reveal() })
    },
  )
}

function addHintRoute(server: Server, { sheets, hintSecrets, clock }: SheetsRoutesDependencies): void {
  const admit = createGate(clock)
  server.post(
    '/sites/:site/sheet/changed',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: "A hint to look at the sheet now, with the site's hint secret as bearer token or in the body",
        params: SiteParameter,
        body: Hint,
        response: { 202: Accepted },
      },
    },
    async (request, reply) => {
      const { site } = request.params
      const secret = shownSecret(request.headers.authorization, request.body)
      if (!(await hintSecrets.fits(site, secret)))
        throw new Problem(401, 'This call needs the hint secret of the site (POST /sites/{site}/sheet/hint-secret).', {
          type: 'invalid-hint-secret',
          headers: { 'www-authenticate': 'Bearer realm="meterbridge hints"' },
        })
      admit(site)
      sheets.look(site)
      return reply.code(202).send({ site })
    },
  )
}

function shownSecret(authorization: string | undefined, body: Static<typeof Hint>): string {
  const [, token] = bearer.exec(authorization ?? '') ?? []
  return token ?? body?.secret ?? ''
}

/** Every look costs a read of the quota that all sites share. Only called for sites that have shown their secret. */
function createGate(clock: Clock): (site: string) => void {
  const minutes = new Map<string, { endsAt: number; hints: number }>()
  return (site) => {
    const now = clock()
    const known = minutes.get(site)
    const minute = known && known.endsAt > now ? known : { endsAt: now + 60_000, hints: 0 }
    minutes.set(site, minute)
    minute.hints++
    if (minute.hints > hintsPerMinute)
      throw new Problem(429, `More than ${hintsPerMinute} hints in a minute; the sheet is looked at anyway.`, {
        headers: { 'retry-after': String(Math.ceil((minute.endsAt - now) / 1000)) },
      })
  }
}
