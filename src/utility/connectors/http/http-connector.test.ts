import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contextFor, noSettings, silentLedger } from '../../../../test/fakes/utility/connector-context.ts'
import type { FakeUtility, Fault } from '../../../../test/fakes/utility/fake-types.ts'
import { startFakeUtility } from '../../../../test/fakes/utility/fake-utility.ts'
import { connectorTo, lookupAt } from '../../../../test/fakes/utility/workbench.ts'
import type { Connector, Job } from '../connector.ts'
import { exchange, NotSentError } from '../exchange.ts'
import { httpConnector } from './http.ts'
import { readAnswer } from './http-answers.ts'
import { findInList } from './http-lookup.ts'
import { atPointer } from './json-pointer.ts'

const clock = () => 1_800_000_000_000
const limits = { milliseconds: 300, bytes: 100_000 }
const job: Job = {
  placement: {
    value: 4_200_000,
    rule: { field: 'meterValue', decimals: 0, rounding: 'down' },
    meterDigits: 6,
    readingAt: Date.UTC(2026, 2, 1, 23, 30),
    timeZone: 'Europe/Berlin',
    site: 'home',
    submission: 'the-submission',
    secrets: {},
  },
  receiptsOfOthers: async () => new Set<string>(),
  ledger: silentLedger,
}

describe('the connector http', () => {
  let fake: FakeUtility
  before(async () => {
    fake = await startFakeUtility(clock)
  })
  after(() => fake.close())

  const open = (changes: Record<string, unknown>): { connector: Connector; job: Job } => {
    const { secrets: given = {}, type: _, ...fields } = connectorTo(fake, changes)
    const { definition, secrets, errors } = httpConnector.check(fields, given as Record<string, string>, noSettings)
    assert.deepEqual(errors, [])
    const connector = httpConnector.open(definition, contextFor({ secrets, clock, limits }))
    return { connector, job: { ...job, placement: { ...job.placement, secrets } } }
  }
  const send = (changes: Record<string, unknown>, commit: () => Promise<void> = async () => undefined) => {
    const { connector, job: its } = open(changes)
    return connector.send(its, commit)
  }

  const kinds: [string, Record<string, unknown>, string, string][] = [
    ['bearer', { auth: { type: 'bearer' }, secrets: { token: 'api-token' } }, 'authorization', 'Bearer api-token'],
    [
      'a bearer from a placeholder',
      { auth: { type: 'bearer', token: '{{secret.MINE}}' }, secrets: { MINE: 'api-token' } },
      'authorization',
      'Bearer api-token',
    ],
    [
      'basic',
      { auth: { type: 'basic' }, secrets: { username: 'ada', password: 'päss' } },
      'authorization',
      `Basic ${Buffer.from('ada:päss').toString('base64')}`,
    ],
    ['a header', { auth: { type: 'header', name: 'X-API-Key' }, secrets: { key: 'api-key' } }, 'x-api-key', 'api-key'],
  ]
  for (const [kind, changes, header, value] of kinds)
    test(`signs in with ${kind}`, async () => {
      const result = await send(changes)
      assert.equal(result.kind, 'confirmed')
      assert.equal(fake.seen.at(-1)?.headers[header], value)
    })

  test('sends numbers as numbers, in the site’s own day', async () => {
    await send({})
    assert.deepEqual(JSON.parse(fake.seen.at(-1)?.body ?? ''), { date: '2026-03-02', reading: 4200 })
    assert.equal(fake.seen.at(-1)?.headers['content-type'], 'application/json')
  })

  test('nothing leaves before the point of no return is stored, and nothing where that fails', async () => {
    fake.seen.length = 0
    let isStored = false
    await send({}, async () => {
      assert.equal(fake.seen.length, 0)
      isStored = true
    })
    assert.ok(isStored)
    fake.seen.length = 0
    await assert.rejects(
      send({}, () => Promise.reject(new Error('not stored'))),
      /not stored/,
    )
    assert.equal(fake.seen.length, 0)
  })

  test('does not ask for the point of no return where nobody can be reached', async () => {
    let asked = 0
    const result = await send({ request: { method: 'POST', url: 'http://127.0.0.1:1/' } }, async () => void asked++)
    assert.deepEqual([result.kind, asked], ['again', 0])
  })

  const results: [Fault, string][] = [
    ['take-then-drop', 'unknown'],
    ['hang', 'unknown'],
    ['500', 'unknown'],
    ['take-then-half-answer', 'unknown'],
    ['take-then-huge-answer', 'unknown'],
    ['take-without-receipt', 'unknown'],
    ['redirect-elsewhere', 'unknown'],
    ['429', 'again'],
    ['503', 'again'],
    ['accept', 'pending'],
    ['refuse', 'refused'],
    ['unauthorized', 'person'],
  ]
  for (const [fault, kind] of results)
    test(`takes ${fault} for ${kind}, after one request`, async () => {
      fake.seen.length = 0
      fake.faults.push(fault)
      assert.equal((await send({})).kind, kind)
      assert.equal(fake.seen.length, 1)
    })

  test('a reading that does not fit its fields is not sent', async () => {
    const result = await send({
      request: { method: 'POST', url: `${fake.url}/api/readings`, body: '{{reading|digits:0:9}}' },
    })
    assert.equal(result.kind, 'impossible')
  })

  test('link-local addresses are refused also at the moment of sending', async () => {
    const call = { method: 'GET', url: new URL('http://169.254.169.254/'), headers: {}, body: undefined }
    await assert.rejects(async () => await exchange(call, limits), NotSentError)
  })

  test('a look-up asks once for the list', async () => {
    const { connector, job: its } = open({ lookup: lookupAt(fake) })
    fake.taken.length = 0
    assert.equal((await connector.lookUp(its)).kind, 'absent')
    await connector.send(its, async () => undefined)
    const found = await connector.lookUp(its)
    assert.deepEqual([found.kind, 'receipt' in found && found.receipt], ['found', fake.taken[0]?.id])
  })
})

describe('a look-up', () => {
  const lookup = { url: '', list: '/items', match: { date: '/on', reading: '/value' }, receipt: '/id' }
  const look = (items: unknown, others: string[] = []) => findInList({ items }, lookup, job, new Set(others)).kind

  test('finds the reading by day and value, however they are written', () => {
    for (const on of [
      '2026-03-02',
      '02.03.2026',
      '2026-03-02T00:00:00Z',
      '2026-03-01T23:30:00Z',
      '2026-03-02T00:30:00+01:00',
      '2026-03-02 00:30',
    ])
      for (const value of [4200, '4200', '4200.0', '4200,00'])
        assert.equal(look([{ on, value, id: 1 }]), 'found', `${on} ${value}`)
  })
  test('takes another day, another value or another submission’s entry for another reading', () => {
    assert.equal(
      look([
        { on: '2026-03-04', value: 4200, id: 1 },
        { on: '2026-03-02', value: 4100, id: 2 },
        { on: '2026-03-01', value: 4100, id: 3 },
      ]),
      'absent',
    )
    assert.equal(look([{ on: '2026-03-02', value: 4200, id: 'R9' }], ['R9']), 'absent')
    assert.equal(look([]), 'absent')
  })
  test('proves nothing by a value that is nearly the same', () =>
    assert.equal(look([{ on: '2026-03-02', value: 4200.4, id: 1 }]), 'similar'))
  test('proves nothing by the value on a day beside: utilities write days in zones of their own', () => {
    for (const on of ['2026-03-01', '2026-03-03', '2026-03-01T22:30:00Z', '2026-03-02T23:30:00Z', '01.03.2026 23:30'])
      for (const value of [4200, 4200.4]) assert.equal(look([{ on, value, id: 1 }]), 'similar', `${on} ${value}`)
    assert.equal(look([{ on: '2026-03-01', value: 4200, id: 'R9' }], ['R9']), 'absent')
  })
  test('proves nothing by a page that others follow, unless the reading stands on it', () => {
    const none = new Set<string>()
    const item = { on: '2026-03-02', value: 4200, id: 1 }
    for (const more of [{ next: '/items?page=2' }, { paging: { next_cursor: 'x' } }, { hasMore: true }]) {
      assert.equal(findInList({ items: [], ...more }, lookup, job, none).kind, 'again')
      assert.equal(findInList({ items: [item], ...more }, lookup, job, none).kind, 'found')
    }
    assert.equal(findInList({ items: [], next: null, hasMore: false, page: 1 }, lookup, job, none).kind, 'absent')
  })
  test('proves nothing where it does not understand the list', () => {
    for (const items of [
      undefined,
      {},
      'none',
      [{ value: 4200 }],
      [{ on: 'yesterday', value: 1 }],
      [{ on: '2026-03-02' }],
      [null],
    ])
      assert.equal(look(items), 'again')
  })
})

describe('the words of a refusal', () => {
  const definition = { request: { method: 'POST' as const, url: 'http://u.example/' } }
  const codeOf = (body: unknown, rejection?: Parameters<typeof readAnswer>[2]['rejection'], status = 422) => {
    const answer = { status, headers: {}, body: JSON.stringify(body), isWhole: true }
    const result = readAnswer(
      answer,
      new URL('http://u.example/'),
      { ...definition, ...(rejection && { rejection }) },
      { clock, scrub: String },
    )
    return 'code' in result ? result.code : result.kind
  }
  const cases: [unknown, string][] = [
    [{ type: 'https://u.example/problems/lower-than-last' }, 'less-than-previous'],
    [{ type: 'urn:u:duplicate-reading' }, 'duplicate'],
    [{ type: 'about:blank', code: 'VALIDATION' }, 'wrong-format'],
    [{ code: 'unknown_meter' }, 'unknown-meter'],
    [{ code: 'outside-window' }, 'outside-window'],
    [{ code: 'constructor' }, 'other'],
    ['nonsense', 'other'],
  ]
  for (const [body, code] of cases)
    test(`${JSON.stringify(body)} means ${code}`, () => assert.equal(codeOf(body), code))

  test('a mapping of the connector goes first', () => {
    const rejection = { code: '/error/no', codes: { '17': 'implausible' as const } }
    assert.equal(codeOf({ error: { no: 17 } }, rejection), 'implausible')
  })
  test('a 403 is about the password, unless it says otherwise', () => {
    assert.equal(codeOf({}, undefined, 403), 'credentials')
    assert.equal(codeOf({ code: 'not-allowed' }, undefined, 403), 'not-allowed')
  })
})

describe('JSON pointers', () => {
  test('find what they name, and nothing inherited', () => {
    const value = { a: [{ 'x/y': 1, '~': 2 }], '': 3 }
    assert.equal(atPointer(value, '/a/0/x~1y'), 1)
    assert.equal(atPointer(value, '/a/0/~0'), 2)
    assert.equal(atPointer(value, '/'), 3)
    assert.equal(atPointer(value, ''), value)
    assert.equal(atPointer(value, '/constructor'), undefined)
    assert.equal(atPointer(value, '/a/length/x'), undefined)
  })
})
