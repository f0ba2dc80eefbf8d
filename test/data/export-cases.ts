/** What a reading says: its instant, the inverter's counter and the meter's. */
export type Said = [timestamp: string, inverterKwh: number | null, meterValue: number | null]

interface ExportCase {
  timeZone: string
  map?: object
  received: number
  rejected?: number
  readings: Said[]
}

/** The files in `imports/`, by preset, and the readings that they are to become. */
export const exportCases: Readonly<Record<string, ExportCase>> = {
  // A day of 25 hours among them.
  'tesla-powerwall': {
    timeZone: 'America/Los_Angeles',
    received: 5,
    readings: [
      ['2023-11-03T07:00:00.000Z', 0, 0],
      ['2023-11-04T07:00:00.000Z', 17.7, 3.4],
      ['2023-11-05T07:00:00.000Z', 29.9, 3.6],
      ['2023-11-06T08:00:00.000Z', 41.4, 9.5],
      ['2023-11-07T08:00:00.000Z', 46.4, 21.2],
      ['2023-11-08T08:00:00.000Z', 51.7, 32.1],
    ],
  },
  // A day of 23 hours, and one of which nothing is known.
  solaredge: {
    timeZone: 'America/New_York',
    received: 3,
    readings: [
      ['2026-03-07T05:00:00.000Z', 0, 0],
      ['2026-03-08T05:00:00.000Z', 12.345, 9.001],
      ['2026-03-09T04:00:00.000Z', 22.345, 20.001],
      ['2026-03-10T04:00:00.000Z', 22.345, 20.001],
      ['2026-03-11T04:00:00.000Z', 22.845, 28.501],
    ],
  },
  // The hour that comes twice.
  enphase: {
    timeZone: 'America/Denver',
    received: 5,
    readings: [
      ['2025-11-02T06:00:00.000Z', 0, 0],
      ['2025-11-02T07:00:00.000Z', 0, 0.4],
      ['2025-11-02T08:00:00.000Z', 0, 0.701],
      ['2025-11-02T09:00:00.000Z', 0, 1.003],
      ['2025-11-02T10:00:00.000Z', 0, 1.306],
      ['2025-11-02T11:00:00.000Z', 0.021, 1.585],
    ],
  },
  'fronius-solarweb': {
    timeZone: 'Europe/Vienna',
    received: 3,
    readings: [
      ['2025-06-02T09:00:00.000Z', 0, 0],
      ['2025-06-02T09:05:00.000Z', 0.096, 0.134],
      ['2025-06-02T09:10:00.000Z', 0.174, 0.252],
      ['2025-06-02T09:15:00.000Z', 0.174, 0.252],
      ['2025-06-02T09:20:00.000Z', 0.184, 0.272],
    ],
  },
  'home-assistant': {
    timeZone: 'Europe/Berlin',
    map: {
      preset: 'home-assistant',
      inverterKwh: { series: 'sensor.solar_energy' },
      meterValue: { series: 'sensor.grid_energy' },
    },
    received: 4,
    readings: [
      ['2026-01-10T06:00:00.000Z', 5120.123, null],
      ['2026-01-10T06:00:00.000Z', null, 812.25],
      ['2026-01-10T06:30:12.345Z', null, 812.75],
      ['2026-01-10T07:00:00.000Z', 5120.5, null],
    ],
  },
  emoncms: {
    timeZone: 'Europe/London',
    received: 2,
    readings: [
      ['2016-04-06T00:00:00.000Z', null, 100.25],
      ['2016-04-08T00:00:00.000Z', null, 120.5],
    ],
  },
  isolarcloud: {
    timeZone: 'Europe/Madrid',
    received: 2,
    readings: [
      ['2026-03-27T23:00:00.000Z', 0, 0],
      ['2026-03-28T23:00:00.000Z', 56.2, 7],
      ['2026-03-29T22:00:00.000Z', 76.3, 13.2],
    ],
  },
  homewizard: {
    timeZone: 'Europe/Amsterdam',
    received: 4,
    // The first row may mean either of two hours; the last lacks a part.
    rejected: 1,
    readings: [
      ['2025-10-25T23:45:00.000Z', null, 13_000.551],
      ['2025-10-26T00:45:00.000Z', null, 13_000.853],
      ['2025-10-26T01:00:00.000Z', null, 13_001.296],
    ],
  },
  'dsmr-reader': {
    timeZone: 'Europe/Amsterdam',
    received: 2,
    readings: [
      ['2025-12-31T23:00:00.000Z', null, 0],
      ['2026-01-01T00:00:00.000Z', null, 0.196],
      ['2026-01-01T01:00:00.000Z', null, 0.52],
    ],
  },
  'shelly-em': {
    timeZone: 'Europe/Sofia',
    received: 3,
    readings: [
      ['2026-01-11T00:00:00.000Z', null, 0],
      ['2026-01-11T00:10:00.000Z', null, 0.031],
      ['2026-01-11T00:20:00.000Z', null, 0.064],
      ['2026-01-11T00:30:00.000Z', null, 0.065],
    ],
  },
}

