import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, type TestContext, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { engines } from '../../test/support/databases.ts'
import { createLog } from '../log.ts'
import { Secret } from '../secret.ts'
import { createAlerts } from './alerts.ts'
import { createAlertsStore } from './alerts-store.ts'
import { openChannels } from './channels.ts'
import { createDeliveriesStore } from './deliveries-store.ts'
import { createAlertDelivery } from './delivery.ts'

const trouble = { site: 'home', kind: 'sheet-stopped', subject: '', message: 'The header row is gone; undo that.' }
const day = 86_400_000

async function startHook(context: TestContext) {
  const bodies: string[] = []
  let status = 200
  const server = createServer((request, response) => {
    text(request).then((body) => {
      bodies.push(body)
      response.writeHead(status).end()
    }, assert.fail)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => server.close())
  const { port } = server.address() as { port: number }
  const answer = (next: number): void => {
    status = next
  }
  return { url: `http://127.0.0.1:${port}/hook?key=very-secret`, bodies, answer }
}

async function startMail(context: TestContext) {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let mail = ''
      stream.on('data', (bytes: Buffer) => {
        mail += bytes.toString()
      })
      stream.on('end', () => {
        mails.push(mail)
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  context.after(() => server.close())
  const { port } = server.server.address() as { port: number }
  return { url: `smtp://127.0.0.1:${port}`, mails }
}

for (const engine of engines)
  describe(`alerts on ${engine.name}`, () => {
    const setUp = async (context: TestContext) => {
      const [hook, mail, database] = await Promise.all([startHook(context), startMail(context), engine.open()])
      context.after(() => database.close())
      let now = Date.UTC(2026, 0, 1)
      const clock = () => now
      const log = createLog({ level: 'silent', format: 'json' })
      const settings = {
        alertWebhookUrl: new Secret(hook.url),
        smtpUrl: new Secret(mail.url),
        alertEmailTo: 'me@home.example',
      }
      const store = createDeliveriesStore(database)
      const delivery = createAlertDelivery({
        channels: openChannels(settings),
        store,
        clock,
        log,
        publicUrl: undefined,
      })
      const pass = (milliseconds: number): void => {
        now += milliseconds
      }
      return { hook, mail, delivery, pass, alerts: createAlerts({ store: createAlertsStore(database), clock, log }) }
    }

    test('are told once on every channel, again each day, and when they are over', async (context) => {
      const { hook, mail, delivery, pass, alerts } = await setUp(context)
      await alerts.raise(trouble)
      assert.equal(await delivery.deliver(), 2)
      await alerts.raise(trouble)
      assert.equal(await delivery.deliver(), 0)
      pass(day)
      assert.equal(await delivery.deliver(), 2)
      await alerts.resolve(trouble)
      assert.equal(await delivery.deliver(), 2)
      pass(2 * day)
      assert.equal(await delivery.deliver(), 0)
      assert.equal(hook.bodies.length, 3)
      assert.match(String(JSON.parse(hook.bodies[0] ?? '').text), /The header row is gone/)
      assert.match(hook.bodies[2] ?? '', /over/)
      assert.equal(mail.mails.length, 3)
      assert.match(mail.mails[0] ?? '', /^To: me@home\.example/m)
    })

    test('reach one channel though another fails, and the other later', async (context) => {
      const { hook, mail, delivery, alerts } = await setUp(context)
      hook.answer(500)
      await alerts.raise(trouble)
      await assert.rejects(delivery.deliver(), /^Error: ALERT_WEBHOOK_URL answered 500\.$/)
      assert.equal(mail.mails.length, 1)
      hook.answer(204)
      assert.equal(await delivery.deliver(), 1)
      assert.equal(mail.mails.length, 1)
    })

    test('a trial says of every channel whether it works, without its secrets', async (context) => {
      const { hook, delivery } = await setUp(context)
      hook.answer(403)
      const results = await delivery.try()
      assert.deepEqual(
        results.map(({ channel, ok }) => [channel, ok]),
        [
          ['webhook', false],
          ['email', true],
        ],
      )
      assert.doesNotMatch(JSON.stringify(results), /very-secret|127\.0\.0\.1/)
    })
  })
