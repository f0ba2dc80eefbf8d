import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createSeal } from './seal.ts'
import { Secret } from './secret.ts'

const [old, current] = [new Secret('o'.repeat(32)), new Secret('c'.repeat(32))]

describe('a seal', () => {
  test('opens what it sealed, and shows nothing of it', () => {
    const seal = createSeal([current], 'test')
    fc.assert(
      fc.property(fc.string({ minLength: 8, unit: 'grapheme' }), (plain) => {
        const sealed = seal.seal(plain)
        assert.equal(seal.open(sealed), plain)
        assert.ok(!sealed.includes(plain))
        assert.notEqual(seal.seal(plain), sealed)
      }),
    )
  })

  test('opens after a rotation what the previous secret sealed', () => {
    assert.equal(createSeal([current, old], 'test').open(createSeal([old], 'test').seal('kept')), 'kept')
  })

  test('refuses what was sealed by another secret, for another purpose, or changed', () => {
    const sealed = createSeal([old], 'test').seal('kept')
    assert.throws(() => createSeal([current], 'test').open(sealed), /another secret/)
    assert.throws(() => createSeal([old], 'other').open(sealed), /another secret/)
    const changed = Buffer.from(sealed, 'base64url')
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
    assert.throws(() => createSeal([old], 'test').open(changed.toString('base64url')), /another secret/)
  })
})
