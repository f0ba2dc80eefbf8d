import { type Caller, knowsSite, type Server } from '../http/route.ts'
import { type Static, type TSchema, Type } from '../json-schema.ts'
import { Problem } from '../problem.ts'
import { plainText, siteName, spreadsheetId } from '../text-forms.ts'
import type { SheetPlace, Site } from './site.ts'
import { type NewSite, noSite, type SiteUpdate } from './site-changes.ts'
import type { Sites } from './sites.ts'

interface SitesRoutesDependencies {
  sites: Sites
  /** The spreadsheet of a sheet that names none. */
  defaultSpreadsheetId(): Promise<string | undefined>
}

const hourMilliseconds = 3_600_000
const largestQuantity = 1e9

const Name = Type.String({ minLength: 1, maxLength: 100, ...plainText })
const TimeZone = Type.String({ minLength: 1, maxLength: 64, description: 'IANA, such as Europe/Berlin' })
const Digits = Type.Integer({ minimum: 1, maximum: 12, description: 'Whole digits that the meter shows' })
const MaxPerDay = Type.Number({
  minimum: 0.001,
  maximum: largestQuantity,
  description: 'The most that can be true for a day; more is doubtful',
})
const ExpectEveryHours = Type.Number({ minimum: 0.01, maximum: 8784 })
const SpreadsheetId = Type.String({
  ...spreadsheetId,
  description: 'Default the one that is connected',
})
const Tab = Type.String({ minLength: 1, maxLength: 100, ...plainText, description: "Default the site's own" })

const strict = { additionalProperties: false }
const settings = {
  sheet: Type.Optional(orNull(Type.Object({ id: Type.Optional(SpreadsheetId), tab: Type.Optional(Tab) }, strict))),
  meter: Type.Optional(
    Type.Object({ digits: Type.Optional(orNull(Digits)), maxPerDay: Type.Optional(orNull(MaxPerDay)) }, strict),
  ),
  inverter: Type.Optional(Type.Object({ maxPerDay: Type.Optional(orNull(MaxPerDay)) }, strict)),
  expectEveryHours: Type.Optional(orNull(ExpectEveryHours)),
}
const SiteName = Type.String(siteName)
const NewSiteRequest = Type.Object(
  { site: SiteName, name: Type.Optional(Name), timeZone: Type.Optional(TimeZone), ...settings },
  strict,
)
const SiteUpdateRequest = Type.Object(
  { name: Type.Optional(Name), timeZone: Type.Optional(TimeZone), ...settings },
  { ...strict, minProperties: 1 },
)
const SiteAnswer = Type.Object({
  site: Type.String(),
  name: Type.String(),
  timeZone: Type.String(),
  sheet: orNull(Type.Object({ id: Type.String(), tab: Type.String() })),
  meter: Type.Object({ digits: orNull(Type.Integer()), maxPerDay: orNull(Type.Number()) }),
  inverter: Type.Object({ maxPerDay: orNull(Type.Number()) }),
  expectEveryHours: orNull(Type.Number()),
})
/** A site as the API shows it. */
export type SiteJson = Static<typeof SiteAnswer>

const KnownSite = Type.Pick(SiteAnswer, ['site', 'name', 'timeZone'])
/** A site as whoever may read its readings sees it. */
export type KnownSiteJson = Static<typeof KnownSite>

const SiteParameter = Type.Object({ site: Type.String() })

const tags = ['sites']
const path = '/sites/:site'
// Whoever may correct readings may see where they come from: operators and admins.
const reading = { access: 'readings:correct' } as const
const managing = { access: 'admin' } as const

/** `/sites`: the places with their meters. */
export function sitesRoutes(server: Server, dependencies: SitesRoutesDependencies): void {
  addReadingRoutes(server, dependencies)
  addManagingRoutes(server, dependencies)
}

function addReadingRoutes(server: Server, { sites }: SitesRoutesDependencies): void {
  const sitesKnownTo = async (caller: Caller): Promise<Site[]> =>
    (await sites.all()).filter(({ site }) => knowsSite(caller, site))
  server.get(
    '/readings/sites',
    {
      config: { access: 'readings:read' },
      schema: {
        tags,
        summary: 'The sites whose readings the caller may read',
        response: { 200: Type.Object({ sites: Type.Array(KnownSite) }) },
      },
    },
    async ({ caller }) => ({
      sites: (await sitesKnownTo(caller)).map(({ site, name, timeZone }) => ({ site, name, timeZone })),
    }),
  )
  server.get(
    '/sites',
    {
      config: reading,
      schema: { tags, summary: 'All sites', response: { 200: Type.Object({ sites: Type.Array(SiteAnswer) }) } },
    },
    async ({ caller }) => ({ sites: (await sitesKnownTo(caller)).map(toAnswer) }),
  )
  server.get(
    path,
    {
      config: reading,
      schema: { tags, summary: 'One site', params: SiteParameter, response: { 200: SiteAnswer } },
    },
    async ({ caller, params }) => {
      if (!knowsSite(caller, params.site)) throw noSite(params.site)
      return toAnswer(await sites.get(params.site))
    },
  )
}

function addManagingRoutes(server: Server, { sites, defaultSpreadsheetId }: SitesRoutesDependencies): void {
  server.post(
    '/sites',
    {
      config: managing,
      schema: { tags, summary: 'Make a site', body: NewSiteRequest, response: { 201: SiteAnswer } },
    },
    async (request, reply) => {
      const { site, name, timeZone } = request.body
      const home = await sites.get('home')
      const wanted: NewSite = {
        site,
        name: name ?? site,
        timeZone: timeZone ?? home.timeZone,
        ...updateOf(request.body, { tab: site, id: await defaultSpreadsheetId() }),
      }
      const made = await sites.create(wanted)
      return reply.code(201).header('location', `/sites/${made.site}`).send(toAnswer(made))
    },
  )
  server.patch(
    path,
    {
      config: managing,
      schema: {
        tags,
        summary: 'Change a site; fields that are not named stay as they are',
        params: SiteParameter,
        body: SiteUpdateRequest,
        response: { 200: SiteAnswer },
      },
    },
    async (request) => {
      const { sheet, site } = await sites.get(request.params.site)
      const id = sheet?.id ?? (await defaultSpreadsheetId())
      const update = updateOf(request.body, { tab: sheet?.tab ?? site, id })
      return toAnswer(await sites.change(site, update))
    },
  )
  server.delete(
    path,
    {
      config: managing,
      schema: {
        tags,
        summary: 'Delete a site that has no readings',
        params: SiteParameter,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await sites.remove(request.params.site)
      return reply.code(204).send(null)
    },
  )
}

function updateOf(
  { name, timeZone, sheet, meter, inverter, expectEveryHours }: Static<typeof SiteUpdateRequest>,
  defaults: { id: string | undefined; tab: string },
): SiteUpdate {
  return {
    ...(name !== undefined && { name }),
    ...(timeZone !== undefined && { timeZone }),
    ...(sheet !== undefined && { sheet: sheet && placeOf(sheet, defaults) }),
    ...(meter?.digits !== undefined && { meterDigits: meter.digits }),
    ...(meter?.maxPerDay !== undefined && { meterMaxPerDay: scaled(meter.maxPerDay, 1000) }),
    ...(inverter?.maxPerDay !== undefined && { inverterMaxPerDay: scaled(inverter.maxPerDay, 1000) }),
    ...(expectEveryHours !== undefined && { expectEveryMilliseconds: scaled(expectEveryHours, hourMilliseconds) }),
  }
}

function placeOf(
  { id, tab }: { id?: string | undefined; tab?: string | undefined },
  defaults: { id: string | undefined; tab: string },
): SheetPlace {
  const spreadsheetId = id ?? defaults.id
  if (spreadsheetId !== undefined) return { id: spreadsheetId, tab: tab ?? defaults.tab }
  throw new Problem(400, 'The body is not as it should be; see errors.', {
    type: 'invalid-input',
    errors: [
      {
        path: '/sheet/id',
        message: 'is required, because no spreadsheet is connected (GOOGLE_SHEET_ID, or PUT /sheets/connection)',
      },
    ],
  })
}

function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : Math.round(value * factor)
}

function toAnswer(site: Site): Static<typeof SiteAnswer> {
  const { meterDigits, meterMaxPerDay, inverterMaxPerDay, expectEveryMilliseconds } = site
  return {
    site: site.site,
    name: site.name,
    timeZone: site.timeZone,
    sheet: site.sheet,
    meter: { digits: meterDigits, maxPerDay: unscaled(meterMaxPerDay, 1000) },
    inverter: { maxPerDay: unscaled(inverterMaxPerDay, 1000) },
    expectEveryHours: unscaled(expectEveryMilliseconds, hourMilliseconds),
  }
}

function unscaled(value: number | null, factor: number): number | null {
  return value === null ? null : value / factor
}

function orNull<Schema extends TSchema>(schema: Schema) {
  return Type.Unsafe<Static<Schema> | null>({ ...schema, type: [(schema as { type?: string }).type, 'null'] })
}
