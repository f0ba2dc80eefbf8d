import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../../test/support/databases.ts'
import { checkHealth, type SheetHealth } from './health.ts'

const shown = 'the sheet shows every reading'

test('while readings wait for the sheet nobody is told that it shows them all', async (context) => {
  const database = await engines[0]!.open()
  context.after(() => database.close())
  const detailOf = async (rows: number, problems: SheetHealth['problems'] = []): Promise<string> => {
    const { checks } = await checkHealth({
      database,
      canRecord: async () => true,
      sheet: () => ({ state: 'ok', detail: shown, problems }),
      sheetLoad: async () => ({
        requests: { read: { used: 3, limit: 60 }, write: { used: 1, limit: 60 } },
        waiting: [{ site: 'home', rows }],
        oldestWaitingSeconds: rows > 0 ? 13 : 0,
        pollEverySeconds: 5,
      }),
      utility: () => ({ state: 'off', detail: '' }),
    })
    return checks.sheet.detail
  }
  assert.equal(await detailOf(0), shown)
  assert.equal(await detailOf(1), '1 reading waits to be written into the sheet, for 13 s')
  assert.equal(await detailOf(7), '7 readings wait to be written into the sheet, the oldest for 13 s')
  // A correction waits with a row that a person has to put right.
  assert.equal(await detailOf(1, [{ row: 3, message: 'it cannot be read' }]), shown)
})
