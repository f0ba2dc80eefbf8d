const dayMilliseconds = 86_400_000
const stepMilliseconds = 6 * 3_600_000
const days = 430

/** The readings of a house with a roof, four a day up to now, as CSV: more sun in summer, more light in winter. */
export function sampleHouse(now: number): string {
  const rows = ['Timestamp,Inverter_kWh,Meter_Value,Source']
  let inverter = 8000
  let meter = 41_000
  for (let at = now - days * dayMilliseconds; at < now; at += stepMilliseconds) {
    const summer = 0.6 - 0.45 * Math.cos(((at / dayMilliseconds - 10) / 365.25) * 2 * Math.PI)
    const weather = 0.4 + ((Math.floor(at / dayMilliseconds) * 37) % 100) / 100
    const hour = new Date(at).getUTCHours()
    if (hour >= 6 && hour < 18) inverter += 14 * summer * weather
    meter += 0.8 + 1.8 * (1 - summer) + ((Math.floor(at / stepMilliseconds) * 61) % 100) / 80
    rows.push(`${new Date(at).toISOString()},${inverter.toFixed(3)},${meter.toFixed(1)},${hour < 12 ? 'roof' : 'anna'}`)
  }
  return rows.join('\n')
}
