import type { CounterField } from '../../../src/readings/counter.ts'
import { readDecimal } from '../locale/decimal.ts'
import { texts } from './texts.ts'

/** What a person has typed so far. */
export interface TypedReading {
  field: CounterField
  text: string
  /** As an input of date and time gives it, in the device's zone; empty for now. */
  localTime: string
  note: string
}

const largestValue = 1e9

export function typedValue({ text }: TypedReading): number | undefined {
  const value = readDecimal(text)
  return value === undefined || value > largestValue ? undefined : value
}

/** An instant in RFC 3339; undefined for now, or while the time is not complete. */
export function typedTimestamp({ localTime }: TypedReading): string | undefined {
  const instant = new Date(localTime)
  return localTime === '' || Number.isNaN(instant.getTime()) ? undefined : instant.toISOString()
}

/** What is wrong with it, by field. */
export function errorsIn(typed: TypedReading, now: number): { value?: string; time?: string } {
  const value = readDecimal(typed.text)
  const timestamp = typedTimestamp(typed)
  return {
    ...(value === undefined && { value: texts.notANumber }),
    ...(value !== undefined && value > largestValue && { value: texts.tooLarge }),
    ...(timestamp !== undefined && new Date(timestamp).getTime() > now && { time: texts.future }),
  }
}
