import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { noSettings } from '../../../../test/fakes/utility/connector-context.ts'
import { pvoutputConnector } from './pvoutput.ts'

describe('the definition of a connector to PVOutput', () => {
  test('goes to PVOutput itself and sends statuses, where nothing else is said', () => {
    const { definition, errors } = pvoutputConnector.check({ systemId: 4711 }, { apiKey: 'k' }, noSettings)
    assert.deepEqual(errors, [])
    assert.deepEqual(definition, { systemId: '4711', url: 'https://pvoutput.org/service/r2', kind: 'status' })
  })

  const wrong: [string, Record<string, unknown>, Record<string, string>, string][] = [
    ['no system', {}, { apiKey: 'k' }, '/systemId'],
    ['no key', { systemId: '1' }, {}, '/secrets/apiKey'],
    ['a key with a line break', { systemId: '1' }, { apiKey: 'k\r\nX: y' }, '/secrets/apiKey'],
    ['another kind', { systemId: '1', kind: 'weekly' }, { apiKey: 'k' }, '/kind'],
    ['a file as its address', { systemId: '1', url: 'file:///etc/passwd' }, { apiKey: 'k' }, '/url'],
    ['a cloud’s metadata as its address', { systemId: '1', url: 'http://169.254.169.254' }, { apiKey: 'k' }, '/url'],
    ['an unknown field', { systemId: '1', colour: 'red' }, { apiKey: 'k' }, '/colour'],
  ]
  for (const [what, fields, secrets, path] of wrong)
    test(`a definition with ${what} is refused, and its place named`, () => {
      const { errors } = pvoutputConnector.check(fields, secrets, noSettings)
      assert.deepEqual(
        errors.map((error) => error.path),
        [path],
      )
    })
})
