import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { ReadingsTable } from '../../src/database/reading-tables.ts'
import type { Reading } from '../../src/readings/reading.ts'
import { headerNames } from '../../src/sheets/cells/sheet-layout.ts'
import { fromSerial, toSerial } from '../../src/sheets/cells/sheet-rows.ts'
import { rowsOf } from '../fakes/google/people.ts'
import type { Claim } from './claims.ts'
import type { Scene } from './scene.ts'

type Row = Record<string, unknown>

/** What must hold whenever nobody has done anything for a while and Google works. */
export async function assertAllIsWell(scene: Scene): Promise<void> {
  const rows = rowsOf(scene.tab()).map(withoutLoneId)
  const readings = await liveReadings(scene)
  assertNothingWaits(scene)
  assertEachReadingStandsOnce(scene, readings, rows)
  assertSheetShowsTheApi(scene, readings, rows)
  assertEveryRowIsAReading(scene, readings, rows)
  await assertNoInputIsLost(scene, rows)
  await assertDeletionsAreKept(scene)
  await assertNothingIsMadeUp(scene)
  assertQuotaIsKept(scene)
}

/** A person who empties a row does not see the id that stays behind. */
function withoutLoneId(row: Row): Row {
  const isEmptied = Object.entries(row).every(([name, value]) => value === '' || name === 'Reading_ID')
  return isEmptied ? { ...row, Reading_ID: '' } : row
}

async function liveReadings({ readings }: Scene): Promise<Reading[]> {
  const selection = { site: 'home', from: undefined, to: undefined, source: undefined }
  return readings.page(selection, { cursor: undefined, limit: 100_000, order: 'asc' })
}

function assertNothingWaits(scene: Scene): void {
  const { state, detail } = scene.status()
  assert.equal(state, 'ok', detail)
}

/** But for copies that a person has made: one that nobody has changed is no reading, and stays as it is. */
function assertEachReadingStandsOnce(scene: Scene, readings: readonly Reading[], rows: readonly Row[]): void {
  const { claims } = scene
  const hasUnreadable = [...rowsWithProblems(scene)].some((number) => rows[number - 2]?.['Reading_ID'] === '')
  const counts = Map.groupBy(rows, (row) => row['Reading_ID'])
  for (const { id, timestamp, source } of readings) {
    const count = counts.get(id)?.length ?? 0
    const isCopied = claims.copied.has(id) || claims.copiedPlaces.has(`${timestamp} ${source}`)
    // A person may have made a row unreadable between its being taken in and its being given an id.
    assert.ok(count > 0 || hasUnreadable, `${id} stands nowhere in the sheet`)
    assert.ok(count === 1 || isCopied, `${id} stands ${count} times in the sheet`)
  }
}

function assertSheetShowsTheApi(scene: Scene, readings: readonly Reading[], rows: readonly Row[]): void {
  const problems = rowsWithProblems(scene)
  for (const reading of readings) {
    const numbers = rows.flatMap((row, index) => (row['Reading_ID'] === reading.id ? [index + 2] : []))
    if (numbers.length === 0 || numbers.some((number) => problems.has(number))) continue
    const shown = numbers.map((number) => valuesOf(rows[number - 2] ?? {}))
    const expected = {
      Timestamp: roundSerial(toSerial(reading.timestamp, scene.spreadsheet.timeZone)),
      Inverter_kWh: reading.inverter === null ? '' : reading.inverter / 1000,
      Meter_Value: reading.meter === null ? '' : reading.meter / 1000,
      Source: reading.source,
      Note: reading.note ?? '',
    }
    if (!shown.some((values) => isDeepStrictEqual(values, expected)))
      assert.deepEqual(shown[0], expected, `row ${numbers[0]} and reading ${reading.id}`)
  }
}

function valuesOf({ Timestamp, Inverter_kWh, Meter_Value, Source, Note }: Row): Row {
  return { Timestamp: roundSerial(Timestamp), Inverter_kWh, Meter_Value, Source, Note }
}

function rowsWithProblems({ status }: Scene): Set<number> {
  return new Set(status().problems.map(({ row }) => row))
}

/** To the millisecond. */
function roundSerial(serial: unknown): unknown {
  return typeof serial === 'number' ? Math.round(serial * 86_400_000) : serial
}

function assertEveryRowIsAReading(scene: Scene, readings: readonly Reading[], rows: readonly Row[]): void {
  const ids = new Set(readings.map(({ id }) => id))
  const problems = rowsWithProblems(scene)
  const unread = new Set([...problems].map((number) => rows[number - 2]?.['Reading_ID']))
  for (const [index, row] of rows.entries()) {
    if (ids.has(String(row['Reading_ID'])) || problems.has(index + 2)) continue
    // What people have in columns of their own is none of the mirror's business.
    const isEmpty = Object.values(headerNames).every((name) => row[name] === '')
    // One that was pasted with the id of a row that cannot be read keeps it as long as that does.
    const bearsNone = row['Reading_ID'] === '' || unread.has(row['Reading_ID'])
    const isCopy =
      bearsNone && rows.some((other) => other !== row && holdsTheSame(row, other) && isCopied(scene, other))
    assert.ok(isEmpty || isCopy, `row ${index + 2} is no reading and no problem: ${JSON.stringify(row)}`)
  }
}

/** By a person; what the mirror writes has an id. */
function isCopied({ claims, spreadsheet }: Scene, row: Row): boolean {
  const place = `${fromSerial(Number(row['Timestamp']), spreadsheet.timeZone)} ${sourceOf(row)}`
  return claims.copied.has(String(row['Reading_ID'])) || claims.copiedPlaces.has(place)
}

function holdsTheSame(one: Row, other: Row): boolean {
  const own = ['Timestamp', 'Inverter_kWh', 'Meter_Value'] as const
  return own.every((name) => one[name] === other[name]) && sourceOf(one) === sourceOf(other)
}

/** What a person types without a source gets this one; a number that stands there is one as people read it. */
function sourceOf({ Source }: Row): unknown {
  return Source === '' ? 'sheet' : String(Source).replace('.', ',')
}

async function assertNoInputIsLost(scene: Scene, rows: readonly Row[]): Promise<void> {
  const kept = await everyValueEver(scene)
  for (const claim of scene.claims.typed.values()) {
    if (kept.has(keyOf(claim.field, claim.value))) continue
    const row = rows.findIndex((candidate) => Object.values(candidate).includes(claim.cell)) + 2
    const isNamed = rowsWithProblems(scene).has(row)
    assert.ok(isNamed, `${claim.field} ${claim.cell} that a person typed is lost (row ${row > 1 ? row : 'none'})`)
  }
}

async function everyValueEver({ database: { sql } }: Scene): Promise<Set<string>> {
  const columns = ['timestamp', 'inverter', 'meter', 'source', 'note'] as const
  const all = [
    ...(await sql.selectFrom('readings').select(columns).execute()),
    ...(await sql.selectFrom('reading_revisions').select(columns).execute()),
  ]
  return new Set(all.flatMap((values) => columns.map((field) => keyOf(field, values[field]))))
}

function keyOf(field: Claim['field'], value: unknown): string {
  return `${field} ${value}`
}

async function assertDeletionsAreKept({ claims, database: { sql } }: Scene): Promise<void> {
  const live = await sql.selectFrom('readings').select('id').where('withdrawn_at', 'is', null).execute()
  for (const { id } of live) {
    if (claims.touched.has(id) || claims.copied.has(id) || claims.succeeded.has(id)) continue
    assert.ok(!claims.deleted.has(id), `${id} was deleted by a person and lives`)
  }
}

/**
 * What the ledger says a person did, a person did. Where a person's value lost against a client's, the revision after it
 * bears the client's again.
 */
async function assertNothingIsMadeUp({ claims, database: { sql } }: Scene): Promise<void> {
  const fields = ['timestamp', 'inverter', 'meter', 'source', 'note'] as const
  const columns = [...fields, 'origin', 'withdrawn_at'] as const
  const earlier = await sql
    .selectFrom('reading_revisions')
    .select(['reading_id', ...columns])
    .orderBy('revision')
    .execute()
  const current = await sql
    .selectFrom('readings')
    .select(['id as reading_id', ...columns])
    .execute()
  const histories = Map.groupBy([...earlier, ...current], ({ reading_id }) => reading_id)
  const originals = [...histories].flatMap(([id, revisions]) => (claims.copied.has(id) ? revisions : []))
  for (const [id, revisions] of histories)
    for (const [index, revision] of revisions.entries()) {
      const previous = revisions[index - 1]
      if (revision.origin !== 'sheet' || !previous || claims.copied.has(id)) continue
      // Which of a row and its copy is which nobody can tell where both were changed while their ids were written.
      if (originals.some((original) => isCopyOf(revisions[0], original))) continue
      const newest = revisions.slice(0, index).findLast(({ origin }) => origin !== 'sheet')
      for (const field of fields) {
        const isMadeUp: boolean =
          revision[field] !== previous[field] &&
          revision[field] !== newest?.[field] &&
          !claims.typedEver.has(keyOf(field, revision[field]))
        assert.ok(!isMadeUp, `${id}: nobody has typed ${field} ${revision[field]} in place of ${previous[field]}`)
      }
      const isWithdrawn = revision.withdrawn_at !== null && previous.withdrawn_at === null
      const isDeleted =
        claims.deletedEver.has(id) ||
        (['timestamp', 'inverter', 'meter'] as const).some((field) =>
          claims.deletedValues.has(keyOf(field, revision[field])),
        )
      assert.ok(!isWithdrawn || isDeleted, `${id}: nobody has deleted its row`)
    }
}

type Cells = Pick<ReadingsTable, 'timestamp' | 'inverter' | 'meter' | 'source' | 'note' | 'origin'>

/** Whether a person may have made it by copying the other's row: hands change two cells of a copy at most. */
function isCopyOf(first: Cells | undefined, original: Cells): boolean {
  if (first?.origin !== 'sheet') return false
  const source = first.source.replace(/ \(copy.*$/, '')
  const isSame = [
    first.timestamp === original.timestamp,
    first.inverter === original.inverter,
    first.meter === original.meter,
    first.note === original.note,
    source === original.source,
  ]
  return isSame.filter((same) => same).length >= 3
}

function assertQuotaIsKept({ google }: Scene): void {
  const refused = google.requests.filter(({ isOverQuota }) => isOverQuota)
  assert.equal(refused.length, 0, `${refused.length} requests came over the quota`)
}
