import { dayFromToday } from '../locale/calendar.ts'
import { useStatistics } from '../readings/use-statistics.ts'
import { useSiteZone } from '../sites/use-sites.ts'

const shownDays = 30

/** Energy by days and months of the site's calendar, as the overview shows it. */
export function useEnergy(site: string) {
  const zone = useSiteZone(site)
  const aYearAgo = dayFromToday(zone, { years: -1, isFirstOfMonth: true })
  const days = useStatistics(site, { interval: 'day', from: dayFromToday(zone, { days: -shownDays }) })
  const months = useStatistics(site, { interval: 'month', from: aYearAgo })
  const lastYear = useStatistics(site, { interval: 'day', from: aYearAgo, to: dayFromToday(zone, { years: -1 }) })
  return { days, months, lastYear, dayOfMonth: Number(dayFromToday(zone).slice('yyyy-mm-'.length)) }
}
