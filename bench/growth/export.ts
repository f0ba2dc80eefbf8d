import { performance } from 'node:perf_hooks'
import type { RunningLedger } from './running.ts'

export interface Exported {
  rows: number
  megabytes: number
  seconds: number
  residentBefore: number
  residentAtMost: number
}

const sampleMilliseconds = 200

/** Takes the whole ledger as NDJSON, and watches the memory of the service meanwhile. */
export async function exportWhole({ server, token }: RunningLedger): Promise<Exported> {
  const residentBefore = server.residentMegabytes()
  let residentAtMost = residentBefore
  const sampler = setInterval(() => {
    residentAtMost = Math.max(residentAtMost, server.residentMegabytes())
  }, sampleMilliseconds)
  const begin = performance.now()
  let rows = 0
  let bytes = 0
  try {
    const headers = { authorization: `Bearer ${token}` }
    const { body } = await fetch(`http://127.0.0.1:${server.port}/readings/export?format=ndjson`, { headers })
    for await (const piece of body ?? []) {
      bytes += piece.length
      for (let at = piece.indexOf(0x0a); at !== -1; at = piece.indexOf(0x0a, at + 1)) rows++
    }
  } finally {
    clearInterval(sampler)
  }
  const seconds = (performance.now() - begin) / 1000
  return { rows, megabytes: bytes / 1e6, seconds, residentBefore, residentAtMost }
}
