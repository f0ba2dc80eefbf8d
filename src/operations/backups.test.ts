import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Backup, outdated } from './backups.ts'

const day = 86_400_000

test('the last seven back-ups stay, and the newest of each of the last seven days and four weeks', () => {
  const quarterDays = fc.uniqueArray(fc.integer({ min: 0, max: 1600 }), { maxLength: 120 })
  fc.assert(
    fc.property(quarterDays, (instants) => {
      const all: Backup[] = instants
        .sort((one, other) => other - one)
        .map((each) => ({ name: String(each), madeAt: (each * day) / 4, bytes: 1 }))
      const gone = outdated(all)
      const kept = all.filter((backup) => !gone.includes(backup))
      assert.deepEqual(kept.slice(0, 7), all.slice(0, 7))
      assert.ok(kept.length <= 7 + 7 + 4)
      const days = all.map(({ madeAt }) => Math.floor(madeAt / day))
      const keptDays = new Set(kept.map(({ madeAt }) => Math.floor(madeAt / day)))
      for (const each of [...new Set(days)].slice(0, 7)) assert.ok(keptDays.has(each))
      const weeks = new Set(all.map(({ madeAt }) => Math.floor(madeAt / (7 * day))))
      const keptWeeks = new Set(kept.map(({ madeAt }) => Math.floor(madeAt / (7 * day))))
      assert.ok(keptWeeks.size >= Math.min(4, weeks.size))
    }),
  )
})
