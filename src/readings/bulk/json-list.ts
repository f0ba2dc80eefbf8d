import type { Readable } from 'node:stream'
import { Problem } from '../../problem.ts'
import type { BulkRow } from './bulk.ts'
import { jsonRow, refuseTooLong } from './bulk-text.ts'
import { decoded, truncated } from './csv-text.ts'

const listHead = /^\s*(?:\[|\{\s*"records"\s*:\s*\[)/

/** Whether a text begins as a list of records: `[…]`, or `{"records":[…]}` as an export has it. */
export function beginsList(text: string): boolean {
  return listHead.test(text)
}

/** The records of a text that begins as a list, in memory that does not grow with it. @throws Problem 400 where it does not end as one */
export async function* readJsonList(body: Readable): AsyncGenerator<BulkRow[]> {
  const list = createCutter()
  let count = 0
  for await (const text of afterHead(body)) {
    const rows = list
      .cut(text)
      .filter((item) => item.trim() !== '')
      .map(jsonRow)
    count += rows.length
    refuseTooLong(list.rest(), count)
    if (rows.length > 0) yield rows
  }
  if (!list.rest().startsWith(']')) throw truncated(count)
  if (!/^\]\s*\}?\s*$/.test(list.rest()))
    throw new Problem(400, `After record ${count - 1} the list must end with ] or ]}, and nothing may follow.`)
}

async function* afterHead(body: Readable): AsyncGenerator<string> {
  let start = ''
  let isOpen = false
  for await (const text of decoded(body)) {
    if (isOpen) yield text
    else start += text
    if (isOpen || !beginsList(start)) continue
    isOpen = true
    yield start.replace(listHead, '')
  }
}

/** Cuts what comes after the `[` of a list into the texts of its items, piece by piece. */
function createCutter() {
  const isInString = createStringWatch()
  let depth = 0
  let rest = ''
  const endsItem = (character: string | undefined): boolean => {
    if (isInString(character)) return false
    if (character === '{' || character === '[') depth++
    if (character === '}' || character === ']') depth--
    return depth < 0 || (depth === 0 && character === ',')
  }
  return {
    /** The items that end in this piece. */
    cut: (piece: string): string[] => {
      const items: string[] = []
      let from = 0
      for (let at = 0; at < piece.length && depth >= 0; at++) {
        if (!endsItem(piece[at])) continue
        items.push(rest + piece.slice(from, at))
        rest = ''
        from = depth < 0 ? at : at + 1
      }
      rest += piece.slice(from)
      return items
    },
    /** What came after the last of them: from the closing bracket on, once the list is over. */
    rest: () => rest,
  }
}

/** Tells of each character of a JSON text whether it stands in a string. */
function createStringWatch() {
  let isOpen = false
  let isEscaped = false
  return (character: string | undefined): boolean => {
    const wasOpen = isOpen
    if (isEscaped) isEscaped = false
    else if (isOpen && character === '\\') isEscaped = true
    else if (character === '"') isOpen = !isOpen
    return wasOpen
  }
}
