const firstReading = Date.UTC(2001, 0, 1)
const apartMilliseconds = 60_000

export interface BenchRecord {
  timestamp: string
  inverterKwh: number
  meterValue: number
}

/** Readings of one meter, a minute apart, so that each of them is a real insert. */
export function createRecords(): () => BenchRecord {
  let count = 0
  return () => {
    count += 1
    const thousandths = 10_000_000 + count
    return {
      timestamp: new Date(firstReading + count * apartMilliseconds).toISOString(),
      inverterKwh: thousandths / 1000,
      meterValue: thousandths / 500,
    }
  }
}
