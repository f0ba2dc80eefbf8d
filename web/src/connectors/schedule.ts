/** A schedule as people choose it; what they cannot choose is a cron text. */
export type Schedule =
  | { kind: 'none' }
  | { kind: 'daily'; hour: string }
  | { kind: 'weekly'; hour: string; weekday: string }
  | { kind: 'monthly'; hour: string; day: string }
  | { kind: 'cron'; cron: string }

/** Reads the schedule of a connector. */
export function readSchedule(cron: unknown): Schedule {
  if (typeof cron !== 'string') return { kind: 'none' }
  const [, hour = '', day = '', weekday = ''] = /^\d{1,2} (\d{1,2}) (\d{1,2}|\*) \* ([0-6]|\*)$/.exec(cron) ?? []
  if (hour === '' || (day !== '*' && weekday !== '*')) return { kind: 'cron', cron }
  if (weekday !== '*') return { kind: 'weekly', hour, weekday }
  return day === '*' ? { kind: 'daily', hour } : { kind: 'monthly', hour, day }
}

/** The schedule as a connector holds it; undefined for none. */
export function cronOf(schedule: Schedule): string | undefined {
  switch (schedule.kind) {
    case 'none':
      return undefined
    case 'daily':
      return `0 ${schedule.hour} * * *`
    case 'weekly':
      return `0 ${schedule.hour} * * ${schedule.weekday}`
    case 'monthly':
      return `0 ${schedule.hour} ${schedule.day} * *`
    case 'cron':
      return schedule.cron
  }
}

/** Another kind, with what is already chosen. */
export function ofKind(kind: Schedule['kind'], before: Schedule): Schedule {
  const hour = 'hour' in before ? before.hour : '7'
  switch (kind) {
    case 'none':
      return { kind }
    case 'daily':
      return { kind, hour }
    case 'weekly':
      return { kind, hour, weekday: '1' }
    case 'monthly':
      return { kind, hour, day: '1' }
    case 'cron':
      return { kind, cron: cronOf(before) ?? '' }
  }
}
