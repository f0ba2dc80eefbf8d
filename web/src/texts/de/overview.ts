import type { overview as english } from '../en/overview.ts'

export const overview: typeof english = {
  title: 'Übersicht',
  add: 'Stand eintragen',
  addFirst: 'Den ersten Stand eintragen',
  counters: { produced: 'Wechselrichter', imported: 'Stromzähler' },
  kilowattHours: 'kWh',
  source: (source) => `von ${source}`,
  noValue: 'Noch kein Wert',
  today: 'Heute',
  month: 'Dieser Monat',
  change: 'zum Vorjahr',
  notKnown: '–',
  days: 'Letzte 30 Tage',
  months: 'Letzte 12 Monate',
  produced: 'Erzeugt',
  imported: 'Aus dem Netz',
  noEnergy: 'Erst mit zwei Ständen lässt sich hier Energie zeigen.',
  none: 'Noch kein Stand',
  noneHint: 'Der erste Stand, den ein Telefon, ein Skript oder ein Mensch einträgt, erscheint hier von selbst.',
  status: {
    title: 'Ist alles gut?',
    alerts: 'Meldungen',
    openAlerts: (count) => {
      if (count === 0) return 'Keine'
      return count === 1 ? 'Eine ist offen' : `${count} sind offen`
    },
  },
}
