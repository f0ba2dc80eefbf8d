import type { CurrentReadingJson } from '../../../src/readings/reading-schemas.ts'

const prefix = 'meterbridge.known.'

/** What this device knew last of a site, for where there is no connection. */
export function lastKnown(site: string): CurrentReadingJson | undefined {
  const text = localStorage.getItem(prefix + site)
  return text === null ? undefined : (JSON.parse(text) as CurrentReadingJson)
}

export function keepLastKnown(reading: CurrentReadingJson): void {
  localStorage.setItem(prefix + reading.site, JSON.stringify(reading))
}

/** For when another person may use the device. */
export function forgetLastKnown(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
}
