import { dayAfter } from '../locale/calendar.ts'

/** Which readings are shown; empty texts leave a part open. Days are whole days of the site's calendar. */
export interface ReadingFilter {
  fromDay: string
  toDay: string
  source: string
  doubtful: '' | 'true' | 'false'
  sheet: '' | 'pending' | 'written'
}

export const everything: ReadingFilter = { fromDay: '', toDay: '', source: '', doubtful: '', sheet: '' }

export function countFilters(filter: ReadingFilter): number {
  return Object.values(filter).filter((part) => part !== '').length
}

/** The filter as the service takes it. */
export function queryOf(site: string, { fromDay, toDay, source, doubtful, sheet }: ReadingFilter) {
  return {
    site,
    ...(fromDay !== '' && { from: fromDay }),
    ...(toDay !== '' && { to: dayAfter(toDay) }),
    ...(source.trim() !== '' && { source: source.trim() }),
    ...(doubtful !== '' && { doubtful }),
    ...(sheet !== '' && { sheet }),
  }
}
