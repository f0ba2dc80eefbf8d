import { dayFromToday } from '../locale/calendar.ts'
import { useStatistics } from '../readings/use-statistics.ts'

const shownDays = 30

/** Energy by days and months, as the overview shows it. */
export function useEnergy(site: string) {
  const days = useStatistics(site, { interval: 'day', from: dayFromToday({ days: -shownDays }) })
  const months = useStatistics(site, { interval: 'month', from: dayFromToday({ years: -1, isFirstOfMonth: true }) })
  const lastYear = useStatistics(site, {
    interval: 'day',
    from: dayFromToday({ years: -1, isFirstOfMonth: true }),
    to: dayFromToday({ years: -1 }),
  })
  return { days, months, lastYear, dayOfMonth: new Date().getDate() }
}
