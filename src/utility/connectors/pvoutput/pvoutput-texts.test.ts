import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { anyJob } from '../../../../test/fakes/portals/site.ts'
import { startFakePvoutput } from '../../../../test/fakes/pvoutput/fake-pvoutput.ts'
import type { FakePvoutput } from '../../../../test/fakes/pvoutput/pvoutput-types.ts'
import { contextFor } from '../../../../test/fakes/utility/connector-context.ts'
import { pvoutputConnector } from './pvoutput.ts'

// Every text of the specification that concerns what is sent, then older ones and those that clients have met.
const texts: Record<string, string[]> = {
  again: [
    'Forbidden 403: Exceeded number requests per hour',
    'Bad request 400: Invalid future [20990101]',
    'Bad request 400: Date [20990101] too new',
    'Bad request 400: Invalid future date [20990101]',
    'Bad request 400: Date is in the future [20990101]',
  ],
  credentials: [
    'Unauthorized 401: Invalid System ID',
    'Unauthorized 401: Invalid API Key',
    'Unauthorized 401: Disabled API Key',
    'Unauthorized 401: Missing, invalid or inactive api key information (X-Pvoutput-Apikey)',
    'Unauthorized 401: Inaccessible System ID',
    'Forbidden 403: Read only key',
  ],
  'layout-changed': ['Method Not Allowed 405: POST or GET only'],
  'not-allowed': ['Forbidden 403: Donation Mode'],
  'outside-window': [
    'Bad request 400: Date is older than 14 days [20260101]',
    'Bad request 400: Date [19990101] too old',
    'Bad request 400: Date is too far in the past [20260101]',
  ],
  'less-than-previous': ['Bad request 400: Energy value [1] lower than previously recorded value: [2]'],
  implausible: [
    'Bad request 400: Power value [9] too high for system size [5]',
    'Bad request 400: Moon Powered',
    'Bad request 400: Energy value [9] too high for [06:30]',
    'Bad request 400: Energy value [9] too high for system size [5]',
    'Bad request 400: Generation [9] too high for system size [5] on [20260610]',
    'Bad request 400: Consumption [9] too high on [20260610]',
    'Bad request 400: Export [9] cannot exceed generation [5] by 15%',
    'Bad request 400: Value number cannot exceed 250,000Wh [260000]',
  ],
  'wrong-format': [
    'Bad request 400: Invalid Date [x]',
    'Bad request 400: Missing date or time',
    'Bad request 400: Missing energy and power values',
    'Bad Request 400: Invalid net and cumulative',
    'Bad Request 400: Missing net power value',
    'Bad request 400: Date [x] invalid',
    'Bad request 400: Min/Max temp missing on [20260610]',
    'Bad request 400: Could not read date [x]',
  ],
  other: ['Bad request 400: No statuses added or updated'],
}
const clock = () => anyJob.placement.readingAt
const limits = { milliseconds: 10_000, bytes: 100_000 }
const notRefused = ['again', 'credentials', 'layout-changed']

describe('what PVOutput answers to a status', () => {
  let fake: FakePvoutput
  before(async () => {
    fake = await startFakePvoutput(clock, anyJob.placement.timeZone)
  })
  after(() => fake.close())

  for (const [meaning, text] of Object.entries(texts).flatMap(([to, all]) => all.map((one) => [to, one] as const)))
    test(`takes "${text}" for ${meaning}`, async () => {
      fake.refusals.push(text)
      const definition = { systemId: fake.systemId, url: fake.url, kind: 'status' }
      const connector = pvoutputConnector.open(
        definition,
        contextFor({ secrets: { apiKey: fake.apiKey }, clock, limits }),
      )
      const result = await connector.send(anyJob, async () => undefined)
      assert.equal('code' in result ? result.code : result.kind, meaning)
      assert.equal(result.kind === 'refused', !notRefused.includes(meaning))
      assert.ok(result.detail.includes(text))
      assert.equal(fake.statuses.size, 0)
    })
})
