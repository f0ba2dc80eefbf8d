import { dayFromToday } from '../locale/calendar.ts'
import { useStatistics } from '../readings/use-statistics.ts'
import { useSiteZone } from '../sites/use-sites.ts'

const shownDays = 30

/** Energy by days and months of the site's calendar, as the overview shows it. */
export function useEnergy(site: string) {
  const zone = useSiteZone(site)
  const aYearAgo = dayFromToday(zone, { years: -1, isFirstOfMonth: true })
  // Without it they would end with the newest reading, which may be of last week.
  const to = dayFromToday(zone, { days: 1 })
  const days = useStatistics(site, { interval: 'day', from: dayFromToday(zone, { days: -shownDays }), to })
  const months = useStatistics(site, { interval: 'month', from: aYearAgo, to })
  const lastYear = useStatistics(site, { interval: 'day', from: aYearAgo, to: dayFromToday(zone, { years: -1 }) })
  return { days, months, lastYear, dayOfMonth: Number(dayFromToday(zone).slice('yyyy-mm-'.length)) }
}
