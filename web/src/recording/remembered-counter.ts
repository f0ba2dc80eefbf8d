import type { CounterField } from '../../../src/readings/counter.ts'

const storageKey = 'meterbridge.counter'

/** The counter that was read last on this device. */
export function rememberedCounter(): CounterField {
  return localStorage.getItem(storageKey) === 'inverterKwh' ? 'inverterKwh' : 'meterValue'
}

export function rememberCounter(field: CounterField): void {
  localStorage.setItem(storageKey, field)
}
