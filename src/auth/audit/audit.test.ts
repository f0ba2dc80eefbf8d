import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { sql as statement } from 'kysely'
import { until } from '../../../test/journeys/client.ts'
import { engines } from '../../../test/support/databases.ts'
import { admin, type Service, startService } from '../../../test/support/service.ts'
import { createLog } from '../../log.ts'
import { createAudit } from './audit.ts'
import { createAuditStore } from './audit-store.ts'

interface Entry {
  at: string
  account: string | null
  action: string
  target: string | null
  status: number
  address: string
  requestId: string
  note: string | null
  count: number
}

for (const engine of engines)
  describe(`the audit on ${engine.name}`, () => {
    let service: Service
    before(async () => {
      service = await startService(engine)
    })
    after(() => service.stop())

    const audit = async (query = ''): Promise<Entry[]> => (await service.call('GET', `/audit${query}`)).json.entries
    const newest = async (action: string): Promise<Entry> => {
      const found = (await audit()).find((entry) => entry.action === action)
      assert.ok(found, `nothing stands there of ${action}`)
      return found
    }

    test('holds who wrote what, when and from where, and nothing of what was only read', async () => {
      const beforeIt = Date.now()
      const record = await service.call('POST', '/records/single', { meterValue: 12, note: 'a note of the reading' })
      const { id } = record.json.reading
      await service.call('PATCH', `/records/${id}`, { meterValue: 13 }, { 'x-request-id': 'my-request' })
      await service.call('GET', `/records/${id}`)
      const single = await newest('POST /records/single')
      assert.deepEqual([single.account, single.status, single.target, single.note], ['admin', 201, null, null])
      assert.match(single.address, /127\.0\.0\.1/)
      assert.ok(Date.parse(single.at) >= beforeIt && Date.parse(single.at) <= Date.now())
      const patch = await newest('PATCH /records/{id}')
      assert.deepEqual([patch.target, patch.status, patch.requestId], [id, 200, 'my-request'])
      assert.ok((await audit()).every(({ action }) => !action.startsWith('GET')))
    })

    test('holds sign-ins, the failed ones too, and never what was typed as the name of nobody', async () => {
      const signIn = (username: string) =>
        service.call('POST', '/auth/token', { username, password: 'wrong-password' }, { authorization: '' })
      assert.equal((await signIn('admin')).status, 401)
      assert.equal((await signIn('my secret password')).status, 401)
      const [nobody, known, first] = (await audit()).filter(({ action }) => action === 'POST /auth/token')
      assert.deepEqual([nobody?.account, nobody?.status], [null, 401])
      assert.deepEqual([known?.account, known?.status], ['admin', 401])
      assert.deepEqual([first?.account, first?.status], ['admin', 200])
      assert.doesNotMatch((await service.call('GET', '/audit')).text, /password|secret/)
    })

    test('holds a sign-in whose client leaves before the answer, and the log its line', async () => {
      await signInAndLeave(service, 'left')
      await until('it is written down', async () => (await audit()).some(({ requestId }) => requestId === 'left'))
      assert.match(service.logged(), /"requestId":"left".*"isBrokenOff":true/)
    })

    test('holds what was refused to somebody who is signed in, and leaves strangers out', async () => {
      const count = (await audit()).length
      await service.call('POST', '/records/single', { meterValue: 12 }, { authorization: '' })
      assert.equal((await audit()).length, count)
      await service.call('DELETE', '/accounts/nobody')
      const entry = await newest('DELETE /accounts/{username}')
      assert.deepEqual([entry.status, entry.target], [404, 'nobody'])
    })

    test('is asked by time and account, page by page', async () => {
      const viewer = { username: 'eve', role: 'viewer', password: 'a long enough password' }
      assert.equal((await service.call('POST', '/accounts', viewer)).status, 201)
      assert.equal((await newest('POST /accounts')).target, 'eve')
      const all = await audit()
      const { json } = await service.call('GET', '/audit?limit=1&account=admin')
      assert.deepEqual(json.entries, [all[0]])
      const next = await service.call('GET', `/audit?limit=1&account=admin&cursor=${json.nextCursor}`)
      assert.deepEqual(next.json.entries, [all.filter(({ account }) => account === 'admin')[1]])
      assert.deepEqual(await audit('?account=eve'), [])
      const [first] = all.slice(-1)
      assert.deepEqual(await audit(`?to=${first?.at}`), [])
      assert.equal((await audit(`?from=${first?.at}`)).length, all.length)
      assert.equal((await service.call('GET', '/audit?from=yesterday')).status, 400)
    })

    test('is exported whole, as NDJSON and as CSV in which nothing is a formula', async () => {
      await service.call('DELETE', `/accounts/${encodeURIComponent('=cmd|" /C calc"!A0')}`)
      const all = await audit('?limit=1000')
      const ndjson = (await service.call('GET', '/audit/export?format=ndjson')).text.trim().split('\n')
      assert.deepEqual(
        ndjson.map((line) => JSON.parse(line)),
        all,
      )
      const csv = await service.call('GET', '/audit/export?format=csv&account=admin')
      assert.match(csv.headers.get('content-disposition') ?? '', /^attachment; filename="audit\.csv"$/)
      const [header, newest] = csv.text.split('\r\n')
      assert.equal(header, 'id,at,account,action,target,status,address,requestId,note,count')
      assert.match(newest ?? '', /,admin,DELETE \/accounts\/\{username\},"'=cmd\|"" \/C calc""!A0",404,/)
      assert.equal((await service.call('GET', '/audit/export')).status, 400)
    })

    test('keeps no entry of a browser that comes back, and one of each that signs in or out', async () => {
      const count = (await audit()).length
      const signedIn = await service.call('POST', '/auth/session', admin, { authorization: '' })
      const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
      const headers = { cookie, authorization: '' }
      assert.equal((await service.call('POST', '/auth/session/refresh', undefined, headers)).status, 200)
      assert.equal((await service.call('DELETE', '/auth/session', undefined, headers)).status, 204)
      const [out, entry, ...others] = await audit()
      assert.deepEqual([out?.action, out?.account], ['DELETE /auth/session', 'admin'])
      assert.deepEqual([entry?.action, entry?.account, entry?.status], ['POST /auth/session', 'admin', 200])
      assert.equal(others.length, count)
    })

    test('is only ever added to: the database refuses to change or to remove an entry', async (context) => {
      const database = await engine.open()
      context.after(() => database.close())
      const store = createAuditStore(database)
      const entry = { at: 1, account: 'ada', action: 'POST /sites', target: null, status: 201, note: null }
      await store.add([{ ...entry, address: '::1', requestId: 'r', count: 1 }])
      const everything = { from: undefined, to: undefined, account: undefined, limit: 10, before: undefined }
      const before = await store.list(everything)
      const { sql } = database
      const refused = /the audit is only ever added to/
      await assert.rejects(sql.updateTable('audit_entries').set({ account: 'eve' }).execute(), refused)
      await assert.rejects(sql.deleteFrom('audit_entries').execute(), refused)
      if (engine.name === 'postgres')
        await assert.rejects(statement`truncate table audit_entries`.execute(sql), refused)
      assert.deepEqual(await store.list(everything), before)
      assert.equal(before.length, 1)
    })

    test('counts every write exactly, however many come at once', async () => {
      const written = async () =>
        (await audit('?limit=1000'))
          .filter(({ action, status }) => action === 'POST /records/single' && status === 201)
          .reduce((sum, { count }) => sum + count, 0)
      const before = await written()
      const writes = Array.from({ length: 120 }, (_, meterValue) =>
        service.call('POST', '/records/single', {
          meterValue,
          timestamp: new Date(meterValue * 6e4 + 1e12).toISOString(),
        }),
      )
      for (const { status, text } of await Promise.all(writes)) assert.equal(status, 201, text)
      assert.equal((await written()) - before, 120)
    })

    test('counts what one account does very often within a second', async (context) => {
      const database = await engine.open()
      context.after(() => database.close())
      const kept = createAudit({
        store: createAuditStore(database),
        log: createLog({ level: 'silent', format: 'json' }),
      })
      const entry = { at: 1, account: 'ada', action: 'POST /records/single', target: null, status: 201, note: null }
      const note = (account: string) => kept.note({ ...entry, account, address: '::1', requestId: 'r', count: 1 })
      for (let number = 0; number < 300; number++) note('ada')
      note('eve')
      await kept.stop()
      const everything = { from: undefined, to: undefined, account: undefined, limit: 1000, before: undefined }
      const entries = await kept.list(everything)
      assert.equal(entries.length, 21)
      const countOf = (account: string) =>
        entries.filter((one) => one.account === account).reduce((sum, { count }) => sum + count, 0)
      assert.deepEqual([countOf('ada'), countOf('eve')], [300, 1])
    })

    test('is for admins alone', async () => {
      const pair = { username: 'eve', password: 'a long enough password' }
      const { json } = await service.call('POST', '/auth/token', pair)
      const headers = { authorization: `Bearer ${json.access_token}` }
      assert.equal((await service.call('GET', '/audit', undefined, headers)).status, 403)
    })
  })

/** Closes the connection as soon as the request is on its way. */
async function signInAndLeave(service: Service, requestId: string): Promise<void> {
  const body = JSON.stringify({ ...admin, password: 'wrong-password' })
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
  const head = ['POST /auth/token HTTP/1.1', 'Host: x', `X-Request-Id: ${requestId}`, 'Content-Type: application/json']
  socket.write([...head, `Content-Length: ${body.length}`, '', body].join('\r\n'), () => socket.destroy())
  await once(socket, 'close')
}
