import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Answer } from '../exchange.ts'
import { createScrub } from '../scrub.ts'
import { parseJson, readAnswer, readPoll } from './http-answers.ts'
import type { HttpDefinition } from './http-definition.ts'

const now = Date.UTC(2026, 5, 10, 10)
const context = { clock: () => now, scrub: createScrub(['swordfish']) }
const url = new URL('https://utility.example/api/readings')
const pollUrl = new URL('https://utility.example/api/jobs/7')
const definition: HttpDefinition = {
  request: { method: 'POST', url: url.href },
  success: { receipt: '/receipt' },
  pending: { poll: '/next', state: '/job/state', confirmed: ['done', '2'], rejected: ['refused'] },
  rejection: { code: '/error/code', detail: '/error/text', codes: { E17: 'outside-window' } },
}

function answer(status: number, body: unknown = {}, headers: Answer['headers'] = {}): Answer {
  return { status, headers, body: JSON.stringify(body), isWhole: true }
}

function read(given: Answer, changes: Partial<HttpDefinition> = {}) {
  return readAnswer(given, url, { ...definition, ...changes }, context)
}

function poll(given: Answer) {
  return readPoll(given, pollUrl, definition, context)
}

describe('an accepted reading', () => {
  const places: [string, unknown, string | null][] = [
    ['an absolute address', { next: 'https://utility.example/api/jobs/7' }, pollUrl.href],
    ['a path', { next: '/api/jobs/7' }, pollUrl.href],
    ['a relative path', { next: 'jobs/7' }, pollUrl.href],
    ['another host', { next: 'https://elsewhere.example/jobs/7' }, null],
    ['another port', { next: 'https://utility.example:8443/jobs/7' }, null],
    ['the same host without encryption', { next: 'http://utility.example/jobs/7' }, null],
    ['a password', { next: 'https://ada:swordfish@utility.example/jobs/7' }, null],
    ['nothing', {}, null],
  ]
  for (const [what, body, expected] of places)
    test(`is asked about where its answer names ${what}: ${expected ?? 'nowhere'}`, () => {
      const result = read(answer(202, body))
      assert.deepEqual([result.kind, 'pollUrl' in result && result.pollUrl], ['pending', expected])
    })

  test('is asked about at the Location, if that is what the connector says', () => {
    const changes: Partial<HttpDefinition> = {
      pending: { poll: 'location', state: '/s', confirmed: ['ok'], rejected: [] },
    }
    const result = read(answer(202, {}, { location: '/api/jobs/7', 'retry-after': '9' }), changes)
    assert.equal('pollUrl' in result && result.pollUrl, pollUrl.href)
    assert.equal('afterMilliseconds' in result && result.afterMilliseconds, 9000)
  })

  test('is nothing that can be asked about where the connector says nothing of it', () => {
    const { pending: _, ...without } = definition
    const result = readAnswer(answer(202, {}, { location: '/api/jobs/7' }), url, without, context)
    assert.deepEqual([result.kind, 'pollUrl' in result && result.pollUrl], ['pending', null])
  })

  test('is confirmed by a 202 only where the connector calls that a success', () => {
    const { pending: _, ...without } = definition
    const success = { status: [202], receipt: '/receipt' }
    const result = readAnswer(answer(202, { receipt: 'R1' }), url, { ...without, success }, context)
    assert.deepEqual([result.kind, 'receipt' in result && result.receipt], ['confirmed', 'R1'])
  })

  const states: [string, Answer, string][] = [
    ['confirmed by its word', answer(200, { job: { state: 'done' }, receipt: 'R1' }), 'confirmed'],
    ['confirmed by its number', answer(200, { job: { state: 2 } }), 'confirmed'],
    ['refused by its word', answer(200, { job: { state: 'refused' }, error: { code: 'E17' } }), 'outside-window'],
    ['pending with another word', answer(200, { job: { state: 'DONE' } }), 'pending'],
    ['pending without a word', answer(200, {}), 'pending'],
    ['asked about again after a 500', answer(500), 'again'],
    [
      'asked about again after a redirect elsewhere',
      answer(302, {}, { location: 'https://elsewhere.example' }),
      'again',
    ],
    ['asked about again after half an answer', { ...answer(200, { job: { state: 'done' } }), isWhole: false }, 'again'],
    ['in doubt where it is gone', answer(404), 'unknown'],
    ['a matter of the password after a 401', answer(401), 'credentials'],
  ]
  for (const [what, given, meaning] of states)
    test(`is ${what}`, () => {
      const result = poll(given)
      assert.equal('code' in result ? result.code : result.kind, meaning)
    })
})

test('a refusal without a reason of its own is told in the state that says it', () => {
  assert.equal(poll(answer(200, { job: { state: 'refused' } })).detail, 'The utility says: refused.')
})

describe('an answer to the reading', () => {
  const answers: [string, Answer, string][] = [
    ['a receipt', answer(201, { receipt: 7 }), 'confirmed'],
    ['no receipt', answer(201, {}), 'unknown'],
    ['false for a receipt', answer(201, { receipt: false }), 'unknown'],
    ['a blank receipt', answer(201, { receipt: ' ' }), 'unknown'],
    [
      'a problem in a success',
      answer(200, { receipt: 'R' }, { 'content-type': 'application/problem+json' }),
      'unknown',
    ],
    ['half of it', { ...answer(201, { receipt: 'R' }), isWhole: false }, 'unknown'],
    ['a page', { ...answer(200), body: '<html>' }, 'unknown'],
    ['429', answer(429), 'again'],
    ['503', answer(503), 'again'],
    ['500', answer(500), 'unknown'],
    ['502', answer(502), 'unknown'],
    ['504', answer(504), 'unknown'],
    ['408', answer(408), 'unknown'],
    ['a redirect on its own host', answer(307, {}, { location: '/elsewhere' }), 'unknown'],
    ['a success that is none of the connector’s', answer(204), 'unknown'],
    ['a code with a mapping', answer(400, { error: { code: 'E17' } }), 'outside-window'],
    ['a usual word', answer(422, { error: { code: 'LOWER_THAN_LAST' } }), 'less-than-previous'],
    ['a problem’s type', answer(409, { type: 'https://utility.example/errors/duplicate-reading' }), 'duplicate'],
    ['a mapped word in a problem’s type', answer(400, { type: 'urn:utility:E17' }), 'outside-window'],
    ['nothing that is understood', answer(418, { error: { code: 'teapot' } }), 'other'],
  ]
  for (const [what, given, meaning] of answers)
    test(`with ${what} means ${meaning}`, () => {
      const result = read(given)
      assert.equal('code' in result ? result.code : result.kind, meaning)
    })

  test('gives its receipt to the last digit', () => {
    const result = read({ ...answer(201), body: '{"receipt":12345678901234567891}' })
    assert.equal('receipt' in result && result.receipt, '12345678901234567891')
    const listed = '{"n":[9007199254740991,-9007199254740993,1.5,1e3]}'
    assert.deepEqual(parseJson({ ...answer(200), body: listed }), {
      n: [9007199254740991, '-9007199254740993', 1.5, 1000],
    })
  })

  test('may say that the same key is being worked on, by a 409 in no known words', () => {
    const isUnderWay = (given: Answer, changes: Partial<HttpDefinition>) => 'mayBeUnderWay' in read(given, changes)
    const keyed = { idempotencyHeader: 'Idempotency-Key' }
    assert.ok(isUnderWay(answer(409), keyed))
    assert.ok(!isUnderWay(answer(409), {}))
    assert.ok(!isUnderWay(answer(409, { type: 'urn:u:duplicate-reading' }), keyed))
    assert.ok(!isUnderWay(answer(422), keyed))
  })

  test('asks to wait in seconds or until a date', () => {
    for (const [header, milliseconds] of [
      ['120', 120_000],
      [new Date(now + 5000).toUTCString(), 5000],
      ['soon', null],
    ] as const) {
      const result = read(answer(503, {}, { 'retry-after': header }))
      assert.equal('afterMilliseconds' in result && result.afterMilliseconds, milliseconds)
    }
  })

  test('is kept without our secrets', () => {
    const refused = read(answer(400, { error: { text: 'swordfish is wrong' } }))
    assert.equal(refused.detail, '*** is wrong')
    const confirmed = read(answer(201, { receipt: 'R-swordfish' }))
    assert.equal('receipt' in confirmed && confirmed.receipt, 'R-***')
    const redirected = read(answer(303, {}, { location: 'https://swordfish.example/' }))
    assert.doesNotMatch(redirected.detail, /swordfish/)
    const pair = Buffer.from('ada:swordfish').toString('base64')
    assert.ok(read(answer(400, { error: { text: `got Basic ${pair}` } })).detail.endsWith('got Basic ***'))
  })
})
