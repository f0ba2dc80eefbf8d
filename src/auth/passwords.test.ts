import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '../problem.ts'
import { passwordWeakness } from './password-rules.ts'
import { createPasswords } from './passwords.ts'

const free = () => undefined

test('a password is kept as argon2id with the cost that OWASP names', async () => {
  const hash = await createPasswords().hash('correct horse battery')
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

test('a password is right however the keyboard composes its letters', async () => {
  const passwords = createPasswords()
  const hash = await passwords.hash('Zählerstand'.normalize('NFC'))
  assert.ok(await passwords.isRight({ hash, password: 'Zählerstand'.normalize('NFD'), mayCheck: free }))
  assert.ok(!(await passwords.isRight({ hash, password: 'Zahlerstand', mayCheck: free })))
})

test('no password opens an account that is unknown or has none', async () => {
  const passwords = createPasswords()
  for (const hash of [undefined, '']) assert.ok(!(await passwords.isRight({ hash, password: '', mayCheck: free })))
})

test('an unknown name takes as long as a known one', async () => {
  const passwords = createPasswords()
  const hash = await passwords.hash('correct horse battery')
  const median = async (checked: string | undefined): Promise<number> => {
    const times: number[] = []
    for (let round = 0; round < 7; round += 1) {
      const begin = performance.now()
      await passwords.isRight({ hash: checked, password: 'wrong', mayCheck: free })
      times.push(performance.now() - begin)
    }
    return times.toSorted((one, other) => one - other)[3] ?? 0
  }
  const [known, unknown] = [await median(hash), await median(undefined)]
  assert.ok(unknown > known / 3 && unknown < known * 3, `${known} ms against ${unknown} ms`)
})

test('a storm of sign-ins is hashed two at a time, and what is too much is told to come back', async () => {
  const passwords = createPasswords()
  let running = 0
  let most = 0
  const checks = Array.from({ length: 70 }, () =>
    passwords
      .isRight({
        hash: '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$4n6yQ0nIXxtZ3fZTjzXGRgMlv4fGJ3HSh0oPGaPJ4ls',
        password: 'x',
        mayCheck: () => {
          running += 1
          most = Math.max(most, running)
        },
      })
      .finally(() => {
        running -= 1
      }),
  )
  const outcomes = await Promise.allSettled(checks)
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown)
  assert.equal(refused.length, 4)
  assert.ok(refused.every((error) => error instanceof Problem && error.status === 503 && error.headers['retry-after']))
  assert.ok(most <= 2, `${most} at once`)
})

test('weak passwords are refused and say why', () => {
  const weak = [
    '',
    'short',
    'seven77',
    'x'.repeat(1025),
    'ä'.repeat(513),
    'Password',
    '12345678',
    'aaaaaaaaaa',
    'Annabell',
    'Steelers',
    'jennifer1',
    'Meterbridge',
  ]
  for (const password of weak) assert.ok(passwordWeakness(password, 'annabell'), password)
  for (const password of ['eight-88', 'correct horse', 'äö'.repeat(4), 'xy'.repeat(512)])
    assert.equal(passwordWeakness(password, 'annabell'), undefined)
})
