import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { fuzz } from './fuzz.ts'

const seed = 20_261_128
const requests = { sqlite: 4000, postgres: 1000 }
const mostGrownBytes = 64 * 2 ** 20

describe('five thousand requests made from the API’s own description', () => {
  for (const engine of engines)
    test(`bring no failure, no hang and nothing secret, and leave memory as it was, on ${engine.name}`, async () => {
      const { faults, statuses, grownBytes } = await fuzz(engine, { seed, requests: requests[engine.name] })
      assert.deepEqual(faults, [])
      const answered = (status: number): number => statuses.get(status) ?? 0
      // A test that is refused everywhere proves little.
      assert.ok(answered(200) > requests[engine.name] / 10, `${answered(200)} of them were done`)
      for (const status of [201, 204, 400, 401, 404, 409, 415]) assert.ok(answered(status) > 0, `no ${status}`)
      assert.ok(grownBytes < mostGrownBytes, `${grownBytes} bytes more`)
    })
})
