import { Type } from '../../json-schema.ts'

/** How late a utility may list a reading that it has taken; two days at most. */
export const GraceMinutes = Type.Integer({ minimum: 1, maximum: 2880 })

/** @returns the time of grace where the look-up says one */
export function graceOf(lookup: { graceMinutes?: number } | undefined): { graceMilliseconds?: number } {
  return lookup?.graceMinutes === undefined ? {} : { graceMilliseconds: lookup.graceMinutes * 60_000 }
}
