import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { engines } from '../../test/support/databases.ts'
import { runService, type Service } from '../../test/support/service.ts'

// By itself each process asks for changed accounts once a second.
const atOnceMilliseconds = 400

test('an account that one process has disabled is refused by the others at once', async (context) => {
  const location = await engines[1]!.createLocation()
  const started: Service[] = []
  context.after(async () => {
    await Promise.all(started.map((service) => service.stop()))
    await location.remove()
  })
  for (let each = 0; each < 2; each++) started.push(await runService(location))
  const [here, there] = started as [Service, Service]
  const anna = { username: 'anna', password: 'sun over the roof' }
  assert.equal((await here.call('POST', '/accounts', { ...anna, role: 'viewer' })).status, 201)
  const { access_token: token } = (await there.call('POST', '/auth/token', anna)).json
  const read = async (): Promise<number> =>
    (await there.call('GET', '/readings', undefined, { authorization: `Bearer ${token}` })).status
  // What it asked for at the sign-in is stale then, so that it has just asked anew when the account is disabled.
  await wait(1_000)
  assert.equal(await read(), 200)
  await here.call('PATCH', '/accounts/anna', { disabled: true })
  const until = Date.now() + atOnceMilliseconds
  while ((await read()) !== 401) {
    assert.ok(Date.now() < until, 'it is still let in')
    await wait(10)
  }
})
