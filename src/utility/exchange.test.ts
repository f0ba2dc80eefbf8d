import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { exchange } from './connectors/exchange.ts'
import { parseJson } from './connectors/http-answers.ts'

test('an answer that begins with a byte-order mark is understood', async (t) => {
  const server = createServer((_request, response) => response.end('\ufeff{"receipt":"Zähler 1"}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const answer = await exchange(
    { method: 'GET', url, headers: {}, body: undefined },
    { milliseconds: 5000, bytes: 1000 },
  )
  assert.deepEqual(parseJson(answer), { receipt: 'Zähler 1' })
})
