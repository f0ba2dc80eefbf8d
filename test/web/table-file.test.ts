import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { createFileTable } from '../../web/src/table-file/file-table.ts'
import type { RowReading } from '../../web/src/table-file/record.ts'

const household = readFileSync(new URL('../data/household-2020-2023.csv', import.meta.url))
const english = { dateFormat: 'mdy', decimalSign: '.' } as const
const german = { dateFormat: 'dmy', decimalSign: ',' } as const

async function opened(contents: string | Uint8Array<ArrayBuffer>, habits: typeof english | typeof german = german) {
  const table = createFileTable()
  const file = await table.open(new File([contents], 'file.csv'), habits)
  const records = (reading: RowReading = file.guess) =>
    table.rows([...Array(file.rowCount).keys()], reading).map(({ record }) => record)
  return { table, file, records }
}

describe('files of readings', () => {
  test('the real house is recognised without a question', async () => {
    const { table, file, records } = await opened(household)
    assert.deepEqual([file.rowCount, file.separator, file.hasHeader], [1340, ',', true])
    assert.deepEqual(file.guess.columns, {
      timestamp: 0,
      time: null,
      inverterKwh: 1,
      meterValue: 2,
      source: 3,
      note: 4,
    })
    const first = { timestamp: '2020-05-01T01:00:00-07:00', inverterKwh: 0, meterValue: 12.4, source: 'powerwall' }
    assert.deepEqual(records()[0], first)
    assert.deepEqual(JSON.parse((await table.records(file.guess, 0, 1).text()).trim()), first)
  })

  test('a German list with decimal commas, dots between thousands, a time of its own, quotes and Windows letters', async () => {
    const text =
      'Datum;Uhrzeit;Zählerstand;Wechselrichter;Bemerkung\r\n03.02.26;7:30;12.345,6;1.000,25 kWh;"ein ""Wort"";\r\nzwei"\r\n\r\n4.2.2026;18:05:09;-;1001;\r\n'
    const { table, file, records } = await opened(Buffer.from(text, 'latin1'), english)
    assert.deepEqual([file.separator, file.guess.decimalSign, file.guess.dateFormat], [';', ',', 'dmy'])
    assert.deepEqual(records(), [
      { timestamp: '2026-02-03T07:30:00', meterValue: 12_345.6, inverterKwh: 1000.25, note: 'ein "Wort";\r\nzwei' },
      { timestamp: '2026-02-04T18:05:09', inverterKwh: 1001 },
    ])
    assert.deepEqual(
      table.rows([0, 1], file.guess).map(({ line }) => line),
      [2, 5],
    )
    assert.equal(
      await table.toMend([{ index: 1, message: 'is wrong; see above' }], 'Problem').text(),
      'Datum;Uhrzeit;Zählerstand;Wechselrichter;Bemerkung;Problem\r\n4.2.2026;18:05:09;-;1001;;"is wrong; see above"\r\n',
    )
  })

  test('what tells nothing is taken as the reader would write it, and may be chosen otherwise', async () => {
    const text = 'Date,Meter\n1/2/2026 1:05 PM,"1,234"\n'
    const american = await opened(text, english)
    assert.deepEqual(american.records(), [{ timestamp: '2026-01-02T13:05:00', meterValue: 1234 }])
    const other = await opened(text, german)
    assert.deepEqual(other.records(), [{ timestamp: '2026-02-01T13:05:00', meterValue: 1.234 }])
    const again = other.table.readAgain({ separator: ';', hasHeader: false })
    assert.deepEqual([again.rowCount, again.columns.length], [2, 1])
  })

  test('what cannot be read is handed on as it stands, so that the service says what is wrong', async () => {
    const { records } = await opened(
      'Timestamp,Meter_Value\n2026-01-01 00:00,1\n2026-01-02,2\n31/31/2026,twelve\n,4\n2026-01-05T00:00:00+0100,5\n',
    )
    assert.deepEqual(records(), [
      { timestamp: '2026-01-01T00:00:00', meterValue: 1 },
      { timestamp: '2026-01-02T00:00:00', meterValue: 2 },
      { timestamp: '31/31/2026', meterValue: 'twelve' },
      { timestamp: '–', meterValue: 4 },
      { timestamp: '2026-01-05T00:00:00+01:00', meterValue: 5 },
    ])
  })

  test('without a header the first dates and the first numbers are taken', async () => {
    const { file, records } = await opened('1767225600,100.5\n1767229200,101\n')
    assert.deepEqual([file.hasHeader, file.guess.dateFormat], [false, 'unix'])
    assert.deepEqual(records()[0], { timestamp: '2026-01-01T00:00:00.000Z', meterValue: 100.5 })
  })

  test('a workbook: its dates and times are local, its numbers are numbers, its serials count days', async () => {
    const { table, file, records } = await opened(readFileSync(new URL('../data/readings.xlsx', import.meta.url)))
    assert.deepEqual([file.sheets, file.guess.decimalSign, file.rowCount], [['House', 'Serials', 'Moments'], ',', 2])
    assert.deepEqual(records(), [
      {
        timestamp: '2026-03-29T02:30:00',
        meterValue: 12_345.6,
        inverterKwh: 1000.5,
        note: 'in the night that has no such hour',
      },
      { timestamp: '2026-03-30T14:45:30', meterValue: 12_346, note: 'a "good" one & more' },
    ])
    assert.deepEqual(
      table.rows([0, 1], file.guess).map(({ line }) => line),
      [2, 4],
    )
    for (const sheet of [1, 2]) {
      const { guess } = table.readAgain({ sheet })
      assert.equal(guess.dateFormat, sheet === 1 ? 'excel' : 'ymd')
      const [row] = table.rows([0], guess)
      assert.equal(row?.record.timestamp, '2026-03-29T14:43:30')
    }
  })
})
