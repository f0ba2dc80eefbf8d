import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { areSame, type RowValues, valueFields } from '../cells/row-values.ts'
import type { Known, KnownRevision } from './known-store.ts'
import { agreedOf, merge } from './merge.ts'

// Few values, so that both sides often choose the same.
const values: fc.Arbitrary<RowValues> = fc.record({
  timestamp: fc.nat({ max: 2 }),
  inverter: fc.option(fc.nat({ max: 2 })),
  meter: fc.option(fc.nat({ max: 2 })),
  source: fc.constantFrom('a', 'b', 'c'),
  note: fc.option(fc.constantFrom('x', 'y')),
})
const instant = fc.nat({ max: 100 })

interface Case {
  known: Known
  agreed: KnownRevision
  seen: RowValues
  editedAt: number
}

/** A reading with some revisions, of which the sheet was last given any, and what its row shows. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    revisions: fc.array(fc.record({ values, waited: instant }), { minLength: 1, maxLength: 4 }),
    shown: fc.nat(),
    seen: values,
    editedAt: fc.nat({ max: 500 }),
    isWithdrawn: fc.boolean(),
  })
  .map(({ revisions, shown, seen, editedAt, isWithdrawn }) => {
    let at = 0
    const all = revisions.map(({ values: one, waited }, index): KnownRevision => {
      at += waited
      return { ...one, revision: index + 1, at, origin: 'api', withdrawnAt: null }
    })
    const last = all.at(-1)!
    const agreed = all[shown % all.length]!
    const known: Known = {
      ...last,
      id: 'reading',
      withdrawnAt: isWithdrawn ? last.at : null,
      sheetRevision: agreed.revision,
      sheetRow: 2,
      earlier: all.slice(0, -1),
    }
    return { known, agreed, seen, editedAt }
  })

function holds(law: (each: Case) => void): void {
  fc.assert(fc.property(cases, law), { numRuns: 500 })
}

test('a row that nobody has edited changes nothing', () => {
  holds(({ known, agreed, editedAt }) => {
    const { values: merged, outdone, isWithdrawn } = merge(known, agreed, agreed, editedAt)
    assert.ok(areSame(merged, known))
    assert.equal(outdone, undefined)
    assert.equal(isWithdrawn, known.withdrawnAt !== null)
  })
})

test('every field is taken from the ledger or from the row, and from the row only where it was edited', () => {
  holds(({ known, agreed, seen, editedAt }) => {
    const { values: merged } = merge(known, agreed, seen, editedAt)
    for (const field of valueFields) {
      assert.ok(merged[field] === known[field] || merged[field] === seen[field])
      if (seen[field] === agreed[field]) assert.equal(merged[field], known[field])
    }
  })
})

test('an edit of a field that the ledger has not changed counts, whenever it was made', () => {
  holds(({ known, agreed, seen, editedAt }) => {
    const { values: merged } = merge(known, agreed, seen, editedAt)
    for (const field of valueFields)
      if (seen[field] !== agreed[field] && known[field] === agreed[field]) assert.equal(merged[field], seen[field])
  })
})

test('an edit after all that the ledger has changed counts as a whole, and nothing is outdone', () => {
  holds(({ known, agreed, seen }) => {
    const { values: merged, outdone, isWithdrawn } = merge(known, agreed, seen, known.at)
    for (const field of valueFields) if (seen[field] !== agreed[field]) assert.equal(merged[field], seen[field])
    assert.equal(outdone, undefined)
    if (!areSame(seen, agreed)) assert.equal(isWithdrawn, false)
  })
})

test('what a person typed stands in what counts or in what is kept as outdone', () => {
  holds(({ known, agreed, seen, editedAt }) => {
    const { values: merged, outdone } = merge(known, agreed, seen, editedAt)
    for (const field of valueFields)
      if (seen[field] !== agreed[field])
        assert.ok(merged[field] === seen[field] || outdone?.[field] === seen[field], field)
  })
})

test('what is merged is not merged again into something else', () => {
  holds(({ known, agreed, seen, editedAt }) => {
    const { values: merged, isWithdrawn } = merge(known, agreed, seen, editedAt)
    const next: Known = {
      ...known,
      ...merged,
      revision: known.revision + 1,
      withdrawnAt: isWithdrawn ? known.withdrawnAt : null,
      sheetRevision: known.revision + 1,
      earlier: [...known.earlier, known],
    }
    const again = merge(next, merged, merged, editedAt)
    assert.ok(areSame(again.values, merged))
    assert.equal(again.outdone, undefined)
  })
})

test('what a batch has written is agreed as soon as one of its fields shows, and not before', () => {
  holds(({ known, agreed }) => {
    const given = { seen: undefined, written: known.revision, fields: undefined, displaced: [] }
    const changed = valueFields.filter((field) => agreed[field] !== known[field])
    assert.ok(areSame(agreedOf(known, known, given)!, changed.length > 0 ? known : agreed))
    assert.ok(areSame(agreedOf(known, agreed, given)!, agreed))
  })
})

test('of columns that were moved meanwhile, what shows the former value has not been edited', () => {
  holds(({ known, agreed }) => {
    const changed = valueFields.filter((field) => agreed[field] !== known[field])
    const [missed, ...others] = changed
    if (missed === undefined || others.length === 0) return
    const seen = { ...known, [missed]: agreed[missed] }
    const given = { seen: undefined, written: known.revision, fields: undefined, displaced: [missed] }
    assert.ok(areSame(agreedOf(known, seen, given)!, seen))
  })
})
