import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Clock } from '../clock.ts'
import type { Database } from './engine.ts'

/** Leases in the database: of all processes that share it, one holds a name until it lets go or its time is over. */
export interface Leases {
  /** Takes or renews the lease, for five minutes at most. @returns whether `holder` has it now */
  acquire(name: string, holder: string, milliseconds: number): Promise<boolean>
  release(name: string, holder: string): Promise<void>
}

// What seems to be held for longer was taken before the clock was set back.
const longestMilliseconds = 5 * 60_000
const holdersOfThisProcess = new Set<string>()

/** A name for this process; a successor on the same machine sees by it that the process has died. */
export function createHolder(): string {
  const holder = `${hostname()}/${process.pid}/${randomUUID()}`
  holdersOfThisProcess.add(holder)
  return holder
}

export function createLeases({ sql }: Pick<Database, 'sql'>, clock: Clock): Leases {
  return {
    acquire: async (name, holder, milliseconds) => {
      const current = await sql.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst()
      const next = { name, holder, expires_at: clock() + milliseconds }
      if (!current) {
        const added = await sql
          .insertInto('leases')
          .values(next)
          .onConflict((conflict) => conflict.doNothing())
          .execute()
        return (added[0]?.numInsertedOrUpdatedRows ?? 0n) > 0n
      }
      const isHeld = current.expires_at > clock() && current.expires_at <= clock() + longestMilliseconds
      if (current.holder !== holder && isHeld && !isGone(current.holder)) return false
      const taken = await sql
        .updateTable('leases')
        .set(next)
        .where('name', '=', name)
        .where('holder', '=', current.holder)
        .where('expires_at', '=', current.expires_at)
        .executeTakeFirst()
      return taken.numUpdatedRows > 0n
    },
    release: async (name, holder) => {
      await sql.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute()
    },
  }
}

function isGone(holder: string): boolean {
  const [host, processId] = holder.split('/')
  if (host !== hostname() || holdersOfThisProcess.has(holder)) return false
  if (Number(processId) === process.pid) return true
  try {
    process.kill(Number(processId), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
