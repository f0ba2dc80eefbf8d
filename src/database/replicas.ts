/**
 * The processes that share a database. What they tell each other is only a hint: a word may be lost, and the tables are
 * the truth.
 */
export interface Replicas {
  /** Begins to listen. @throws Error where the database cannot be reached */
  open(): Promise<void>
  /**
   * Tells the others, where there are any; never fails, and nobody waits for it.
   * @param word JSON of 7,000 bytes at most
   */
  tell(topic: string, word: unknown): void
  /** Hears what others tell. @returns what ends that */
  hear(topic: string, listen: (word: unknown) => void): () => void
  /** Called where words of others may have been missed. */
  onMissed(listen: () => void): void
  /** Whether another process has been heard of lately. */
  areThere(): boolean
  /**
   * Keeps a name for one caller of all processes, until it is released or its process dies. Undefined where it is kept
   * already. @throws Error where the database cannot be reached
   */
  claim(name: string): Promise<Claim | undefined>
  close(): Promise<void>
}

export interface Claim {
  /** Resolves when others may have the name. Never fails; a second time it does nothing. */
  release(): Promise<void>
}

/** For a database that belongs to one process. */
export function createNoReplicas(): Replicas {
  const claimed = new Set<string>()
  return {
    open: async () => undefined,
    tell: () => undefined,
    hear: () => () => undefined,
    onMissed: () => undefined,
    areThere: () => false,
    claim: async (name) => {
      if (claimed.has(name)) return undefined
      claimed.add(name)
      return { release: once(async () => void claimed.delete(name)) }
    },
    close: async () => undefined,
  }
}

/** For a release that may be called by whoever is first. */
export function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return async () => {
    done ??= work()
    await done
  }
}
