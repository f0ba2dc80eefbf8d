import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emailChannel } from './alerts/channels/email.ts'
import { webhookChannel } from './alerts/channels/webhook.ts'
import { hostOf, isForbiddenAddress } from './outgoing-address.ts'
import { Secret } from './secret.ts'
import { openSmtp } from './utility/connectors/email/email-smtp.ts'

test('link-local addresses and those of clouds’ metadata are forbidden, however they are written', () => {
  const forbidden = [
    'http://169.254.169.254/latest',
    'http://2852039166/',
    'http://0xa9.0xfe.0xa9.0xfe/',
    'http://0251.0376.0251.0376/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://168.63.129.16/',
    'http://100.100.100.200/',
  ]
  for (const address of forbidden) assert.ok(isForbiddenAddress(hostOf(new URL(address))), address)
  for (const address of ['http://192.168.1.10/', 'http://[2001:db8::1]/', 'http://127.0.0.1/', 'http://example.com/'])
    assert.ok(!isForbiddenAddress(hostOf(new URL(address))), address)
})

test('no mail server is asked there, by alerts or by a connector', async () => {
  for (const host of ['169.254.169.254:25', '[fd00:ec2::254]', '[::ffff:a9fe:a9fe]:587']) {
    const url = new Secret(`smtp://user:very-secret@${host}`)
    const mail = emailChannel(url, 'you@example.com').send({ title: 'A', text: 'B' })
    await assert.rejects(mail, { message: 'The mail server of SMTP_URL failed.' })
    await assert.rejects(openSmtp(url, 1000), { message: 'it is a link-local address' })
  }
})

test('an alert is not posted there either, and the error does not show the address', async () => {
  const channel = webhookChannel(new Secret('http://[::ffff:169.254.169.254]/latest/very-secret'))
  await assert.rejects(channel.send({ title: 'A', text: 'B' } as never), {
    message: 'ALERT_WEBHOOK_URL cannot be reached.',
  })
})
