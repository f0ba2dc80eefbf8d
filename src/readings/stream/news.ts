import type { Database } from '../../database/engine.ts'
import type { Log } from '../../log.ts'
import type { Reading } from '../reading.ts'
import { readingJson } from '../reading-schemas.ts'
import { readingOf, rowsOfSite } from '../readings-store.ts'
import type { ReadingStream } from './reading-stream.ts'

type ReadingEvent = 'reading' | 'correction'

/** What happened at a site, told to the listeners here and, in few words, to the other processes. */
export interface News {
  changed(changes: readonly { kind: string; reading: Reading }[]): void
  written(rows: { site: string; readingIds: readonly string[] }): void
  submitted(submission: { site: string; id: string }): void
}

interface NewsDependencies {
  database: Pick<Database, 'sql' | 'replicas'>
  stream: ReadingStream
  log: Log
  /** Called where another process has recorded or changed something at a site. */
  onHeard(site: string, event: ReadingEvent): void
  /** A submission as it is now; undefined where there is none. Another process has changed it. */
  submission(id: string): Promise<{ site: string; id: string } | undefined>
}

interface ReadingsWord {
  site: string
  event: ReadingEvent
  readingIds: readonly string[]
}

// 37 bytes each, and a notice of PostgreSQL holds 8,000.
const idsPerWord = 100

/**
 * Lets streams show what another process has done. Others are told the ids and look the rest up, where somebody listens;
 * where words may have been missed, the streams end, so that who listens comes back and asks anew.
 */
export function createNews({ database, stream, log, onHeard, submission: find }: NewsDependencies): News {
  const { sql, replicas } = database
  const publishReadings = (event: ReadingEvent, readings: readonly Reading[]): void => {
    for (const reading of readings) {
      const { site, withdrawnAt } = reading
      const data = () => ({ reading: readingJson(reading), ...(withdrawnAt !== null && { withdrawn: true }) })
      stream.publish({ site, event, data })
    }
  }
  const publishRows = (rows: { site: string; readingIds: readonly string[] }): void =>
    stream.publish({ site: rows.site, event: 'sheet', data: () => rows })
  const publishSubmission = (submission: { site: string; id: string }): void =>
    stream.publish({ site: submission.site, event: 'submission', data: () => ({ submission }) })

  // One after the other, so that events keep their order.
  let looking = Promise.resolve()
  const lookUp = (site: string, look: () => Promise<void>): void => {
    if (!stream.hasListeners(site)) return
    looking = looking.then(look).catch((error: unknown) => log.warn({ site, err: error }, 'a stream missed something'))
  }
  replicas.hear('readings', (word) => {
    const { site, event, readingIds } = word as ReadingsWord
    onHeard(site, event)
    lookUp(site, async () => publishReadings(event, (await rowsOfSite(sql, site, readingIds)).map(readingOf)))
  })
  replicas.hear('rows', (word) => publishRows(word as { site: string; readingIds: string[] }))
  replicas.hear('submission', (word) => {
    const { site, id } = word as { site: string; id: string }
    lookUp(site, async () => {
      const found = await find(id)
      if (found) publishSubmission(found)
    })
  })
  replicas.onMissed(stream.endAll)
  return {
    changed: (changes) => {
      for (const { site, event, readings } of groupsOf(changes)) {
        publishReadings(event, readings)
        for (const readingIds of piecesOf(readings.map(({ id }) => id)))
          replicas.tell('readings', { site, event, readingIds } satisfies ReadingsWord)
      }
    },
    written: (rows) => {
      publishRows(rows)
      for (const readingIds of piecesOf(rows.readingIds)) replicas.tell('rows', { site: rows.site, readingIds })
    },
    submitted: (submission) => {
      publishSubmission(submission)
      replicas.tell('submission', { site: submission.site, id: submission.id })
    },
  }
}

interface Group {
  site: string
  event: ReadingEvent
  readings: Reading[]
}

/** Neighbours of one site and kind together, in their order. */
function groupsOf(changes: readonly { kind: string; reading: Reading }[]): Group[] {
  const groups: Group[] = []
  for (const { kind, reading } of changes) {
    const event = kind === 'reading' ? 'reading' : 'correction'
    const last = groups.at(-1)
    if (last?.site === reading.site && last.event === event) last.readings.push(reading)
    else groups.push({ site: reading.site, event, readings: [reading] })
  }
  return groups
}

function piecesOf(ids: readonly string[]): (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / idsPerWord) }, (_, piece) =>
    ids.slice(piece * idsPerWord, (piece + 1) * idsPerWord),
  )
}
