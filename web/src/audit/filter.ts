import { midnightText } from '../locale/calendar.ts'

/** Which entries are shown; empty texts leave a part open. Days are whole days of this device's calendar: entries belong to no single site. */
export interface AuditFilter {
  fromDay: string
  toDay: string
  account: string
}

export const everything: AuditFilter = { fromDay: '', toDay: '', account: '' }

export function isFiltered(filter: AuditFilter): boolean {
  return Object.values(filter).some((part) => part !== '')
}

/** The filter as the service takes it. */
export function queryOf({ fromDay, toDay, account }: AuditFilter) {
  return {
    ...(fromDay !== '' && { from: midnightText(fromDay, 0) }),
    ...(toDay !== '' && { to: midnightText(toDay, 1) }),
    ...(account !== '' && { account }),
  }
}
