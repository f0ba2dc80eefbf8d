import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { exchange, NotSentError } from './exchange.ts'
import { parseJson } from './http/http-answers.ts'

async function ask(t: TestContext, respond: (response: ServerResponse) => void, scheme = 'http') {
  const server = createServer((_request, response) => respond(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const url = new URL(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const call = { method: 'GET', url, headers: {}, body: undefined }
  return await exchange(call, { milliseconds: 5000, bytes: 1000 })
}

describe('an exchange', () => {
  test('understands an answer that begins with a byte-order mark', async (t) => {
    const answer = await ask(t, (response) => response.end('\ufeff{"receipt":"Zähler 1"}'))
    assert.deepEqual(parseJson(answer), { receipt: 'Zähler 1' })
  })

  for (const [charset, text] of [
    ['iso-8859-1', 'Zähler'],
    ['no-such-charset', 'Z\ufffdhler'],
  ] as const)
    test(`reads an answer in ${charset} as ${text}`, async (t) => {
      const answer = await ask(t, (response) => {
        response.setHeader('content-type', `application/json; charset=${charset}`)
        response.end(Buffer.from('Zähler', 'latin1'))
      })
      assert.equal(answer.body, text)
    })

  test('tells why there is no encryption, and nothing of the files that OpenSSL is made of', async (t) => {
    const failed = ask(t, (response) => response.end(), 'https')
    await assert.rejects(failed, (error) => {
      assert.ok(error instanceof NotSentError)
      assert.match(error.message, /could not be reached: TLS: wrong version number$/)
      return true
    })
  })
})
