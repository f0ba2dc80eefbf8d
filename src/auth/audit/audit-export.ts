import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Audit } from './audit.ts'
import type { AuditQuery, KeptAuditEntry } from './audit-store.ts'

export const auditFormats = ['csv', 'ndjson'] as const
type AuditFormat = (typeof auditFormats)[number]

const columns = ['id', 'at', 'account', 'action', 'target', 'status', 'address', 'requestId', 'note', 'count'] as const
const rowsPerPage = 1000

/** An entry as the API shows it. */
export function auditJson({ at, ...entry }: KeptAuditEntry): Omit<KeptAuditEntry, 'at'> & { at: string } {
  return { ...entry, at: new Date(at).toISOString() }
}

/** Everything of a range, newest first, page by page in memory that does not grow. */
export async function* exportAudit(
  audit: Pick<Audit, 'list'>,
  range: Pick<AuditQuery, 'from' | 'to' | 'account'>,
  format: AuditFormat,
): AsyncGenerator<string> {
  const line = format === 'csv' ? csvLine : ndjsonLine
  if (format === 'csv') yield `${columns.join(',')}\r\n`
  let before: AuditQuery['before']
  for (;;) {
    const page = await audit.list({ ...range, limit: rowsPerPage, before })
    if (page.length > 0) yield page.map(line).join('')
    before = page.at(-1)
    if (page.length < rowsPerPage) return
    // Others get their turn between two pages.
    await nextTurn()
  }
}

function ndjsonLine(entry: KeptAuditEntry): string {
  return `${JSON.stringify(auditJson(entry))}\n`
}

function csvLine(entry: KeptAuditEntry): string {
  const shown = auditJson(entry)
  return `${columns.map((column) => cell(shown[column])).join(',')}\r\n`
}

// What a spreadsheet would take for a formula is marked as text, as OWASP advises.
function cell(value: string | number | null): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
