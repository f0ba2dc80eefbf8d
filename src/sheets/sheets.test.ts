import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { serviceAccount } from '../../test/fakes/google/fake-google.ts'
import {
  createMirrorFixture,
  type MirrorFixture,
  spreadsheetId,
  tabName,
  until,
} from '../../test/fakes/google/mirror-fixture.ts'
import { createTab } from '../../test/fakes/google/model.ts'
import { headerOf, rowsOf, tabNamed, typeInto, typeRow } from '../../test/fakes/google/people.ts'
import { engines } from '../../test/support/databases.ts'
import { startService } from '../../test/support/service.ts'
import { Secret } from '../secret.ts'

describe('the sheets of a service', () => {
  let fixture: MirrorFixture

  beforeEach(async () => {
    const [sqlite] = engines
    fixture = await createMirrorFixture(await sqlite!.open())
  })
  afterEach(() => fixture.stop())

  const spreadsheet = () => fixture.google.spreadsheets.get(spreadsheetId)!
  const written = () => until('nothing waits', async () => (await fixture.waiting()) === 0)

  test('are off without settings and ask Google nothing', async (context) => {
    const service = await startService(engines[0]!)
    context.after(() => service.stop())
    assert.equal((await service.call('POST', '/records/single', { meterValue: 1 })).status, 201)
    const { sheet } = (await service.call('GET', '/health')).json.checks
    assert.equal(sheet.state, 'off')
    assert.match(sheet.detail, /GOOGLE_SHEET_ID/)
    assert.equal(fixture.google.requests.length, 0)
  })

  test('name the address to share with when access is refused, and go on when it is given', async () => {
    spreadsheet().sharedWith.clear()
    await fixture.record(2)
    const sheets = fixture.start()
    await until('it is stopped', () => sheets.status().state === 'stopped')
    assert.match(sheets.status().detail, new RegExp(`share it with ${serviceAccount} as an editor`))
    assert.doesNotMatch(sheets.status().detail, /PRIVATE|ya29/)
    spreadsheet().sharedWith.add(serviceAccount)
    await written()
    assert.equal(sheets.status().state, 'ok')
  })

  test('fetch a new token when Google has dropped the old one', async () => {
    const sheets = fixture.start()
    await fixture.record(1)
    await written()
    fixture.google.tokens.revokeAll()
    await fixture.record(1)
    sheets.hint('home')
    await written()
    assert.equal(fixture.google.count('token'), 2)
    assert.equal(sheets.status().state, 'ok')
  })

  test('lose and double nothing where the key is rotated while a batch is on its way', async (context) => {
    const directory = mkdtempSync(join(tmpdir(), 'meterbridge-key-'))
    context.after(() => rmSync(directory, { recursive: true }))
    const path = join(directory, 'key.json')
    writeFileSync(path, fixture.key)
    const credentials = { path }
    const sheets = fixture.start({ google: { spreadsheetId, tab: tabName, credentials, apiUrl: fixture.google.url } })
    const [first] = await fixture.record(300)
    await written()
    let newKey = ''
    fixture.google.chooseFault = (kind) => {
      if (kind !== 'write' || newKey !== '') return undefined
      newKey = fixture.google.createKey()
      // Half of it stands there so far.
      writeFileSync(path, newKey.slice(0, 100))
      return { kind: 'expired-token' }
    }
    await fixture.change(first!.id, { note: 'corrected' })
    await fixture.record(300)
    sheets.hint('home')
    await until('the old key is refused', () => sheets.status().state === 'failing')
    assert.match(sheets.status().detail, /does not accept the key of .*; put a new key file in its place/)
    assert.equal(fixture.rows().length, 300)
    writeFileSync(path, newKey)
    await written()
    assert.equal(new Set(fixture.rows().map((row) => row['Reading_ID'])).size, 600)
    assert.equal(fixture.rows().length, 600)
    assert.equal(fixture.rows()[0]?.['Note'], 'corrected')
    await until('it is well', () => sheets.status().state === 'ok')
  })

  test('tell of a key that is no key', async () => {
    const credentials = { json: new Secret(JSON.stringify({ client_email: 'a@b', private_key: 'none' })) }
    const sheets = fixture.start({ google: { spreadsheetId, tab: tabName, credentials, apiUrl: fixture.google.url } })
    await until('it fails', () => sheets.status().state === 'failing')
    assert.match(sheets.status().detail, /does not accept the key of a@b/)
  })

  test('stop at a header that cannot be understood, overwrite nothing, and go on when it is back', async () => {
    const sheets = fixture.start()
    await fixture.record(2)
    await written()
    const tab = tabNamed(spreadsheet(), tabName)
    typeInto(tab, 1, 2, 'Zähler')
    const before = rowsOf(tab)
    await fixture.record(1)
    sheets.hint('home')
    await until('it is stopped', () => sheets.status().state === 'stopped')
    assert.match(sheets.status().detail, /Meter_Value is missing/)
    assert.deepEqual(rowsOf(tab), before)
    typeInto(tab, 1, 2, 'Meter_Value')
    await written()
    assert.equal(fixture.rows().length, 3)
  })

  test('stop when their tab is deleted, and make none anew', async () => {
    const sheets = fixture.start()
    await fixture.record(1)
    await written()
    const [, tab] = spreadsheet().tabs
    spreadsheet().tabs.pop()
    await until('it is stopped', () => sheets.status().state === 'stopped')
    assert.match(sheets.status().detail, /has been deleted/)
    assert.equal(spreadsheet().tabs.length, 1)
    spreadsheet().tabs.push(tab!)
    await until('it goes on', () => sheets.status().state === 'ok')
  })

  test('leave a tab alone that holds data without a header', async () => {
    const tab = createTab(7, tabName)
    spreadsheet().tabs.push(tab)
    typeInto(tab, 3, 0, 'private notes')
    const sheets = fixture.start()
    await until('it is stopped', () => sheets.status().state === 'stopped')
    assert.match(sheets.status().detail, /holds data but no header row/)
  })

  test('add the ids beside the five columns of a sheet that has none, and leave its rows as they are', async () => {
    const tab = createTab(7, tabName)
    spreadsheet().tabs.push(tab)
    typeRow(tab, ['Timestamp', 'Inverter_kWh', 'Meter_Value', 'Source', 'Note'])
    typeRow(tab, [45_000, 1, 2, 'me', 'old', undefined, 'mine'])
    const [reading] = await fixture.record(1)
    fixture.start()
    await written()
    assert.equal(headerOf(tab)[7], 'Reading_ID')
    const [old, added] = rowsOf(tab)
    assert.equal(old?.['Note'], 'old')
    assert.equal(old?.['Reading_ID'], '')
    assert.equal(added?.['Reading_ID'], reading?.id)
  })

  test('follow a tab that is renamed while another takes its name', async () => {
    const sheets = fixture.start()
    await fixture.record(1)
    await written()
    tabNamed(spreadsheet(), tabName).title = "It's 2024"
    spreadsheet().tabs.push(createTab(99, tabName))
    await fixture.record(1)
    sheets.hint('home')
    await written()
    assert.equal(rowsOf(tabNamed(spreadsheet(), "It's 2024")).length, 2)
  })

  test('write without the answer that reads back, and without the looks', async () => {
    fixture.google.options.returnsSpreadsheet = false
    await fixture.record(3)
    fixture.start()
    await written()
    assert.equal(fixture.rows().length, 3)
  })

  test('remove the markers of batches older than the last hundred', async () => {
    await fixture.database.sql
      .insertInto('sheet_mirrors')
      .values({
        site: 'home',
        spreadsheet_id: spreadsheetId,
        tab: tabName,
        sheet_id: null,
        next_batch: 150,
        time_zone: null,
      })
      .execute()
    const old = (marker: number) => ({
      metadataId: marker,
      metadataKey: 'meterbridge-batch',
      metadataValue: '1',
      visibility: 'DOCUMENT',
      location: { spreadsheet: true },
    })
    spreadsheet().markers.push(old(11), old(12))
    await fixture.database.sql
      .insertInto('sheet_batches')
      .values([
        { site: 'home', number: 40, marker: 11, sent_at: 1, is_open: 0, appended: '[]', changed: '[]' },
        { site: 'home', number: 60, marker: 12, sent_at: 1, is_open: 0, appended: '[]', changed: '[]' },
      ])
      .execute()
    await fixture.record(1)
    fixture.start()
    await written()
    const markers = spreadsheet().markers
    assert.deepEqual(
      markers.map(({ metadataValue }) => metadataValue),
      ['1', '150'],
    )
    assert.equal(markers[0]?.metadataId, 12)
  })

  test('keep to one writer when two processes share a ledger', async () => {
    const [one, other] = [fixture.start({ holder: 'host-a/1/x' }), fixture.start({ holder: 'host-b/1/y' })]
    await fixture.record(20)
    one.hint('home')
    other.hint('home')
    await written()
    await fixture.record(5)
    await written()
    assert.equal(fixture.rows().length, 25)
    const details = [one, other].map((sheets) => sheets.status().detail).sort()
    assert.deepEqual(details, ['another process of this service writes the sheet', 'the sheet shows every reading'])
  })

  test('stop promptly while Google hangs', async () => {
    fixture.google.failNext('read', { kind: 'hang' })
    const sheets = fixture.start()
    await until('a request is under way', () => fixture.google.count('token') === 1)
    await wait(50)
    const start = Date.now()
    await sheets.stop()
    assert.ok(Date.now() - start < 2_500)
  })
})
