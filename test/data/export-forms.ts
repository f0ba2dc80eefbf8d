import type { Said } from './export-cases.ts'

interface ExportForm {
  preset: string
  rows: string[]
  readings: Said[]
}

/**
 * Further forms of the exports in `imports/`, by site, in Europe/Vienna: headers, units, dates and signs are those of the
 * files that the presets name as their origins, the values are our own.
 */
export const exportForms: Readonly<Record<string, ExportForm>> = {
  // A report of days, with thousands set apart.
  'enphase-days': {
    preset: 'enphase',
    rows: ['Date/Time,Energy Delivered (Wh)', '01/29/2023,0', '01/30/2023,341', '01/31/2023,"1,032"', 'Total,"1,373"'],
    readings: [
      ['2023-01-28T23:00:00.000Z', 0, null],
      ['2023-01-29T23:00:00.000Z', 0, null],
      ['2023-01-30T23:00:00.000Z', 0.341, null],
      ['2023-01-31T23:00:00.000Z', 1.373, null],
    ],
  },
  'fronius-days': {
    preset: 'fronius-solarweb',
    rows: [
      'Datum und Uhrzeit,Gesamt Erzeugung,Gesamt Verbrauch,Eigenverbrauch,Energie ins Netz eingespeist,Energie vom Netz bezogen',
      '01.01.2022,37769.5  ,60146.1156 ,40573.7314 ,8941.00   ,19573.00   ',
      '02.01.2022,42676.25 ,61008.3161 ,41383.7862 , 336.00   , 625.00   ',
    ],
    readings: [
      ['2021-12-31T23:00:00.000Z', 0, 0],
      ['2022-01-01T23:00:00.000Z', 37.77, 19.573],
      ['2022-01-02T23:00:00.000Z', 80.446, 20.198],
    ],
  },
  'fronius-english': {
    preset: 'fronius-solarweb',
    rows: [
      'Date and time,Energy | PowerMeter,Consumed directly,Consumption,Energy from grid,Energy to grid,PV production',
      '[dd.MM.yyyy HH:mm],[Wh],[Wh],[Wh],[Wh],[Wh],[Wh]',
      '01.05.2024 00:00,n/a,0,2177,2177,0,0',
      '01.05.2024 00:05,n/a,90.77,3551.77,1761,0,90.77',
    ],
    readings: [
      ['2024-04-30T22:00:00.000Z', 0, 0],
      ['2024-04-30T22:05:00.000Z', 0, 2.177],
      ['2024-04-30T22:10:00.000Z', 0.091, 3.938],
    ],
  },
  // The unit is what the second row says.
  'fronius-kwh': {
    preset: 'fronius-solarweb',
    rows: [
      'Date and time,Total production,Total consumption,Own consumption,Energy to grid,Energy from grid',
      '[dd.MM.yyyy],[kWh],[kWh],[kWh],[kWh],[kWh]',
      '01.06.2021,18.5,29.75,10.5,8.0,19.251',
      '02.06.2021,20.25,15.5,1.5,19.0,14.28',
    ],
    readings: [
      ['2021-05-31T22:00:00.000Z', 0, 0],
      ['2021-06-01T22:00:00.000Z', 18.5, 19.251],
      ['2021-06-02T22:00:00.000Z', 38.75, 33.531],
    ],
  },
  // Mean power of quarters of an hour, none at night.
  'solaredge-power': {
    preset: 'solaredge',
    rows: [
      'Time,Battery Charge Level (%),Consumption (W),System Production (W),Export (W),Import (W)',
      '03/07/2026 06:45,40,500,,0,',
      '03/07/2026 07:00,40,500,400,0,100',
      '03/07/2026 07:15,40,500,1001,501,0',
    ],
    readings: [
      ['2026-03-07T06:00:00.000Z', 0, 0],
      ['2026-03-07T06:15:00.000Z', 0.1, 0.025],
      ['2026-03-07T06:30:00.000Z', 0.35, 0.025],
    ],
  },
  'solaredge-newer': {
    preset: '{"preset":"solaredge","inverterKwh":{"column":"Inv1 AC Production - Power (W)"}}',
    rows: [
      'Time,Inv1 AC Production - Power (W)',
      '"1/31/26, 12:00 AM",',
      '"1/31/26, 11:45 AM",100',
      '"1/31/26, 12:00 PM",122.5',
    ],
    readings: [
      ['2026-01-31T10:45:00.000Z', 0, null],
      ['2026-01-31T11:00:00.000Z', 0.025, null],
      ['2026-01-31T11:15:00.000Z', 0.056, null],
    ],
  },
}
