import { readFileSync } from 'node:fs'

export const household = readFileSync(new URL('../data/household-2020-2023.csv', import.meta.url), 'utf8')
export const spoiledLines = [101, 501, 901]

/** The real house with a date that there is not, a word for a number, and a negative one. */
export function spoiledHousehold(): string {
  const lines = household.split('\n')
  const spoil = (line: number, change: (text: string) => string): void => {
    lines[line - 1] = change(lines[line - 1] ?? '')
  }
  spoil(101, (text) => text.replace(/^[^,]+/, '31.31.2020'))
  spoil(501, (text) => text.replace(/,[^,]*,/, ',twelve,'))
  spoil(901, (text) => text.replace(/^([^,]+),.*/, '$1,-5,,powerwall,'))
  return lines.join('\n')
}
