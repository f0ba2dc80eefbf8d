import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { prepared } from './prepared.ts'

type Value = string | number | null

/** What is done with rows that break a unique key: the statement fails, or leaves them out and answers with a row for each other. */
export type OnConflict = 'fail' | 'leave out'

const endings: Readonly<Record<OnConflict, string>> = {
  fail: '',
  // Counted by what comes back: Citus tells as affected what a conflict left out, too.
  'leave out': ' on conflict do nothing returning 1',
}

/** An insert of rows that list the same columns, as one array for each column; what all rows have in common is said once. */
export function insertStatement(table: string, rows: readonly object[], onConflict: OnConflict): CompiledQuery {
  const columns = Object.keys(rows[0] ?? {})
  const parameters: string[] = []
  const parameter = (text: string, type: string): string => `$${parameters.push(text)}::${type}`
  const arrays: string[] = []
  const varying: string[] = []
  const selected = columns.map((column, index) => {
    const values = rows.map((row) => (row as Record<string, Value>)[column] ?? null)
    const [first = null] = values
    const name = pg.escapeIdentifier(column)
    // At least one array tells how many rows there are.
    const isLast = index === columns.length - 1 && arrays.length === 0
    if (!isLast && values.every((value) => value === first))
      return first === null ? 'null' : parameter(String(first), typeOf(values))
    arrays.push(parameter(arrayLiteral(values), `${typeOf(values)}[]`))
    varying.push(name)
    return name
  })
  const names = columns.map((column) => pg.escapeIdentifier(column))
  const text = `insert into ${pg.escapeIdentifier(table)} (${names.join(', ')}) select ${selected.join(', ')}
    from unnest(${arrays.join(', ')}) as new_row (${varying.join(', ')})${endings[onConflict]}`
  return CompiledQuery.raw(prepared(text), parameters)
}

function typeOf(values: readonly Value[]): 'text' | 'bigint' {
  return values.some((value) => typeof value === 'string') ? 'text' : 'bigint'
}

function arrayLiteral(values: readonly Value[]): string {
  return `{${values.map((value) => (typeof value === 'string' ? quoted(value) : (value ?? 'NULL'))).join(',')}}`
}

// https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
