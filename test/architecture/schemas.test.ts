import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'

const root = join(import.meta.dirname, '../..')

/** Where an object with a regular expression for `pattern` says by no `title` what that means. */
function untitledPatterns(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  if (!text.includes('pattern:')) return []
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const untitled: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const initializerOf = (name: string): ts.Expression | undefined =>
        node.properties.filter(ts.isPropertyAssignment).find((property) => property.name.getText() === name)
          ?.initializer
      const pattern = initializerOf('pattern')
      if (pattern && ts.isStringLiteralLike(pattern) && pattern.text.startsWith('^') && !initializerOf('title'))
        untitled.push(`${file}: ${pattern.text}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return untitled
}

test('every pattern of a schema says in words what fits it', () => {
  const files = globSync('src/**/*.ts', { cwd: root })
  assert.ok(files.includes('src/text-forms.ts'))
  assert.deepEqual(files.flatMap(untitledPatterns), [])
})
