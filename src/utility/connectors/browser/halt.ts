import type { PersonCode, RefusalCode } from '../connector.ts'

interface Again {
  kind: 'again'
  detail: string
  afterMilliseconds: null
}

/** Why a run ends before the point of no return; nothing has left. */
export type HaltResult =
  | Again
  | { kind: 'person'; code: PersonCode; detail: string }
  | { kind: 'refused'; code: RefusalCode; detail: string }

/** Ends a run with a decision. */
export class Halt extends Error {
  readonly result: HaltResult

  constructor(result: HaltResult) {
    super(result.detail)
    this.name = 'Halt'
    this.result = result
  }
}

/** A step's element is not there. */
export class MissingError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MissingError'
  }
}

/** The point of no return could not be stored, so nothing was sent; its cause is for whoever stores. */
export class NotStoredError extends Error {
  constructor(cause: unknown) {
    super('the point of no return was not stored', { cause })
    this.name = 'NotStoredError'
  }
}

export function again(detail: string): Again {
  return { kind: 'again', detail, afterMilliseconds: null }
}
