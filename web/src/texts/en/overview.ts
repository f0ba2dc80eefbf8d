export const overview = {
  title: 'Overview',
  inverter: 'Solar inverter',
  meter: 'Electricity meter',
  kilowattHours: 'kWh',
  source: (source: string) => `from ${source}`,
  noValue: 'No value yet',
  note: 'Note',
  none: 'No reading yet',
  noneHint: 'The first reading that a phone, a script or a person records appears here by itself.',
}
