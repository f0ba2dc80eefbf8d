/** A setting that stops the start: one line with the variable, what is wrong and an example. Never holds the value. */
export class SettingError extends Error {
  constructor(name: string, wrong: string, example: string) {
    super(`${name} ${wrong} (example: ${example})`)
    this.name = 'SettingError'
  }
}

/** What an error of the system is called, without the paths and hosts that its message may hold. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}

export type Parse<T> = (name: string, raw: string) => T

export const text: Parse<string> = (_name, raw) => raw

export function choice<const T extends string>(values: readonly T[]): Parse<T> {
  return (name, raw) => {
    const found = values.find((value) => value === raw)
    if (found === undefined) throw new SettingError(name, `must be one of ${values.join(', ')}`, values[0] ?? '')
    return found
  }
}

/** A whole number within bounds, both included. */
export function count({ from, to, example }: { from: number; to: number; example: string }): Parse<number> {
  return (name, raw) => {
    const value = /^\d+$/.test(raw) ? Number(raw) : Number.NaN
    if (!(value >= from && value <= to))
      throw new SettingError(name, `must be a whole number from ${from} to ${to}`, example)
    return value
  }
}

export function url(protocols: readonly string[], example: string): Parse<string> {
  return (name, raw) => {
    const parsed = URL.parse(raw)
    if (!(parsed && protocols.includes(parsed.protocol)))
      throw new SettingError(name, `must be an address that begins with ${protocols.join('// or ')}//`, example)
    return raw
  }
}

export function list<T>(parse: Parse<T>): Parse<T[]> {
  return (name, raw) =>
    raw
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
      .map((item) => parse(name, item))
}

const epoch = Temporal.Instant.fromEpochMilliseconds(0)

/**
 * A zone of the IANA database of this Node.js as it is written there; undefined where there is none of that name.
 * `Temporal` knows without loading any language.
 */
export function timeZoneNamed(name: string): string | undefined {
  try {
    const { timeZoneId } = epoch.toZonedDateTimeISO(name)
    // A timestamp or an offset would pass for the zone that it names.
    return timeZoneId.toLowerCase() === name.toLowerCase() && !/^[+-]/.test(name) ? timeZoneId : undefined
  } catch {
    return undefined
  }
}
