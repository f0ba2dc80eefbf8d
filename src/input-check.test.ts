import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkOf } from './input-check.ts'
import { Type } from './json-schema.ts'
import { uuid } from './text-forms.ts'

test('a text of the wrong form is told in words which one would be right', () => {
  const { errors } = checkOf(Type.Object({ id: Type.String(uuid) }))
  assert.deepEqual(errors({ id: '4711' }), [{ path: '/id', message: 'must be a UUID' }])
})

test('a name of the wrong form is told at its own place, once', () => {
  const Name = Type.String({ pattern: '^[a-z]+$', title: 'a name of letters' })
  const { errors } = checkOf(Type.Object({ secrets: Type.Record(Name, Type.String()) }))
  assert.deepEqual(errors({ secrets: { 'pass/word': 'a' } }), [
    { path: '/secrets/pass~1word', message: 'must be a name of letters' },
  ])
})
