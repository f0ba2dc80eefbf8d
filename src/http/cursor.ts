import { Problem } from '../problem.ts'

/** Where a page of a list by time has ended: the instant of its last row, and its id. */
export interface TimeCursor {
  at: number
  id: string
}

export function writeCursor({ at, id }: TimeCursor): string {
  return Buffer.from(`${at} ${id}`).toString('base64url')
}

/** Undefined where none is given. @throws Problem 400 where it is none of ours */
export function readCursor(cursor: string | undefined): TimeCursor | undefined {
  if (cursor === undefined) return undefined
  const [, at, id = ''] = /^(\d{1,15}) ([\w-]{1,64})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (at === undefined)
    throw new Problem(400, 'The cursor is not one that this call gave out.', {
      errors: [{ path: '/cursor', message: 'is no cursor' }],
    })
  return { at: Number(at), id }
}
