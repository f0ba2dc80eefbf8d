import pg from 'pg'

let count = 0

/**
 * How many statements this process has sent to PostgreSQL and not heard of, and connections that it waits for. Time must
 * not pass meanwhile.
 */
export function statementsUnderWay(): number {
  return count
}

function end(): void {
  count--
}

const send = pg.Client.prototype.query as (this: pg.Client, ...given: unknown[]) => unknown

pg.Client.prototype.query = function query(this: pg.Client, ...given: unknown[]): unknown {
  const answer = send.apply(this, given)
  if (!(answer instanceof Promise)) return answer
  count++
  answer.then(end, end)
  return answer
} as typeof pg.Client.prototype.query

type Connected = (error: Error | undefined) => void
const open = pg.Client.prototype.connect as (this: pg.Client, callback?: Connected) => Promise<void> | undefined

// The pool calls it with a callback.
pg.Client.prototype.connect = function connect(this: pg.Client, callback?: Connected): Promise<void> | undefined {
  count++
  if (!callback) return open.call(this)?.finally(end)
  return open.call(this, (error) => {
    end()
    callback(error)
  })
} as typeof pg.Client.prototype.connect
