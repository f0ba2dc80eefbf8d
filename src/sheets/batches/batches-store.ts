import { createHash } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Connection, Database, InTransaction } from '../../database/engine.ts'
import type { BatchTrace } from './batch-trace.ts'

/** The tab that a site is shown in. */
export interface MirroredTab {
  spreadsheetId: string
  tab: string
  /** Absent until the tab has been found or made. */
  sheetId: number | null
}

/** A batch that was about to be sent, or was, and of which it is unknown whether it arrived. */
export interface OpenBatch {
  number: number
  /** The `metadataId` that it leaves in the spreadsheet. */
  marker: number
  sentAt: number
  /** The readings that it appends, with their revision when it was first sent. */
  appended: ReadonlyMap<string, number>
  /** Those whose rows it changes or deletes, or gives an id. */
  changed: ReadonlyMap<string, number>
  /** What it does to rows that are there. */
  trace: BatchTrace
}

/** What a batch writes: readings with their revisions. */
export type BatchContent = Pick<OpenBatch, 'appended' | 'changed' | 'trace'>

/** The numbered batches of every site. A batch stands here before it is sent, so that a crash leaves a trace of it. */
export interface BatchesStore {
  readMirror(site: string): Promise<MirroredTab | undefined>
  /** Begins anew with another spreadsheet or tab; the numbers of the batches go on. */
  saveMirror(site: string, mirror: MirroredTab): Promise<void>
  /** In which the site's rows are written. */
  timeZone(site: string): Promise<string | undefined>
  saveTimeZone(site: string, timeZone: string): Promise<void>
  openBatch(site: string): Promise<OpenBatch | undefined>
  /** Takes the place of the one that was open, if any. */
  begin(site: string, content: BatchContent): Promise<OpenBatch>
  /** The same batch goes out once more; what it changes may have become something else. */
  sendAgain(site: string, number: number, content: Omit<BatchContent, 'appended'>): Promise<void>
  /** It is known not to be under way: Google has answered. */
  markAtRest(site: string, number: number): Promise<void>
  /** Google has refused it, with what has been done nevertheless; sent before, it may still be under way. */
  markRefused(site: string, number: number, before: Pick<OpenBatch, 'trace' | 'sentAt'>): Promise<void>
  /** The fate of the one that is open is known. */
  close(site: string): Promise<void>
  /** Markers older than the last `kept` batches. */
  oldMarkers(site: string, before: number): Promise<number[]>
  forgetMarkers(site: string, markers: readonly number[]): Promise<void>
}

export function createBatchesStore({ sql, transaction }: Database, clock: Clock): BatchesStore {
  const setBack = async (site: string, number: number, to: { sent_at: number; trace?: string }): Promise<void> => {
    await sql.updateTable('sheet_batches').set(to).where('site', '=', site).where('number', '=', number).execute()
  }
  return {
    readMirror: async (site) => {
      const row = await sql.selectFrom('sheet_mirrors').selectAll().where('site', '=', site).executeTakeFirst()
      return row && { spreadsheetId: row.spreadsheet_id, tab: row.tab, sheetId: row.sheet_id }
    },
    saveMirror: async (site, { spreadsheetId, tab, sheetId }) => {
      const place = { spreadsheet_id: spreadsheetId, tab, sheet_id: sheetId }
      await sql
        .insertInto('sheet_mirrors')
        .values({ site, ...place, next_batch: 1, time_zone: null })
        .onConflict((conflict) => conflict.column('site').doUpdateSet(place))
        .execute()
    },
    timeZone: async (site) => {
      const row = await sql.selectFrom('sheet_mirrors').select('time_zone').where('site', '=', site).executeTakeFirst()
      return row?.time_zone ?? undefined
    },
    saveTimeZone: async (site, timeZone) => {
      await sql.updateTable('sheet_mirrors').set({ time_zone: timeZone }).where('site', '=', site).execute()
    },
    openBatch: async (site) => {
      const row = await sql
        .selectFrom('sheet_batches')
        .selectAll()
        .where('site', '=', site)
        .where('is_open', '=', 1)
        .executeTakeFirst()
      return (
        row && {
          number: row.number,
          marker: row.marker,
          sentAt: row.sent_at,
          appended: new Map(JSON.parse(row.appended) as [string, number][]),
          changed: new Map(JSON.parse(row.changed) as [string, number][]),
          trace: { ...nothingCarried, ...JSON.parse(row.trace ?? '{}') } as BatchTrace,
        }
      )
    },
    begin: (site, { appended, changed, trace }) =>
      transaction(async (within) => {
        const mirror = await within
          .updateTable('sheet_mirrors')
          .set(({ eb }) => ({ next_batch: eb('next_batch', '+', 1) }))
          .where('site', '=', site)
          .returning(['spreadsheet_id', 'next_batch'])
          .executeTakeFirstOrThrow()
        const number = mirror.next_batch - 1
        const marker = markerOf(
          `${mirror.spreadsheet_id} ${site} ${number} ${[...appended.keys(), ...changed.keys()].join(' ')} ${clock()}`,
        )
        const sentAt = clock()
        await closeBatches(within, site)
        await within
          .insertInto('sheet_batches')
          .values({
            site,
            number,
            marker,
            sent_at: sentAt,
            is_open: 1,
            appended: JSON.stringify([...appended]),
            ...changeColumns({ changed, trace }),
          })
          .execute()
        return { number, marker, sentAt, appended, changed, trace }
      }),
    sendAgain: async (site, number, content) => {
      await sql
        .updateTable('sheet_batches')
        .set({ sent_at: clock(), ...changeColumns(content) })
        .where('site', '=', site)
        .where('number', '=', number)
        .execute()
    },
    markAtRest: (site, number) => setBack(site, number, { sent_at: 0 }),
    markRefused: (site, number, { trace, sentAt }) =>
      setBack(site, number, { sent_at: sentAt, trace: JSON.stringify(trace) }),
    close: (site) => closeBatches(sql, site),
    oldMarkers: async (site, before) => {
      const rows = await sql
        .selectFrom('sheet_batches')
        .select('marker')
        .where('site', '=', site)
        .where('number', '<', before)
        .where('is_open', '=', 0)
        .orderBy('number')
        .limit(10)
        .execute()
      return rows.map(({ marker }) => marker)
    },
    forgetMarkers: async (site, markers) => {
      if (markers.length === 0) return
      await sql
        .deleteFrom('sheet_batches')
        .where('site', '=', site)
        .where('marker', 'in', markers)
        .where('is_open', '=', 0)
        .execute()
    },
  }
}

/** What batches of earlier releases do not say. */
const nothingCarried = {
  putBack: [],
  unread: [],
  rewritten: [],
  strayed: [],
  formerly: [],
  crooked: [],
  astray: [],
  misnumbered: [],
  misnumberedOwners: [],
  undone: [],
} satisfies Partial<BatchTrace>

async function closeBatches(sql: Connection | InTransaction, site: string): Promise<void> {
  await sql
    .updateTable('sheet_batches')
    .set({ is_open: 0, appended: '[]', changed: '[]', trace: null })
    .where('site', '=', site)
    .where('is_open', '=', 1)
    .execute()
}

function changeColumns({ changed, trace }: Omit<BatchContent, 'appended'>) {
  return { changed: JSON.stringify([...changed]), trace: JSON.stringify(trace) }
}

/**
 * A positive 31-bit number. Several ledgers may write into one spreadsheet, so it comes from the batch's content too;
 * where two still meet, the later batch is refused, found to be missing and sent under another number.
 */
function markerOf(batch: string): number {
  return createHash('sha256').update(batch).digest().readUInt32BE(0) & 0x7fffffff || 1
}
