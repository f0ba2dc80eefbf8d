/** Something that a person must hear of. */
export interface Trouble {
  site: string
  /** What sort of trouble: `submission`, `sheet-stopped`. */
  kind: string
  /** What it is about: an id or a name. There is at most one open alert of a kind about a subject. */
  subject: string
  /** What is wrong and what to do, in plain sentences. */
  message: string
}

/** A trouble that was told once, and stays open until it is over. Instants are milliseconds, UTC. */
export interface Alert extends Trouble {
  id: string
  openedAt: number
  closedAt: number | null
}
