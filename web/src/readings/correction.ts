import { readDecimal } from '../locale/decimal.ts'

export interface TypedCorrection {
  meterValue: string
  inverterKwh: string
  /** In the site's time zone. */
  localTime: string
  note: string
}

/** What the service is told: the fields that were changed. An input of time knows no seconds, so an unchanged time stays. */
export function correctionOf(typed: TypedCorrection, before: TypedCorrection) {
  const counter = (text: string): number | null => readDecimal(text) ?? null
  return {
    ...(typed.meterValue !== before.meterValue && { meterValue: counter(typed.meterValue) }),
    ...(typed.inverterKwh !== before.inverterKwh && { inverterKwh: counter(typed.inverterKwh) }),
    ...(typed.localTime !== before.localTime && typed.localTime !== '' && { timestamp: typed.localTime }),
    ...(typed.note !== before.note && { note: typed.note.trim() || null }),
  }
}
