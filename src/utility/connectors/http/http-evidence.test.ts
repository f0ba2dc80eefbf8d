import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createScrub } from '../scrub.ts'
import { keepAnswer } from './http-evidence.ts'

const answer = {
  status: 422,
  headers: { 'content-type': 'application/problem+json', 'set-cookie': ['session=1'] },
  body: '{"detail":"too low","echo":"swordfish"}',
  isWhole: true,
}
const scrub = createScrub(['swordfish'])

describe('the answer of a utility', () => {
  test('is kept as evidence, without secrets and cookies', async () => {
    const texts: string[] = []
    const kept = await keepAnswer(answer, 'the-submission', {
      scrub,
      keepEvidence: async (submission, piece) => {
        texts.push('text' in piece ? piece.text : '')
        return { kind: piece.kind, url: `/of/${submission}` }
      },
    })
    assert.deepEqual(kept, [{ kind: 'answer', url: '/of/the-submission' }])
    assert.deepEqual(texts, ['HTTP 422\ncontent-type: application/problem+json\n\n{"detail":"too low","echo":"***"}\n'])
  })

  test('is worth no failure where it cannot be kept', async () => {
    const keepEvidence = () => Promise.reject(new Error('the disk is full'))
    assert.deepEqual(await keepAnswer(answer, 'the-submission', { scrub, keepEvidence }), [])
  })
})
