import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { UtilityReadings } from '../surroundings.ts'
import { jobLedger } from './job-ledger.ts'

const asked: unknown[] = []
const readings: Pick<UtilityReadings, 'find' | 'energyBetween'> = {
  find: async (id) => {
    const values = { timestamp: Date.UTC(2026, 5, 10, 10), inverter: null, meter: 4_200_400, note: 'a "new" roof' }
    return { id, site: 'home', source: 'ada', ...values }
  },
  energyBetween: async (...question) => {
    asked.push(question)
    return 12
  },
}

function ledgerAt(readingAt: number, timeZone: string, readingId?: string) {
  return jobLedger(readings, { site: 'home', timeZone, field: 'meterValue', readingId, readingAt })
}

describe('what a connector may ask of the ledger', () => {
  test('the reading as an export has it, and only the header before the first one', async () => {
    const header = 'Timestamp,Inverter_kWh,Meter_Value,Source,Note,Reading_ID\r\n'
    const line = '2026-06-10T10:00:00.000Z,,4200.4,ada,"a ""new"" roof",r1\r\n'
    assert.equal(await ledgerAt(0, 'UTC', 'r1').csv(), header + line)
    assert.equal(await ledgerAt(0, 'UTC').csv(), header)
  })

  const days: [string, string, string, string][] = [
    ['a summer day', 'Europe/Berlin', '2026-06-10T20:00:00Z', '2026-06-09T22:00:00Z'],
    ['the evening that is tomorrow in UTC', 'America/New_York', '2026-06-11T02:00:00Z', '2026-06-10T04:00:00Z'],
    ['the day that has 25 hours', 'Europe/Berlin', '2026-10-25T22:00:00Z', '2026-10-24T22:00:00Z'],
    ['the day that has no midnight', 'America/Havana', '2026-03-08T12:00:00Z', '2026-03-08T05:00:00Z'],
    ['midnight itself', 'Asia/Kolkata', '2026-06-10T18:30:00Z', '2026-06-10T18:30:00Z'],
  ]
  for (const [what, timeZone, at, dayStart] of days)
    test(`the energy of the local day so far, on ${what}`, async () => {
      asked.length = 0
      assert.equal(await ledgerAt(Date.parse(at), timeZone).energyOfDay(), 12)
      assert.deepEqual(asked, [['home', 'meterValue', Date.parse(dayStart), Date.parse(at)]])
    })
})
