import type { Replicas } from '../database/replicas.ts'
import type { Log } from '../log.ts'
import type { Crew } from './crew.ts'
import type { SheetStatus } from './sheet-status.ts'
import type { WordsStore } from './words-store.ts'

interface RelayOptions {
  words: WordsStore
  replicas: Pick<Replicas, 'tell' | 'hear'>
  crew: Pick<Crew, 'of'>
  /** Whether this process is the one that writes. */
  isWriter: () => boolean
  log: Log
}

/** What people ask of a site's mirror, whichever process they ask and whichever writes. */
export interface Relay {
  look(site: string): void
  /** @returns whether it was stopped */
  resume(site: string): Promise<boolean>
  /** Hears how it is with the process that writes. */
  refresh(): Promise<void>
  /** What was heard of a site; nothing where this process writes. */
  heard(site: string): SheetStatus | undefined
  /** Nothing that others ask is heard any more. */
  stop(): void
}

interface Asked {
  site: string
  what: 'look' | 'resume'
}

const topic = 'sheet'

export function createRelay({ words, replicas, crew, isWriter, log }: RelayOptions): Relay {
  let told = new Map<string, SheetStatus>()
  const ask = async (asked: Asked): Promise<void> => {
    await words.ask(asked.site, asked.what)
    replicas.tell(topic, asked)
  }
  // What is asked stands in the ledger; the mirror would find it without being woken, but later.
  const stop = replicas.hear(topic, (word) => {
    const { site, what } = word as Asked
    const mirror = crew.of(site)
    if (what === 'resume') mirror?.wake()
    else mirror?.look()
  })
  return {
    look: (site) => {
      if (isWriter()) crew.of(site)?.look()
      else ask({ site, what: 'look' }).catch((error: unknown) => log.warn({ site, err: error }, 'a hint is lost'))
    },
    resume: async (site) => {
      if (isWriter()) return (await crew.of(site)?.resume()) ?? false
      const isStopped = (await words.told()).get(site)?.state === 'stopped'
      if (isStopped) await ask({ site, what: 'resume' })
      return isStopped
    },
    refresh: async () => {
      told = isWriter() ? new Map<string, SheetStatus>() : await words.told()
    },
    heard: (site) => (isWriter() ? undefined : told.get(site)),
    stop,
  }
}
