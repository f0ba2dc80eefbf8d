import { inspect } from 'node:util'

const mask = '***'

/** A value that prints as `***` wherever it is logged, serialised or inspected; only `reveal()` gives it away. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return mask
  }

  toJSON(): string {
    return mask
  }

  [inspect.custom](): string {
    return mask
  }
}
