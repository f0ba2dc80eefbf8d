export interface SheetStatus {
  state: 'off' | 'ok' | 'failing' | 'stopped'
  /** What is wrong and what to do, for people. */
  detail: string
  problems: SheetProblem[]
}

/** A row that a person has to put right. */
export interface SheetProblem {
  row: number
  message: string
}
