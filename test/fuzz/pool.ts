import type { Random } from './random.ts'

/** What the service has named in its answers, so that requests can name it in turn. */
export interface Pool {
  /** Takes in what an answer names. */
  learn(answer: unknown): void
  /** Something of that name which is, or was, there. */
  known(name: string, random: Random): string | undefined
  /** A header: mostly that of an admin. */
  authorization(random: Random): string
  /** The admin's token from now on. */
  signIn(token: string): void
}

const mostOfAName = 200
const named = /^(id|readingId|site|username|name|connector|nextCursor)$/
/** Whose ids follow these parts of a path. */
const owners: Readonly<Record<string, string>> = {
  records: 'reading',
  submissions: 'submission',
  'meter-changes': 'meterChange',
  connectors: 'connector',
}

/** Under which name a path's parameter stands in answers: the `id` of `/records/{id}` is that of a reading. */
export function poolName(path: string, parameter: string): string {
  const [, before = ''] = path.match(new RegExp(`/([\\w-]+)/\\{${parameter}\\}`)) ?? []
  return parameter === 'id' || parameter === 'name' ? (owners[before] ?? parameter) : parameter
}

/** @param keeper the account that the test itself signs in with: nothing may be done to it */
export function createPool(keeper: string): Pool {
  const names = new Map<string, string[]>(
    Object.entries({ site: ['home'], connector: ['grid'], cursor: ['abc'], username: ['eve'] }),
  )
  let token = ''
  function keep(name: string, value: string): void {
    if (value === keeper || value.length > 100) return
    const known = names.get(name) ?? []
    if (known.includes(value)) return
    if (known.length >= mostOfAName) known.shift()
    names.set(name, [...known, value])
  }
  function learn(answer: unknown, owner: string): void {
    if (typeof answer !== 'object' || answer === null) return
    for (const [name, value] of Object.entries(answer)) {
      if (typeof value !== 'string') learn(value, Array.isArray(answer) ? owner : name.replace(/s$/, ''))
      else if (named.test(name)) keep(knownAs(name, owner), value)
    }
  }
  return {
    learn: (answer) => learn(answer, ''),
    known: (name, random) => random.pick(names.get(name) ?? []),
    authorization: (random) => {
      if (random.inHundred(96)) return `Bearer ${token}`
      return random.pick([
        '',
        'Bearer',
        'Bearer a.b.c',
        `Bearer ${token}x`,
        `Basic ${token}`,
        'Basic %%%',
        'Basic OjpA',
      ])
    },
    signIn: (fresh) => {
      token = fresh
    },
  }
}

function knownAs(name: string, owner: string): string {
  if (name === 'nextCursor') return 'cursor'
  if (name === 'readingId') return 'reading'
  return name === 'id' || (name === 'name' && owner === 'connector') ? owner : name
}
