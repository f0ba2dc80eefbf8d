import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type FakeSmtp, type SmtpFault, startFakeSmtp } from '../../../../test/fakes/smtp.ts'
import { contextFor, noSettings, silentLedger } from '../../../../test/fakes/utility/connector-context.ts'
import { Secret } from '../../../secret.ts'
import type { Connector, Job } from '../connector.ts'
import { emailConnector } from './email.ts'

const csv = 'Timestamp,Inverter_kWh\r\n2026-06-10T10:00:00Z,4200.4\r\n'
const job: Job = {
  placement: {
    value: 4_200_000,
    rule: { field: 'meterValue', decimals: 0, rounding: 'down' },
    meterDigits: 6,
    readingAt: Date.UTC(2026, 5, 10, 22, 30),
    timeZone: 'Europe/Berlin',
    site: 'home',
    submission: '0199-the-submission',
    secrets: { CONTRACT: 'C-1\r\nBcc: all@example.org' },
  },
  receiptsOfOthers: async () => new Set<string>(),
  ledger: { ...silentLedger, csv: async () => csv },
}
const noCommit = async () => undefined

describe('the connector email', () => {
  let fake: FakeSmtp
  before(async () => {
    fake = await startFakeSmtp()
  })
  after(() => fake.close())
  beforeEach(() => {
    fake.faults.length = 0
    fake.taken.length = 0
  })

  const open = (fields: Record<string, unknown> = {}, smtpUrl = fake.url): Connector => {
    const given = {
      to: 'readings@utility.example',
      subject: 'Reading {{reading}}',
      body: 'On {{date|DD.MM.YYYY}}: {{reading}}',
    }
    const settings = { ...noSettings, smtpUrl }
    const { secrets } = job.placement
    const { definition, errors } = emailConnector.check({ ...given, ...fields }, secrets, settings)
    assert.deepEqual(errors, [])
    const limits = { milliseconds: 500, bytes: 100_000 }
    return emailConnector.open(
      definition,
      contextFor({ secrets, clock: () => Date.UTC(2026, 5, 11), limits, settings }),
    )
  }

  test('sends the reading with the CSV attached and a Message-ID of its own', async () => {
    const result = await open().send(job, noCommit)
    assert.equal(result.kind, 'sent', result.detail)
    const [mail] = fake.taken
    assert.deepEqual([mail?.from, mail?.to], ['home@example.org', ['readings@utility.example']])
    assert.match(mail?.text ?? '', /^Subject: Reading 4200\r$/m)
    assert.match(mail?.text ?? '', /^Message-ID: <0199-the-submission@example\.org>\r$/m)
    assert.match(mail?.text ?? '', /On 11\.06\.2026: 4200/)
    assert.match(mail?.text ?? '', /filename=reading-2026-06-11\.csv/)
    assert.ok(mail?.text.includes(csv))
    assert.equal('receipt' in result && result.receipt, '<0199-the-submission@example.org>')
  })

  test('a second try bears the same Message-ID', async () => {
    fake.faults.push('busy-after-message')
    assert.equal((await open().send(job, noCommit)).kind, 'again')
    await open().send(job, noCommit)
    assert.equal(fake.taken.length, 1)
    assert.match(fake.taken[0]?.text ?? '', /<0199-the-submission@example\.org>/)
  })

  test('no value can begin a header of its own', async () => {
    await open({ subject: 'Contract {{secret.CONTRACT}}' }).send(job, noCommit)
    const [head = ''] = fake.taken[0]?.text.split('\r\n\r\n') ?? []
    assert.doesNotMatch(head, /^Bcc:/im)
    assert.deepEqual(fake.taken[0]?.to, ['readings@utility.example'])
  })

  test('the server has nothing before the point of no return is stored', async () => {
    let isStored = false
    await open().send(job, async () => {
      assert.equal(fake.taken.length, 0)
      isStored = true
    })
    assert.ok(isStored)
    assert.equal(fake.taken.length, 1)
  })

  test('nothing is sent where the point of no return cannot be stored', async () => {
    const lost = new Error('the lease is lost')
    await assert.rejects(
      open().send(job, () => Promise.reject(lost)),
      (error) => error === lost,
    )
    assert.equal(fake.taken.length, 0)
  })

  const faults: [SmtpFault, string, boolean][] = [
    ['drop-at-recipient', 'again', false],
    ['later-recipient', 'again', false],
    ['refuse-recipient', 'not-allowed', false],
    ['busy-after-message', 'again', true],
    ['refuse-after-message', 'not-allowed', true],
    ['drop-in-message', 'unknown', true],
    ['take-then-drop', 'unknown', true],
  ]
  for (const [fault, meaning, isCommitted] of faults)
    test(`takes ${fault} for ${meaning}`, async () => {
      let commits = 0
      fake.faults.push(fault)
      const result = await open().send(job, async () => void commits++)
      assert.equal(result.kind === 'refused' ? result.code : result.kind, meaning, result.detail)
      assert.equal(commits, isCommitted ? 1 : 0)
    })

  test('a wrong password needs a person and is not shown', async () => {
    for (const credentials of ['home%40example.org:swordfish@', '']) {
      const result = await open({}, fake.urlWith(credentials)).send(job, noCommit)
      assert.deepEqual([result.kind, 'code' in result && result.code], ['person', 'credentials'], result.detail)
      assert.doesNotMatch(result.detail, /swordfish/)
    }
  })

  test('a server that is not there is tried again', async () => {
    const { url } = await startFakeSmtp().then(async (gone) => {
      await gone.close()
      return gone
    })
    assert.equal((await open({}, url).send(job, noCommit)).kind, 'again')
  })

  test('a server that does not speak TLS where it should is named as such, without the files of the library', async () => {
    const url = new Secret(fake.url.reveal().replace('smtp:', 'smtps:'))
    const { kind, detail } = await open({}, url).send(job, noCommit)
    assert.deepEqual([kind, detail], ['again', 'The mail server did not take it: TLS: wrong version number'])
  })

  test('a rehearsal signs in and sends nothing', async () => {
    const steps = await open().rehearse(job)
    assert.deepEqual(
      steps.map(({ ok }) => ok),
      [true, true],
    )
    const refused = await open({}, fake.urlWith('home%40example.org:swordfish@')).rehearse(job)
    assert.deepEqual(
      refused.map(({ ok }) => ok),
      [true, false],
    )
    assert.equal(fake.taken.length, 0)
  })

  test('a connector without SMTP_URL is refused, and told what to set', () => {
    const fields = { to: 'a@utility.example', subject: 's', body: 'b' }
    const { errors } = emailConnector.check(fields, {}, noSettings)
    assert.match(errors[0]?.message ?? '', /SMTP_URL/)
  })

  const wrong: [string, Record<string, unknown>, string][] = [
    ['two recipients', { to: 'a@utility.example, b@utility.example' }, '/to'],
    ['a line break in the recipient', { to: 'a@utility.example\r\nBcc: b@example.org' }, '/to'],
    ['a line break in the subject', { subject: 'a\r\nBcc: b@example.org' }, '/subject'],
    ['an unknown placeholder', { body: '{{raeding}}' }, '/body'],
    ['an unknown field', { cc: 'b@example.org' }, '/cc'],
  ]
  for (const [what, changes, path] of wrong)
    test(`a definition with ${what} is refused, and its place named`, () => {
      const fields = { to: 'a@utility.example', subject: 's', body: 'b', ...changes }
      const { errors } = emailConnector.check(fields, {}, { ...noSettings, smtpUrl: fake.url })
      assert.deepEqual(
        errors.map((error) => error.path),
        [path],
      )
    })
})
