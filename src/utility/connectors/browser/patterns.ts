import vm from 'node:vm'
import { fill, type Placement } from '../placeholders.ts'

const placeholder = /\{\{[^{}]*\}\}/g
const longestMilliseconds = 1000
const groupMark = "[.,'’ \\u00a0\\u202f]?"

/** Compiles a recipe's expression as it is without a reading. @throws SyntaxError */
export function compilePattern(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll(placeholder, '0'), 'm')
}

// Portals pad readings with zeros.
const numberStart = '(?<!\\d)(?<!\\d[.,])0*'
const numberEnd = '(?!\\d)(?![.,]0*[1-9])'

/**
 * Fills an expression's placeholders, so that they match literally: a number also where the page groups its thousands or
 * pads it with zeros, but never as a part of a longer number. @throws PlacementError
 */
export function fillPattern(pattern: string, placement: Placement): string {
  return pattern.replaceAll(placeholder, (whole, offset: number) => {
    const before = pattern.slice(0, offset)
    const after = pattern.slice(offset + whole.length)
    const start = before.endsWith('}}') ? '' : numberStart
    const end = after.startsWith('{{') ? '' : numberEnd
    const text = fill(whole, placement)
    const zeros = end !== '' && /[.,]\d+$/.test(text) ? '0*' : ''
    return start + numberPattern(text) + zeros + end
  })
}

/**
 * Whether a value, in thousandths, may stand anywhere in the text: rounded to whole units either way, grouped, padded or
 * digit by digit, with whatever decimals, but not as a part of a longer number.
 */
export function mayHoldValue(text: string, thousandths: number): boolean {
  const wholes = [Math.floor(thousandths / 1000), Math.ceil(thousandths / 1000)].map(String)
  const forms = wholes.flatMap((whole) => [numberPattern(whole), [...whole].join('\\s?')])
  return forms.some((form) => new RegExp(`${numberStart}${form}(?!\\d)`).test(text))
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
