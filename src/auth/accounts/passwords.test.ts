import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Problem } from '../../problem.ts'
import { passwordWeakness } from './password-rules.ts'
import { createPasswords } from './passwords.ts'

const cheapHash = '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$4n6yQ0nIXxtZ3fZTjzXGRgMlv4fGJ3HSh0oPGaPJ4ls'
const free = async () => undefined

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
  const timed = async (checked: string | undefined): Promise<number> => {
    const begin = performance.now()
    await passwords.isRight({ hash: checked, password: 'wrong', mayCheck: free })
    return performance.now() - begin
  }
  const [known, unknown]: [number[], number[]] = [[], []]
  // In turns, and the quickest of each: what else the machine does slows both down.
  for (let round = 0; round < 9; round += 1) {
    known.push(await timed(hash))
    unknown.push(await timed(undefined))
  }
  const ratio = Math.min(...unknown) / Math.min(...known)
  assert.ok(ratio > 0.5 && ratio < 2, `${known} ms against ${unknown} ms`)
})

test('a storm of sign-ins is hashed two at a time, and what is too much is told to come back', async () => {
  const passwords = createPasswords()
  let running = 0
  let most = 0
  const checks = Array.from({ length: 70 }, async (_, place) => {
    // The first two do not wait, and so are not asked again.
    if (place < 2) running += 1
    const mayCheck = async (): Promise<void> => {
      running += 1
      // Whoever has just made room has left by then.
      await nextTurn()
      most = Math.max(most, running)
    }
    try {
      await passwords.isRight({ hash: cheapHash, password: 'x', mayCheck })
    } catch (error) {
      running += 1
      throw error
    } finally {
      running -= 1
    }
  })
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
