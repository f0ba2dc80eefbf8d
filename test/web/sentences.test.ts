import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'
import { checkOf } from '../../src/input-check.ts'
import { siteName } from '../../src/text-forms.ts'
import { createTranslator } from '../../web/src/service/translator.ts'
import { sentences } from '../../web/src/texts/de/sentences.ts'
import { checks, forms } from '../../web/src/texts/de/service/checks.ts'
import { sentences as english } from '../../web/src/texts/en/sentences.ts'

const root = join(import.meta.dirname, '../..')
const translate = createTranslator(sentences)

/** Every text in the service's code, what varies in it as `{}`. */
function saidByTheService(): Set<string> {
  const said = new Set<string>()
  for (const file of globSync('src/**/*.ts', { cwd: root })) {
    const text = readFileSync(join(root, file), 'utf8')
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node)) said.add(node.text)
      if (ts.isTemplateExpression(node))
        said.add(node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join(''))
      ts.forEachChild(node, visit)
    }
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))
  }
  return said
}

test('every sentence that is translated is one that the service says', () => {
  const said = saidByTheService()
  const unsaid = Object.keys({ ...english, ...sentences }).filter(
    (sentence) => !(sentence in checks || sentence in forms) && !said.has(sentence.replaceAll('{#}', '{}')),
  )
  assert.deepEqual(unsaid, [])
})

test('every form of a text that is translated is the title of a schema', () => {
  const said = saidByTheService()
  const untitled = Object.keys(forms).filter((sentence) => !said.has(sentence.replace(/^must be /, '')))
  assert.deepEqual(untitled, [])
})

test('a translation names no more than its sentence holds', () => {
  for (const [sentence, words] of [...Object.entries(sentences), ...Object.entries(english)]) {
    const slots = sentence.match(/\{#?\}/g)?.length ?? 0
    for (const [, place] of words.matchAll(/\{(\d)\}/g))
      assert.ok(Number(place) >= 1 && Number(place) <= slots, `${sentence} → ${words}`)
  }
})

test('what varies in a sentence is carried over, and translated where it is a sentence itself', () => {
  assert.equal(
    translate('Too many failed sign-ins; try again in 30 s.'),
    'Zu viele fehlgeschlagene Anmeldungen; in 30 s wieder versuchen.',
  )
  assert.equal(translate('The password must be 8 characters or more.'), 'Das Passwort muss mindestens 8 Zeichen haben.')
  assert.equal(
    translate('meterValue 47000 is less than 48000 at 2026-11-29T07:00:00.000Z before it.'),
    'meterValue 47000 ist weniger als 48000 (2026-11-29T07:00:00.000Z) davor.',
  )
  assert.match(
    translate(
      'The sheet is not written: Google refuses access to the spreadsheet; share it with a@b.example as an editor',
    ),
    /^Die Tabelle wird nicht geschrieben: Google verweigert .* a@b\.example /,
  )
})

test('of a row each column is told of', () => {
  assert.equal(
    translate('timestamp lies before the year 2000; meterValue is required'),
    'timestamp liegt vor dem Jahr 2000; meterValue wird gebraucht',
  )
})

test('of several sentences each is translated, and what speaks of calls is left out', () => {
  const told = [
    'The reading of home for city needs a person (unknown-outcome): The service ended before an answer came.',
    'The value to type is 4711, at https://city.example/meter, before 2026-12-05.',
    'Then decide with POST /utility/submissions/0199/resolve or …/retry.',
  ].join(' ')
  assert.equal(
    translate(told),
    'Die Ablesung von home für city braucht einen Menschen (unknown-outcome): Der Dienst endete, bevor eine Antwort kam. Einzutragen ist 4711.',
  )
  const refused =
    'In its words: too low See GET /utility/submissions/0199; correct the reading and push it anew, or resolve the submission.'
  assert.equal(
    translate(refused),
    'In its words: too low Die Ablesung korrigieren und neu übermitteln, oder die Übermittlung abschließen.',
  )
  const inEnglish = createTranslator(english)(told)
  assert.equal(inEnglish, told.slice(0, told.indexOf(' Then decide')))
})

test('a sentence that nobody has translated stays as it is', () => {
  assert.equal(translate('Something new; nobody knows it yet.'), 'Something new; nobody knows it yet.')
})

test('what is said of input that does not fit a schema is translated', () => {
  const schema = {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 2 },
      digits: { type: 'integer', maximum: 12 },
      site: { type: 'string', ...siteName },
    },
  } as Parameters<typeof checkOf>[0]
  const told = checkOf(schema).errors({ name: 'a', digits: 13, site: 'A' })
  for (const { message } of told) assert.notEqual(translate(message), message, message)
  assert.equal(told.length, 3)
})
