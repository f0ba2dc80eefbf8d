import type { overview as english } from '../en/overview.ts'

export const overview: typeof english = {
  title: 'Übersicht',
  inverter: 'Wechselrichter',
  meter: 'Stromzähler',
  kilowattHours: 'kWh',
  source: (source) => `von ${source}`,
  noValue: 'Noch kein Wert',
  note: 'Notiz',
  none: 'Noch kein Stand',
  noneHint: 'Der erste Stand, den ein Telefon, ein Skript oder ein Mensch einträgt, erscheint hier von selbst.',
}
