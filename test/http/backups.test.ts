import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { engines } from '../support/databases.ts'
import { admin, runService, startService } from '../support/service.ts'

const [sqlite, postgres] = engines

test('a back-up is made, listed and taken away whole, and the audit says by whom', async (context) => {
  if (!sqlite) assert.fail('no engine')
  const location = await sqlite.createLocation()
  context.after(() => location.remove())
  const service = await runService(location)
  context.after(() => service.stop())
  await service.call('POST', '/records/single', { meterValue: 4711 })
  // Who asks while one is being made gets the same one.
  const [made, same] = await Promise.all([service.call('POST', '/backups'), service.call('POST', '/backups')])
  assert.deepEqual([made.status, same.status, same.json], [201, 201, made.json])
  const { name, bytes } = made.json
  assert.equal(made.headers.get('location'), `/backups/${name}`)
  assert.deepEqual((await service.call('GET', '/backups')).json, { backups: [made.json], elsewhere: null })

  const { access_token } = (await service.call('POST', '/auth/token', admin)).json
  const headers = { authorization: `Bearer ${access_token}` }
  const answer = await fetch(`${service.url}/backups/${name}`, { headers })
  assert.equal(answer.headers.get('content-disposition'), `attachment; filename="${name}"`)
  const file = join(location.dataDir, 'taken-away.db')
  writeFileSync(file, await answer.bytes())
  assert.equal(Number(answer.headers.get('content-length')), bytes)
  const copy = new DatabaseSync(file, { readOnly: true })
  assert.deepEqual({ ...copy.prepare('select meter from readings').get() }, { meter: 4_711_000 })
  copy.close()
  rmSync(file)

  for (const bad of ['..%2Fledger.db', 'ledger.db', `${name}.part`, 'meterbridge-2026-01-01T000000Z.db'])
    assert.equal((await service.call('GET', `/backups/${bad}`)).status, 404, bad)
  const { entries } = (await service.call('GET', '/audit?limit=1000')).json
  const audited = entries
    .filter(({ action }: { action: string }) => action.includes('/backups'))
    .map(({ action, target, status }: { action: string; target: string; status: number }) => [action, target, status])
  assert.deepEqual(audited.slice(-3), [
    ['GET /backups/{name}', name, 200],
    ['POST /backups', name, 201],
    ['POST /backups', name, 201],
  ])
})

test('where the ledger is in PostgreSQL, its own tools make the back-ups, and that is said', async (context) => {
  if (!postgres) assert.fail('no engine')
  const service = await startService(postgres)
  context.after(() => service.stop())
  const { json } = await service.call('GET', '/backups')
  assert.deepEqual(json.backups, [])
  assert.match(json.elsewhere, /pg_dump/)
  const refused = await service.call('POST', '/backups')
  assert.deepEqual([refused.status, refused.json.detail], [409, json.elsewhere])
  assert.equal((await service.call('GET', '/backups/meterbridge-2026-01-01T000000Z.db')).status, 404)
})
