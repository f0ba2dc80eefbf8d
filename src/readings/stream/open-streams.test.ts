import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '../../problem.ts'
import { createOpenStreams } from './open-streams.ts'

test('an account listens a thousand times and no more, until it closes one; others are not hindered', () => {
  const streams = createOpenStreams()
  const closings = Array.from({ length: 1000 }, () => streams.open('ada'))
  assert.throws(
    () => streams.open('ada'),
    (error) => error instanceof Problem && error.status === 429 && error.headers['retry-after'] !== undefined,
  )
  streams.open('eve')
  closings[0]?.()
  streams.open('ada')
  assert.throws(() => streams.open('ada'), Problem)
})

test('five thousand listen in all and no more, until one of them goes', () => {
  const streams = createOpenStreams()
  const closings = Array.from({ length: 5000 }, (_, number) => streams.open(`account ${number % 10}`))
  assert.throws(
    () => streams.open('eve'),
    (error) => error instanceof Problem && error.status === 503 && error.headers['retry-after'] !== undefined,
  )
  closings[0]?.()
  streams.open('eve')
  assert.throws(() => streams.open('ada'), Problem)
})
