import type { PersonCode, RefusalCode } from '../connector.ts'
import { matchesOf } from './patterns.ts'
import type { Recipe } from './recipe.ts'
import { locatorsOf } from './selectors.ts'
import type { Visit } from './visit.ts'

/** What a portal's page says about the reading. */
export type Verdict =
  | { kind: 'confirmed'; receipt: string | null; detail: string }
  | { kind: 'refused'; code: RefusalCode; detail: string }
  | { kind: 'person'; code: PersonCode; detail: string }

/** The pattern for a person that the text matches. */
export function personIn({ needsPerson = [] }: Recipe, text: string): Extract<Verdict, { kind: 'person' }> | undefined {
  for (const { pattern, code } of needsPerson) {
    const [match] = matchesOf(pattern, text)
    if (match) return { kind: 'person', code, detail: quoted(match[0]) }
  }
  return undefined
}

/** The pattern of a refusal that the text matches. */
export function refusalIn({ refusals = [] }: Recipe, text: string): Extract<Verdict, { kind: 'refused' }> | undefined {
  for (const { pattern, code } of refusals) {
    const [match] = matchesOf(pattern, text)
    if (match) return { kind: 'refused', code, detail: quoted(match[0]) }
  }
  return undefined
}

/** Success as the recipe defines it, and nothing else; a receipt that belongs to another submission proves nothing. */
export async function successIn(
  visit: Visit,
  { success }: Recipe,
  text: string,
  receiptsOfOthers: ReadonlySet<string>,
): Promise<Extract<Verdict, { kind: 'confirmed' }> | undefined> {
  const own = matchesOf(success.pattern, text).find(([, receipt = '']) => !receiptsOfOthers.has(receipt.trim()))
  if (!own || !(await isShown(visit, success.selector))) return undefined
  const [whole, receipt = ''] = own
  return { kind: 'confirmed', receipt: receipt.trim() === '' ? null : receipt.trim(), detail: quoted(whole) }
}

async function isShown(visit: Visit, selector: string | undefined): Promise<boolean> {
  if (selector === undefined) return true
  for (const frame of visit.context.pages().flatMap((page) => page.frames()))
    for (const locator of locatorsOf(frame, selector))
      if (
        (await locator
          .filter({ visible: true })
          .count()
          .catch(() => 0)) > 0
      )
        return true
  return false
}

function quoted(text = ''): string {
  return `The portal says: ${text.replaceAll(/\s+/g, ' ').trim()}`
}
