/** What `POST /utility/connectors/{name}/test` answers. */
export interface RehearsalJson {
  ok: boolean
  steps: RehearsalStepJson[]
  problems: string[]
}

export interface RehearsalStepJson {
  /** Such as `authorize`, or `step 3 (click)`. */
  step: string
  ok: boolean
  detail: string
  evidence?: { kind: string; url: string }[]
}
