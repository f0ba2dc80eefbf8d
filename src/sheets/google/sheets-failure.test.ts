import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { classify } from './sheets-failure.ts'

test('a refused connection is named, and is known not to have arrived', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address && typeof address === 'object')
  server.close()
  await once(server, 'close')
  const error = await fetch(`http://127.0.0.1:${address.port}`).catch((cause: unknown) => cause)
  // As Google's client hands it on.
  const { kind, message } = classify(new Error('fetch failed', { cause: error }), 'mirror@example.org')
  assert.deepEqual(
    [kind, message],
    ['retry', 'Google cannot be reached or does not answer (ECONNREFUSED); it is tried again'],
  )
})

test('a tab that is protected is named, with who has to be let in', () => {
  // https://support.google.com/docs/answer/1218656, in the words of the API.
  const message =
    'Invalid requests[1].appendCells: You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.'
  const failure = classify({ response: { status: 400, data: { error: { code: 400, message } } } }, 'mirror@example.org')
  assert.deepEqual(
    [failure.kind, failure.message],
    [
      'refused',
      'The tab is protected, so that nothing can be written into it; let mirror@example.org edit the protected range, or take the protection away',
    ],
  )
})
