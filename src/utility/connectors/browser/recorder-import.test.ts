import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Problem } from '../../../problem.ts'
import type { RecipeStep } from './recipe.ts'
import { importRecording } from './recorder-import.ts'

const url = 'https://portal.example'
const typed = { username: 'anna@example.com', password: 'hunter2-hunter2', reading: '4711', date: '02.05.2026' }
const click = (name: string, navigates = false, more: object = {}) => ({
  type: 'click',
  target: 'main',
  selectors: [[`aria/${name}`], [`text/${name}`]],
  offsetX: 1,
  offsetY: 1,
  ...(navigates && { assertedEvents: [{ type: 'navigation', url: `${url}/next`, title: '' }] }),
  ...more,
})
const change = (value: string, ...selectors: string[]) => ({
  type: 'change',
  value,
  target: 'main',
  selectors: (selectors.length > 0 ? selectors : ['#field']).map((one) => [one]),
})
const recorded = (...steps: object[]) => ({
  title: 'A recording',
  steps: [{ type: 'navigate', url: `${url}/` }, ...steps],
})
const importSteps = (steps: object[], values: object = typed): RecipeStep[] =>
  importRecording(recorded(...steps), values).recipe.steps
const valuesOf = (steps: readonly RecipeStep[]) => steps.flatMap(({ value }) => value ?? [])
const refused = (steps: object[], values: object = typed) => {
  try {
    importRecording(recorded(...steps), values)
  } catch (error) {
    assert.ok(error instanceof Problem)
    assert.equal(error.status, 422)
    assert.doesNotMatch(JSON.stringify(error), /hunter2|anna@/)
    return error.errors?.map(({ path }) => path)
  }
  assert.fail('it was taken')
}

describe('importing a recording', () => {
  test('makes placeholders of what was typed', () => {
    const steps = importSteps([
      change('anna@example.com', '#user'),
      change('hunter2-hunter2', '#password'),
      change('2026-05-02', '#date'),
      change('4711', '#reading'),
      click('Send', true),
    ])
    assert.deepEqual(valuesOf(steps), [
      '{{secret.username}}',
      '{{secret.password}}',
      '{{date|YYYY-MM-DD}}',
      '{{reading}}',
    ])
  })

  const numbers: [string, string[], string[]][] = [
    ['4711,5', ['4711,5'], ['{{reading|decimal:,:1}}']],
    ['4711.50', ['4711.50'], ['{{reading|decimal:.:2}}']],
    ['004711', ['004711'], ['{{reading|digits:0:6}}']],
    [
      '4711',
      ['4', '7', '1', '1'],
      ['{{reading|digits:0:1}}', '{{reading|digits:1:2}}', '{{reading|digits:2:3}}', '{{reading|digits:3:4}}'],
    ],
    ['4711', ['00', '47', '11'], ['{{reading|digits:0:2}}', '{{reading|digits:2:4}}', '{{reading|digits:4:6}}']],
    ['4711,5', ['4711', '5'], ['{{reading|digits:0:4}}', '{{reading|digits:4:5}}']],
  ]
  for (const [reading, fields, placeholders] of numbers)
    test(`finds the reading ${reading} typed as ${fields.join(' | ')}`, () => {
      const steps = fields.map((text, index) => change(text, `#part-${'abcdef'[index]}`))
      assert.deepEqual(valuesOf(importSteps([...steps, click('Send')], { ...typed, reading })), placeholders)
    })

  test('finds a date in three fields, and digits typed key by key', () => {
    const keys = '4711'.split('').flatMap((key) => [
      { type: 'keyDown', key, target: 'main' },
      { type: 'keyUp', key, target: 'main' },
    ])
    const steps = importSteps([change('2', '#d'), change('05', '#m'), change('2026', '#y'), ...keys, click('Send')])
    assert.deepEqual(valuesOf(steps), ['{{date|DD}}', '{{date|MM}}', '{{date|YYYY}}'])
    assert.deepEqual(
      steps.flatMap(({ key }) => key ?? []),
      ['{{reading|digits:0:1}}', '{{reading|digits:1:2}}', '{{reading|digits:2:3}}', '{{reading|digits:3:4}}'],
    )
  })

  test('drops selectors that show a typed value, also a shortened one, and keeps the others', () => {
    const selectors = ['aria/anna@example.com', 'text/anna@exa', '[value="4711"]', 'text/02.05.2026', '#kept']
    const [, step] = importSteps([change('4711', ...selectors), click('Send')])
    assert.deepEqual(step?.selectors, [['#kept']])
  })

  test('forgets a field that was typed into before it was typed into again', () => {
    const steps = importSteps([change('hunter2-hun', '#pass'), change('hunter2-hunter2', '#pass'), click('Send')])
    assert.deepEqual(valuesOf(steps), ['{{secret.password}}'])
  })

  test('refuses a recording while a secret would be left in it', () => {
    const cases: [object[], string[]][] = [
      [[click('hunter2-hunter2')], ['/recording/steps/1/selectors']],
      [
        [{ type: 'navigate', url: `${url}/?user=anna%40example.com` }],
        ['/recording/steps/1/url', '/recording/steps/1'],
      ],
      [[{ type: 'waitForExpression', expression: 'x === "hunter2-hunter2"' }], ['/recording/steps/1/expression']],
      [[change('something else', '#password')], ['/recording/steps/1/value']],
      [[change('hunter2', '#a'), change('-hunter2', '#b')], ['/recording/steps']],
    ]
    for (const [steps, paths] of cases) {
      const found = refused(steps) ?? []
      for (const path of paths) assert.ok(found.includes(path), `${path} in ${found.join()}`)
    }
    const pin = '1973'.split('').map((key) => ({ type: 'keyDown', key, target: 'main' }))
    assert.deepEqual(refused(pin, { password: '1973' }), ['/recording/steps'])
  })

  test('takes a secret that is no Unicode text as any other', () => {
    const half = '\ud800-a-password'
    assert.deepEqual(valuesOf(importSteps([change(half)], { ...typed, password: half })), ['{{secret.password}}'])
  })

  test('takes the origins that were visited, and no address or title beyond what is opened', () => {
    const away = click('On', true, {
      assertedEvents: [{ type: 'navigation', url: 'https://login.example/?s=1', title: 'anna@example.com' }],
    })
    const { recipe } = importRecording(recorded(away, change('4711'), click('Send', true)), typed)
    assert.deepEqual(recipe.origins, [url, 'https://login.example'])
    assert.doesNotMatch(JSON.stringify(recipe), /title|\?s=1|anna/)
  })

  const commits: [string, object[], number][] = [
    ['on the last click that leads to another page', [click('Next', true), click('Go', true), click('Receipt')], 3],
    ['on the one that confirms in a dialog', [click('Next', true), click('Yes, send')], 3],
    ['not on signing out', [click('Send', true), click('Log out', true)], 2],
    ['on Enter where nothing is clicked', [{ type: 'keyDown', key: 'Enter', target: 'main' }], 2],
  ]
  for (const [what, steps, index] of commits)
    test(`sets commit ${what}`, () => {
      const marked = importSteps([change('4711'), ...steps]).flatMap(({ commit }, place) => (commit ? [place] : []))
      assert.deepEqual(marked, [index])
    })

  test('says where it cannot tell the day from the month', () => {
    const isTold = (date: string) =>
      importRecording(recorded(change(date)), { ...typed, date }).problems.some((one) => one.includes('DD and MM'))
    assert.deepEqual(['05/02/2026', '05/22/2026', '02.05.2026', '2026-05-02'].map(isTold), [true, false, false, false])
  })

  test('says what it did not find, and marks a cookie banner as optional', () => {
    const { recipe, problems } = importRecording(recorded(click('Accept all cookies'), click('Send', true)), typed)
    assert.equal(recipe.steps[1]?.optional, true)
    for (const name of ['username', 'password', 'reading', 'date'])
      assert.ok(
        problems.some((problem) => problem.includes(`the ${name} was not found`)),
        name,
      )
  })

  test('refuses what is no recording', () => {
    for (const recording of [undefined, null, 'text', {}, { steps: 'none' }, { steps: [1] }])
      assert.throws(() => importRecording(recording, typed), Problem)
  })

  test('refuses fields of a wrong type by their place, and takes a typed reading for text and no pattern', () => {
    const step = { type: 'change', value: 'x', selectors: [['#a']] }
    for (const [field, wrong] of [
      ['value', 7],
      ['selectors', {}],
      ['target', []],
      ['key', null],
    ] as const)
      assert.throws(
        () => importRecording({ steps: [step, { ...step, [field]: wrong }] }, typed),
        (error) => error instanceof Problem && error.errors?.[0]?.path === `/recording/steps/1/${field}`,
      )
    assert.doesNotThrow(() => importRecording({ steps: [step] }, { reading: '(a+)+$[' }))
  })
})
