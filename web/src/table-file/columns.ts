import type { Cell } from './cells.ts'

/** What a column may hold. */
export const fields = ['timestamp', 'time', 'meterValue', 'inverterKwh', 'source', 'note'] as const
export type Field = (typeof fields)[number]

/** The place of each field's column; null for none. */
export type Columns = Readonly<Record<Field, number | null>>

export const noColumns: Columns = {
  timestamp: null,
  time: null,
  meterValue: null,
  inverterKwh: null,
  source: null,
  note: null,
}

/** Names by which columns are recognised, without spaces and signs: whole ones first, then parts of them. */
const names: Readonly<Record<Field, { whole: RegExp; part: RegExp }>> = {
  timestamp: {
    whole: /^(timestamp|datetime|zeitstempel|zeitpunkt|date|datum|ablesedatum)$/,
    part: /date|datum|timestamp|zeitpunkt|zeitstempel|^time$|^zeit$/,
  },
  time: { whole: /^(time|uhrzeit|zeit|clock)$/, part: /uhrzeit|timeofday/ },
  meterValue: {
    whole: /^(metervalue|meterreading|zählerstand|zaehlerstand|stromzähler|meter|electricitymeter)$/,
    part: /meter|zähler|zaehler|grid|import|bezug|consum|verbrauch|reading/,
  },
  inverterKwh: {
    whole: /^(inverterkwh|inverter|wechselrichter|solarinverter|pv|solar)$/,
    part: /inverter|wechselrichter|solar|pv|produc|produk|erzeug|ertrag|yield/,
  },
  source: { whole: /^(source|quelle)$/, part: /source|quelle/ },
  note: { whole: /^(note|notes|notiz|bemerkung|comment|kommentar)$/, part: /note|notiz|bemerk|comment|komment/ },
}

/** Which column holds what, by the names of the header. */
export function columnsByName(header: readonly Cell[]): Columns {
  const plain = header.map((name) =>
    String(name)
      .toLowerCase()
      .replaceAll(/[^\p{L}\d]/gu, ''),
  )
  const columns: Record<Field, number | null> = { ...noColumns }
  for (const kind of ['whole', 'part'] as const)
    for (const field of fields) {
      const taken = Object.values(columns)
      const place = plain.findIndex((name, index) => names[field][kind].test(name) && !taken.includes(index))
      if (columns[field] === null && place >= 0) columns[field] = place
    }
  return columns
}
