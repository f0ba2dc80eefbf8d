import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { LookupResult, SendResult } from '../connectors/connector.ts'
import { defaultTiming } from '../timing.ts'
import { resolved, retried } from './decisions.ts'
import { type Abilities, isSettled, newProgress, type Progress, type Rules } from './progress.ts'
import { afterLookup, afterPoll, afterSend, begun, committed, givenUp, interrupted, nextStep } from './submission.ts'

const { rules } = defaultTiming
const said = { detail: 'said', evidence: [] }
const without: Abilities = { canLookUp: true, canRepeat: false }

/** What one request meets: does it reach the utility, does the utility take it, and what do we hear. */
const fates = [
  'answered',
  'lost-after-taking',
  'lost-before',
  'not-taken',
  'refused',
  'duplicate',
  'accepted',
  'person',
  'crash-before-commit',
  'crash-after-commit',
  'crash-after-taking',
] as const
type Fate = (typeof fates)[number]

/** A utility that takes whatever reaches it, unless it knows the key, and shows it late. */
interface Model {
  now: number
  taken: number
  takenAt: number
  showsAfter: number
}

function meet(progress: Progress, step: 'send' | 'repeat', fate: Fate, model: Model, honoursKey: boolean): Progress {
  const moment = { now: model.now, rules, random: () => 0.5 }
  const take = () => {
    if (model.taken === 0) model.takenAt = model.now
    if (model.taken === 0 || !honoursKey) model.taken++
  }
  const running = begun(progress)
  const before = (result: SendResult) => afterSend(running, step, result, moment)
  if (fate === 'crash-before-commit') return interrupted(running, model.now)
  if (fate === 'person') return before({ kind: 'person', code: 'credentials', detail: 'no' })
  const sent = committed(running, model.now)
  const after = (result: SendResult) => afterSend(sent, step, result, moment)
  switch (fate) {
    case 'answered':
      take()
      return after({ kind: 'confirmed', receipt: 'R', ...said })
    case 'lost-after-taking':
      take()
      return after({ kind: 'unknown', detail: '' })
    case 'accepted':
      take()
      return after({ kind: 'pending', detail: '', pollUrl: 'http://u/1', afterMilliseconds: null })
    case 'crash-after-taking':
      take()
      return interrupted(sent, model.now)
    case 'crash-after-commit':
      return interrupted(sent, model.now)
    case 'lost-before':
      return after({ kind: 'unknown', detail: '' })
    case 'not-taken':
      return after({ kind: 'again', detail: '', afterMilliseconds: null })
    case 'refused':
    case 'duplicate':
      // A utility that honours the key answers a repeat of what it has taken as it did the first time.
      if (honoursKey && model.taken > 0) return after({ kind: 'confirmed', receipt: 'R', ...said })
      return after({ kind: 'refused', code: fate === 'refused' ? 'other' : 'duplicate', detail: '' })
  }
}

function lookUp(progress: Progress, isAnswering: boolean, model: Model, abilities: Abilities): Progress {
  const moment = { now: model.now, rules, random: () => 0.5 }
  const isShown = model.taken > 0 && model.now >= model.takenAt + model.showsAfter
  const honest: LookupResult = isShown ? { kind: 'found', receipt: 'R', ...said } : { kind: 'absent', detail: '' }
  const result = isAnswering ? honest : { kind: 'again' as const, detail: '', afterMilliseconds: null }
  return afterLookup(progress, result, moment, abilities)
}

/** What a look-up makes of a submission, so long after its answer was lost. */
function looked(kind: 'absent' | 'similar', milliseconds: number, abilities: Abilities = without): Progress {
  const doubtful = { ...committed(begun(newProgress(0)), 1000), doubts: 1, nextAttemptAt: 1000 }
  return afterLookup(doubtful, { kind, detail: '' }, { now: 1000 + milliseconds, rules, random: () => 0 }, abilities)
}

function play(
  abilities: Abilities,
  fateList: Fate[],
  answers: boolean[],
  showsAfter: number,
  limits: Rules = rules,
): { progress: Progress; model: Model } {
  const model: Model = { now: 0, taken: 0, takenAt: 0, showsAfter }
  let progress = newProgress(0)
  for (let turn = 0; !isSettled(progress.state); turn++) {
    assert.ok(turn < 200, 'it never ends')
    assert.notEqual(progress.nextAttemptAt, null, 'it waits for nothing')
    model.now = Math.max(model.now, progress.nextAttemptAt ?? 0) + 1
    const step = nextStep(progress, abilities, limits)
    if (step === 'send' || step === 'repeat')
      progress = meet(progress, step, fateList.shift() ?? 'answered', model, abilities.canRepeat)
    else if (step === 'look-up') progress = lookUp(progress, answers.shift() ?? true, model, abilities)
    else if (step === 'poll')
      progress = afterPoll(
        progress,
        { kind: 'confirmed', receipt: 'R', ...said },
        { now: model.now, rules, random: () => 1 },
      )
    else progress = givenUp(progress)
    assert.ok(progress.state === 'committing' || progress.doubtfulSince === null || isSettled(progress.state))
  }
  return { progress, model }
}

const anyAbilities = fc.record({ canLookUp: fc.boolean(), canRepeat: fc.boolean() })
const anyFates = fc.array(fc.constantFrom(...fates), { maxLength: 30 })
const anyAnswers = fc.array(fc.boolean(), { maxLength: 30 })
const withinGrace = fc.integer({ min: 0, max: rules.graceMilliseconds - 1 })

describe('the states of a submission', () => {
  test('whatever fails in whatever order, the utility takes it at most once, and only what it took is confirmed', () => {
    fc.assert(
      fc.property(anyAbilities, anyFates, anyAnswers, withinGrace, (abilities, fateList, answers, showsAfter) => {
        const { progress, model } = play(abilities, fateList, answers, showsAfter)
        assert.ok(model.taken <= 1, `taken ${model.taken} times`)
        if (progress.state === 'confirmed') assert.equal(model.taken, 1)
        if (['rejected', 'failed', 'cancelled'].includes(progress.state)) assert.equal(model.taken, 0, progress.state)
      }),
      { numRuns: 3000 },
    )
  })

  test('without a look-up and without a key, nothing in doubt is ever sent again', () => {
    for (const fate of ['lost-after-taking', 'lost-before', 'crash-after-commit', 'crash-after-taking'] as const) {
      const { progress, model } = play({ canLookUp: false, canRepeat: false }, [fate, 'answered'], [], 0)
      assert.equal(progress.state, 'needs-attention')
      assert.equal(progress.code, 'outcome-unknown')
      assert.ok(model.taken <= 1)
    }
  })

  test('an empty look-up within the time of grace proves nothing', () => {
    assert.equal(looked('absent', rules.graceMilliseconds - 1).state, 'committing')
    assert.equal(looked('absent', rules.graceMilliseconds).state, 'queued')
  })

  test('a connector that says how late its utility lists gets that time of grace', () => {
    const late = { ...without, graceMilliseconds: 10 * rules.graceMilliseconds }
    assert.equal(looked('absent', late.graceMilliseconds - 1, late).state, 'committing')
    assert.equal(looked('absent', late.graceMilliseconds, late).state, 'queued')
  })

  test('under a key that the utility honours it is sent again at once where nothing is found', () => {
    const doubtful = { ...committed(begun(newProgress(0)), 1000), doubts: 1, nextAttemptAt: 1000 }
    const absent: LookupResult = { kind: 'absent', detail: '' }
    const abilities = { canLookUp: true, canRepeat: true }
    const asked = afterLookup(doubtful, absent, { now: 2000, rules, random: () => 1 }, abilities)
    assert.equal(nextStep(asked, abilities, rules), 'repeat')
    assert.equal(asked.nextAttemptAt, 2000 + rules.backoff.firstMilliseconds)
    const accepted = afterLookup({ ...doubtful, acceptedAt: 1 }, absent, { now: 2, rules, random: () => 1 }, abilities)
    assert.notEqual(nextStep(accepted, abilities, rules), 'repeat')
  })

  test('what is similar is never sent again, and a person hears of it when the time of grace is over', () => {
    assert.equal(looked('similar', rules.graceMilliseconds - 1).state, 'committing')
    assert.equal(looked('similar', rules.graceMilliseconds).code, 'outcome-unknown')
  })

  test('what the utility has accepted is never sent again, even where nothing shows it', () => {
    const accepted = { ...committed(begun(newProgress(0)), 0), acceptedAt: 0, nextAttemptAt: 0 }
    const moment = { now: 1e9, rules, random: () => 0 }
    assert.equal(afterLookup(accepted, { kind: 'absent', detail: '' }, moment, without).state, 'needs-attention')
    assert.equal(nextStep(accepted, { canLookUp: false, canRepeat: true }, rules), 'give-up')
  })

  test('a duplicate after a lost answer is looked for or left to a person, and never sent again', () => {
    const doubtful = { ...committed(begun(newProgress(0)), 0), doubts: 1 }
    const refusal = { kind: 'refused', code: 'duplicate', detail: '' } as const
    const refused = afterSend(doubtful, 'repeat', refusal, { now: 1, rules, random: () => 0 })
    assert.equal(nextStep(refused, { canLookUp: true, canRepeat: true }, rules), 'look-up')
    assert.equal(nextStep(refused, { canLookUp: false, canRepeat: true }, rules), 'give-up')
  })

  test('it fails when the tries are spent and surely nothing has arrived', () => {
    const { progress } = play({ canLookUp: false, canRepeat: false }, Array<Fate>(50).fill('not-taken'), [], 0)
    assert.equal(progress.state, 'failed')
    assert.equal(progress.tries, rules.mostTries)
  })
})

describe("a person's word", () => {
  const needing = (code: string, doubtfulSince: number | null): Progress => ({
    ...newProgress(0),
    state: 'needs-attention',
    code,
    doubtfulSince,
    nextAttemptAt: null,
  })

  test('sends again what was in doubt', () => {
    const again = retried(needing('outcome-unknown', 5), 10)
    assert.deepEqual([again.state, again.doubtfulSince, again.nextAttemptAt], ['queued', null, 10])
  })

  test('about a password does not send again what may have arrived', () => {
    assert.equal(retried(needing('credentials', 5), 10).state, 'committing')
    assert.equal(retried(needing('credentials', null), 10).state, 'queued')
  })

  test('is refused where the utility has it or it is on its way', () => {
    for (const state of ['confirmed', 'sent', 'running', 'committing', 'cancelled'] as const)
      assert.throws(() => retried({ ...newProgress(0), state }, 0), { status: 409 })
    for (const state of ['confirmed', 'running', 'committing', 'cancelled'] as const)
      assert.throws(() => resolved({ ...newProgress(0), state }, { outcome: 'cancelled', receipt: null, note: 'x' }), {
        status: 409,
      })
  })
})
