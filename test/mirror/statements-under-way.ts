import pg from 'pg'

let count = 0

/** How many statements this process has sent to PostgreSQL and not heard of. Time must not pass meanwhile. */
export function statementsUnderWay(): number {
  return count
}

const send = pg.Client.prototype.query as (this: pg.Client, ...given: unknown[]) => unknown

pg.Client.prototype.query = function query(this: pg.Client, ...given: unknown[]): unknown {
  const answer = send.apply(this, given)
  if (!(answer instanceof Promise)) return answer
  count++
  const end = (): void => {
    count--
  }
  answer.then(end, end)
  return answer
} as typeof pg.Client.prototype.query
