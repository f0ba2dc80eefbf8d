import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { engines } from '../../test/support/databases.ts'
import { Secret } from '../secret.ts'
import { openDatabase } from './database.ts'
import type { ReadingsTable } from './reading-tables.ts'

function reading(number: number): ReadingsTable {
  return {
    site: 'home',
    id: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    sequence: number,
    timestamp: number,
    source: 'test',
    inverter: number,
    meter: number % 2 === 0 ? null : number,
    note: null,
    recorded_at: 1,
    changed_at: 1,
    changed_by: 'test',
    origin: 'api',
    revision: 1,
    withdrawn_at: null,
    sheet_revision: 0,
    sheet_row: null,
    doubts: null,
  }
}

for (const engine of engines)
  describe(`the database on ${engine.name}`, () => {
    test('inserts any number of rows and leaves out those that are there', async () => {
      const database = await engine.open()
      const insert = (rows: ReadingsTable[]) =>
        database.transaction((transaction) => database.insertNew(transaction, 'readings', rows))
      assert.equal(await insert([]), 0)
      const many = Array.from({ length: 777 }, (_, index) => reading(index))
      assert.equal(await insert(many), 777)
      assert.equal(await insert([reading(5), reading(1000), reading(6)]), 1)
      const rows = await database.sql.selectFrom('readings').selectAll().orderBy('sequence').execute()
      assert.deepEqual(
        rows.map((row) => ({ ...row })),
        [...many, reading(1000)],
      )
      await database.close()
    })

    test('inserts rows that differ in anything or nothing, whatever their texts hold', async () => {
      const database = await engine.open()
      const texts = ['', 'NULL', ' a, b ', '{"a"}', 'C:\\new', "it's", '"quoted"', 'line\nline', 'Zähler ☀', null]
      const rows = texts.map((note, index) => ({ ...reading(index), note }))
      const insert = (some: ReadingsTable[]) =>
        database.transaction((transaction) => database.insertNew(transaction, 'readings', some))
      assert.equal(await insert(rows), texts.length)
      assert.equal(await insert([reading(100), reading(100)]), 1)
      const found = await database.sql.selectFrom('readings').selectAll().orderBy('sequence').execute()
      assert.deepEqual(
        found.map((row) => ({ ...row })),
        [...rows, reading(100)],
      )
      await database.close()
    })

    test('keeps what else a transaction does, once, where it meets rows that are there', async () => {
      const database = await engine.open()
      const insert = (some: ReadingsTable[]) =>
        database.transaction(async (transaction) => {
          const source = 'changed'
          await transaction.updateTable('readings').set({ source }).where('id', '=', reading(1).id).execute()
          const inserted = await database.insertNew(transaction, 'readings', some)
          const { rows } = await sql`select 1 from readings`.execute(transaction)
          return { inserted, found: rows.length }
        })
      assert.deepEqual(await insert([reading(1)]), { inserted: 1, found: 1 })
      assert.deepEqual(await insert([reading(1), reading(2)]), { inserted: 1, found: 2 })
      assert.deepEqual(await insert([reading(3)]), { inserted: 1, found: 3 })
      assert.deepEqual(await insert([reading(4)]), { inserted: 1, found: 4 })
      const rows = await database.sql.selectFrom('readings').select('source').orderBy('sequence').execute()
      assert.deepEqual(
        rows.map(({ source }) => source === 'changed'),
        [true, false, false, false],
      )
      await database.close()
    })

    test('undoes a transaction that fails', async () => {
      const database = await engine.open()
      const failing = database.transaction(async (transaction) => {
        await database.insertNew(transaction, 'readings', [reading(1)])
        throw new Error('no')
      })
      await assert.rejects(failing, /no/)
      assert.deepEqual(await database.sql.selectFrom('readings').selectAll().execute(), [])
      await database.close()
    })

    test('is migrated once when four processes start at the same time', async () => {
      const location = await engine.createLocation()
      const settings = [location.dataDir, location.databaseUrl?.reveal() ?? '']
      const codes = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const [code] = await once(
            fork(new URL('../../test/support/open-database.ts', import.meta.url), settings),
            'exit',
          )
          return code
        }),
      )
      assert.deepEqual(codes, [0, 0, 0, 0])
      const database = await openDatabase(location)
      assert.deepEqual(await database.sql.selectFrom('readings').selectAll().execute(), [])
      await database.close()
      await location.remove()
    })
  })

test('a copy is whole although somebody writes all the while, and holds what was there when it began', async (context) => {
  const location = await engines[0]!.createLocation()
  context.after(() => location.remove())
  const database = await openDatabase(location)
  context.after(() => database.close())
  const note = 'x'.repeat(2000)
  const write = (number: number) =>
    database.transaction(async (transaction) => {
      await database.insertNew(transaction, 'readings', [{ ...reading(number), note }])
      await nextTurn()
    })
  const earlier = Array.from({ length: 3000 }, (_, number) => ({ ...reading(number), note }))
  await database.transaction((transaction) => database.insertNew(transaction, 'readings', earlier))
  let isOver = false
  const writing = (async () => {
    for (let number = 3000; !isOver; number++) {
      await write(number)
      await nextTurn()
    }
  })()
  for (let copies = 0; copies < 8; copies++) {
    const file = join(location.dataDir, `copy-${copies}.db`)
    const { before } = await database.sql
      .selectFrom('readings')
      .select(({ fn }) => fn.countAll<number>().as('before'))
      .executeTakeFirstOrThrow()
    await database.copyTo?.(file)
    const copy = new DatabaseSync(file, { readOnly: true })
    const [found] = copy.prepare('select count(*) as kept from readings').all()
    copy.close()
    assert.ok(Number(found?.['kept']) >= Number(before))
  }
  isOver = true
  await writing
})

test('a PostgreSQL that is starting is waited for', async (context) => {
  const location = await engines[1]!.createLocation()
  context.after(() => location.remove())
  const url = new URL(location.databaseUrl?.reveal() ?? '')
  const [host, port] = [url.hostname, Number(url.port)]
  const fields = ['SFATAL', 'VFATAL', 'C57P03', 'Mthe database system is starting up', ''].join('\0')
  const refusal = Buffer.from(`E\0\0\0\0${fields}\0`)
  refusal.writeUInt32BE(refusal.length - 1, 1)
  let asked = 0
  const starting = createServer((socket) => {
    if (++asked <= 3) socket.once('data', () => socket.end(refusal))
    else socket.pipe(connect(port, host)).pipe(socket)
  }).listen(0, '127.0.0.1')
  context.after(() => starting.close())
  await once(starting, 'listening')
  url.port = String((starting.address() as AddressInfo).port)
  const database = await openDatabase({ ...location, databaseUrl: new Secret(url.href) })
  await database.close()
  assert.ok(asked > 3)
})
