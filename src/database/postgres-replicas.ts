import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import type { Secret } from '../secret.ts'
import { openSession, type Session } from './postgres-session.ts'
import { createNoReplicas, once, type Replicas } from './replicas.ts'

const channel = 'meterbridge'
const presenceMilliseconds = 5_000
const forgottenMilliseconds = 30_000
const retryMilliseconds = 1_000
const longestFarewellMilliseconds = 500
/** With a server that takes nothing the oldest words are given up. */
const mostWaiting = 2_000
// Sets these advisory locks apart from others' in the same database.
const claims = 7_265

/**
 * Talks by `LISTEN` and `NOTIFY` over one connection, which also holds what this process has claimed as advisory locks:
 * where the process dies, PostgreSQL gives them back. Where the connection breaks, it is opened anew, and everybody hears
 * that words may have been missed. A process that hears of no other sends nothing but a sign of life.
 */
export function createPostgresReplicas(url: Secret): Replicas {
  const self = randomUUID()
  const listeners = new Map<string, ((word: unknown) => void)[]>()
  const others = createPresence()
  const stopping = new AbortController()
  let session: Session | undefined
  let running = Promise.resolve()

  const call = (topic: string, word: unknown): void => {
    for (const listen of listeners.get(topic) ?? []) listen(word)
  }
  const post = createPost(self, () => session)
  const hear = (payload: string): void => {
    const { from, topic, word } = JSON.parse(payload) as Message
    if (from === self) return
    const isNews = others.note(from)
    if (topic === gone) others.forget(from)
    else if (isNews) post.send(here, null)
    call(topic, word)
  }
  const connect = async (): Promise<void> => {
    session = await openSession(url, channel, hear)
    post.send(here, null)
  }
  const keepConnected = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      if (session) await untilBroken(session, () => post.isTaken(here, null), stopping.signal)
      if (stopping.signal.aborted) return
      session = undefined
      await pause(retryMilliseconds, undefined, { signal: stopping.signal }).catch(() => undefined)
      await connect().then(
        () => {
          // Neither did they hear us.
          post.send(missed, null)
          call(missed, null)
        },
        () => undefined,
      )
    }
  }
  return {
    open: async () => {
      await connect()
      running = keepConnected()
    },
    tell: (topic, word) => {
      if (others.areThere()) post.send(topic, word)
    },
    hear: (topic, listen) => {
      listeners.set(topic, [...(listeners.get(topic) ?? []), listen])
      return () => listeners.set(topic, listeners.get(topic)?.filter((other) => other !== listen) ?? [])
    },
    onMissed: (listen) => void listeners.set(missed, [...(listeners.get(missed) ?? []), listen]),
    areThere: others.areThere,
    claim: createClaims(() => session),
    close: async () => {
      if (session) await Promise.race([post.isTaken(gone, null), pause(longestFarewellMilliseconds)])
      stopping.abort()
      session?.end()
      await running
    },
  }
}

interface Message {
  from: string
  /** PostgreSQL passes on one of several notices that are alike. */
  number: number
  topic: string
  word: unknown
}

const here = 'here'
const gone = 'gone'
const missed = 'missed'

/** Sends words in order, those that have gathered meanwhile at once. */
function createPost(from: string, session: () => Session | undefined) {
  let waiting: string[] = []
  let number = 0
  let sending: Promise<boolean> | undefined

  const flush = async (): Promise<boolean> => {
    // What is told in one turn goes together.
    await nextTurn()
    const payloads = waiting
    waiting = []
    const sent = session()?.query('select pg_notify($1, payload) from unnest($2::text[]) as payload', [
      channel,
      payloads,
    ])
    sending = undefined
    return (
      (await sent?.then(
        () => true,
        () => false,
      )) ?? false
    )
  }
  /** @returns whether the server has taken it */
  const isTaken = (topic: string, word: unknown): Promise<boolean> => {
    number++
    waiting.push(JSON.stringify({ from, number, topic, word } satisfies Message))
    if (waiting.length > mostWaiting) waiting.shift()
    sending ??= flush()
    return sending
  }
  return {
    isTaken,
    send: (topic: string, word: unknown): void => {
      isTaken(topic, word).catch(() => undefined)
    },
  }
}

function createPresence() {
  const heardAt = new Map<string, number>()
  return {
    /** @returns whether it was unknown */
    note: (other: string): boolean => {
      const isNews = !heardAt.has(other)
      heardAt.set(other, performance.now())
      return isNews
    },
    forget: (other: string): void => void heardAt.delete(other),
    areThere: (): boolean => {
      for (const [other, at] of heardAt) if (performance.now() - at > forgottenMilliseconds) heardAt.delete(other)
      return heardAt.size > 0
    },
  }
}

async function untilBroken(session: Session, isAlive: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  let isOver = false
  const over = session.ended.then(() => {
    isOver = true
  })
  while (!isOver && !signal.aborted) {
    const timer = new AbortController()
    const rest = pause(presenceMilliseconds, undefined, { signal: AbortSignal.any([timer.signal, signal]) })
    await Promise.race([over, rest.catch(() => undefined)])
    timer.abort()
    if (!isOver && !signal.aborted && !(await isAlive())) session.end()
  }
}

function createClaims(session: () => Session | undefined): Replicas['claim'] {
  const ofThisProcess = createNoReplicas()
  return async (name) => {
    // A lock belongs to the connection, which would get it twice.
    const here = await ofThisProcess.claim(name)
    if (!here) return undefined
    try {
      const release = once(async () => {
        const unlocked = unlock(session(), name).catch(() => undefined)
        // Who claims it next in this process waits on this connection until it is unlocked.
        await here.release()
        await unlocked
      })
      if (await lock(session(), name)) return { release }
    } catch (error) {
      await here.release()
      throw error
    }
    await here.release()
    return undefined
  }
}

async function lock(session: Session | undefined, name: string): Promise<boolean> {
  if (!session) throw new Error('Connection terminated: it is opened anew')
  const { rows } = await session.query('select pg_try_advisory_lock(hashtextextended($1, $2)) as taken', [name, claims])
  return (rows as { taken: boolean }[])[0]?.taken === true
}

// Where the connection has broken, the lock went with it.
async function unlock(session: Session | undefined, name: string): Promise<void> {
  await session?.query('select pg_advisory_unlock(hashtextextended($1, $2))', [name, claims])
}
