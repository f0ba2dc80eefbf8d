export const overview = {
  title: 'Overview',
  add: 'Add a reading',
  addFirst: 'Add the first reading',
  counters: { produced: 'Solar inverter', imported: 'Electricity meter' },
  kilowattHours: 'kWh',
  source: (source: string) => `from ${source}`,
  noValue: 'No value yet',
  today: 'Today',
  month: 'This month',
  change: 'vs last year',
  notKnown: '–',
  days: 'Last 30 days',
  months: 'Last 12 months',
  produced: 'Produced',
  imported: 'From the grid',
  noEnergy: 'Two readings are needed before energy can be shown here.',
  none: 'No reading yet',
  noneHint: 'The first reading that a phone, a script or a person records appears here by itself.',
  status: {
    title: 'Is all well?',
    alerts: 'Alerts',
    openAlerts: (count: number) => {
      if (count === 0) return 'None'
      return count === 1 ? 'One is open' : `${count} are open`
    },
  },
}
