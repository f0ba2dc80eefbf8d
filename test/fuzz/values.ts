import type { Schema } from './operations.ts'
import type { Random } from './random.ts'

const second = 1000
const year = 366 * 86_400 * second

const letters = Array.from('abcdefghijklmnopqrstuvwxyz0123456789-')

/** Texts on which programs have stumbled. */
const nastyTexts = [
  '',
  ' ',
  '\0',
  'a\u0000b',
  '\r\nSet-Cookie: a=b',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%',
  '%zz',
  "' or 1=1 --",
  '"; drop table readings; --',
  '<script>alert(1)</script>',
  '=cmd|calc!A1',
  '{{reading}}',
  '{{secret.key|digits:0:999999999}}',
  '\ud800',
  '\ufeffbom',
  '\u202egnirts',
  'e\u0301'.repeat(40),
  '👩‍👩‍👧'.repeat(20),
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'null',
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  '0x10',
  '9007199254740993',
  '(a+)+$',
  '[',
  '(?<x>a)\\k<y>',
  'a'.repeat(1001),
  'é'.repeat(5000),
  'http://127.0.0.1:9/',
  'http://[::1]:9/',
  'file:///etc/passwd',
  'javascript:alert(1)',
] as const

const nastyValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.1,
  1e-320,
  1e21,
  1e308,
  -1e308,
  2 ** 53,
  2 ** 31,
  [],
  {},
  [[]],
  [null],
  { length: 5 },
  { toString: 1 },
  { valueOf: 1 },
]

const instants = [
  '2026-03-29T02:30:00',
  '2026-10-25T02:30:00',
  '2026-12-31T23:59:60Z',
  '+275760-09-13T00:00:00Z',
  '-271821-04-20T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '2000-01-01T00:00:00Z',
  '1999-12-31T23:59:59Z',
  '2026-01-01T00:00:00+23:59',
  '2026-01-01T00:00:00[Europe/Berlin]',
  '2026-01-01',
  '20260101T000000Z',
  '2026-W01-1',
  '2026-02-30T00:00:00Z',
] as const

export function nastyText(random: Random): string {
  return random.pick(nastyTexts)
}

/** An instant of the last years, or one with which calendars have trouble. */
export function instant(random: Random): string {
  if (random.inHundred(15)) return random.pick(instants)
  return new Date(Date.now() - random.below(6 * year)).toISOString()
}

/** A value that the schema may take; now and then it is right on a limit. */
export function valueFor(schema: Schema, name: string, random: Random): unknown {
  if (schema.enum) return random.pick(schema.enum)
  if (schema.const !== undefined) return schema.const
  if (schema.anyOf) return valueFor(random.pick(schema.anyOf) ?? {}, name, random)
  const types = [schema.type ?? 'any'].flat()
  switch (random.pick(types)) {
    case 'object':
      return objectFor(schema, random)
    case 'array':
      return Array.from({ length: random.below(4) }, () => valueFor(schema.items ?? {}, name, random))
    case 'integer':
    case 'number':
      return numberFor(schema, random)
    case 'boolean':
      return random.inHundred(50)
    case 'null':
      return null
    case 'string':
      return textFor(schema, name, random)
    default:
      return random.inHundred(50) ? random.pick(nastyValues) : textFor(schema, name, random)
  }
}

function objectFor(schema: Schema, random: Random): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    if (schema.required?.includes(name) || random.inHundred(50)) object[name] = valueFor(property, name, random)
  return object
}

function numberFor({ minimum = -10, maximum = 1e9 }: Schema, random: Random): number {
  if (random.inHundred(20)) return random.pick([minimum, maximum, minimum - 1, maximum + 1])
  return random.inHundred(50) ? Math.floor(minimum) + random.below(2000) : random.below(100_000) / 1000
}

function textFor({ minLength = 0, maxLength = 60 }: Schema, name: string, random: Random): string {
  if (/timestamp|from|^to$|date/i.test(name)) return instant(random)
  if (random.inHundred(15)) return nastyText(random)
  if (name === 'id') return uuid(random)
  if (random.inHundred(5)) return 'x'.repeat(Math.min(maxLength + 1, 20_000))
  const length = Math.max(minLength, random.below(Math.min(maxLength, 12)) + 1)
  return Array.from({ length }, () => random.pick(letters)).join('')
}

function uuid(random: Random): string {
  const digits = Array.from({ length: 30 }, () => random.below(16).toString(16)).join('')
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-a${digits.slice(15, 18)}-${digits.slice(18, 30)}`
}

/** The same value with something in it changed, taken away, doubled or added. */
export function spoiled(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.inHundred(15)) return nastyOf(random)
  if (Array.isArray(value)) {
    if (value.length === 0) return [nastyOf(random)]
    const at = random.below(value.length)
    if (random.inHundred(10)) return [...value, ...value]
    return value.map((element, index) => (index === at ? spoiled(element, random) : element))
  }
  const names = Object.keys(value)
  const name = random.pick(names)
  if (name === undefined || random.inHundred(15)) return { ...value, [nastyText(random)]: nastyOf(random) }
  const { [name]: old, ...rest } = value as Record<string, unknown>
  return random.inHundred(15) ? rest : { ...rest, [name]: spoiled(old, random) }
}

function nastyOf(random: Random): unknown {
  if (random.inHundred(40)) return random.pick(nastyValues)
  return random.inHundred(20) ? instant(random) : nastyText(random)
}
