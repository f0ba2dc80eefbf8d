import vm from 'node:vm'
import { fill, type Placement } from '../../placeholders.ts'

const placeholder = /\{\{[^{}]*\}\}/g
const longestMilliseconds = 1000
const groupMark = "[.,'’ \\u00a0\\u202f]?"

/** Compiles a recipe's expression as it is without a reading. @throws SyntaxError */
export function compilePattern(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll(placeholder, '0'), 'm')
}

/**
 * Fills an expression's placeholders, so that they match literally: a number also where the page groups its thousands,
 * but never as a part of a longer number. @throws PlacementError
 */
export function fillPattern(pattern: string, placement: Placement): string {
  return pattern.replaceAll(placeholder, (whole, offset: number) => {
    const before = pattern.slice(0, offset)
    const after = pattern.slice(offset + whole.length)
    const start = before.endsWith('}}') ? '' : '(?<!\\d)(?<!\\d[.,])'
    const end = after.startsWith('{{') ? '' : '(?!\\d)(?![.,]0*[1-9])'
    return start + numberPattern(fill(whole, placement)) + end
  })
}

/** Whether a number stands anywhere in the text, grouped or not, and not as a part of another. */
export function holdsNumber(text: string, number: string): boolean {
  return new RegExp(`(?<!\\d)(?<!\\d[.,])${numberPattern(number)}(?!\\d)(?![.,]0*[1-9])`).test(text)
}

/**
 * Every match of an expression that a person wrote in a text that a portal wrote; none where it takes too long to find
 * out, since an expression may need longer than the page's life.
 */
export function matchesOf(pattern: string, text: string): string[][] {
  try {
    const script = '[...text.matchAll(new RegExp(pattern, "gm"))].map((match) => [...match].map((one) => one ?? ""))'
    return vm.runInNewContext(script, { pattern, text }, { timeout: longestMilliseconds }) as string[][]
  } catch {
    return []
  }
}

function numberPattern(text: string): string {
  return text
    .replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    .replaceAll(/\d{4,}/g, (digits) => digits.replaceAll(/\B(?=(\d{3})+$)/g, groupMark))
}
