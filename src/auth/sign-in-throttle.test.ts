import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf } from '../http/network.ts'
import { Problem } from '../problem.ts'
import { type Attempt, createSignInThrottle, type SignInThrottle } from './sign-in-throttle.ts'

const home: Attempt = { username: 'anna', address: '192.0.2.1' }

function waitOf(throttle: SignInThrottle, attempt: Attempt): number {
  try {
    throttle.check(attempt)
    return 0
  } catch (error) {
    assert.ok(error instanceof Problem && error.status === 429)
    return Number(error.headers['retry-after'])
  }
}

function fail(throttle: SignInThrottle, attempt: Attempt, times: number): void {
  for (let time = 0; time < times; time += 1) throttle.failed(attempt)
}

test('ten failures are free, then the wait doubles up to a minute', () => {
  let now = 0
  const throttle = createSignInThrottle(() => now)
  fail(throttle, home, 9)
  assert.equal(waitOf(throttle, home), 0)
  const waits = Array.from({ length: 9 }, () => {
    fail(throttle, home, 1)
    return waitOf(throttle, home)
  })
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60])
  now = 60_000
  assert.equal(waitOf(throttle, home), 0)
})

test('the right password resets the count, and time does', () => {
  let now = 0
  const throttle = createSignInThrottle(() => now)
  fail(throttle, home, 10)
  throttle.succeeded(home)
  fail(throttle, home, 9)
  assert.equal(waitOf(throttle, home), 0)
  now = 15 * 60_000
  fail(throttle, home, 9)
  assert.equal(waitOf(throttle, home), 0)
})

test('one address that tries many names has to wait, and others do not', () => {
  const throttle = createSignInThrottle(() => 0)
  for (let name = 0; name < 50; name += 1) throttle.failed({ username: `name${name}`, address: '192.0.2.66' })
  assert.ok(waitOf(throttle, { username: 'anna', address: '192.0.2.66' }) > 0)
  assert.equal(waitOf(throttle, home), 0)
})

test('guessing from everywhere slows down strangers, not the address where the account was signed in', () => {
  const throttle = createSignInThrottle(() => 0)
  throttle.succeeded(home)
  for (let host = 1; host <= 110; host += 1) throttle.failed({ username: 'anna', address: `198.51.100.${host}` })
  assert.equal(waitOf(throttle, { username: 'anna', address: '203.0.113.1' }), 30)
  assert.equal(waitOf(throttle, home), 0)
})

test('an IPv6 customer is one address, whatever the lower half is', () => {
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2')
  assert.equal(networkOf('2001:db8::6'), '2001:db8:0:0')
  assert.equal(networkOf('::1'), '0:0:0:0')
  assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1')
  assert.equal(networkOf('192.0.2.1'), '192.0.2.1')
})
