import { cpus } from 'node:os'
import { median } from '../section.ts'
import type { Answers, Effort } from './ask.ts'
import type { Exported } from './export.ts'
import type { RunningLedger } from './running.ts'

interface Growth {
  engine: string
  running: readonly RunningLedger[]
  answers: Answers
  effort: Effort
}

/** Goal of the project: nothing costs more than this many times what it costs with the smallest ledger. */
const mostGrowth = 1.2

/** Medians of one engine by size of its ledger, with the ratio to the smallest one. */
export function growthReport({ engine, running, answers, effort }: Growth): string {
  const header = ['median, ms', ...running.map(({ older }) => `${older.toLocaleString('en')} older readings`)]
  const lines = [...answers].map(([title, byLedger]) => [title, ...cells(byLedger.map(median))])
  const starts = running.map(({ server }) => server.startMilliseconds)
  return [
    `## Growth on ${engine}`,
    '',
    `${effort.rounds} rounds of ${effort.requests} requests, one at a time, in turns; Node.js ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}.`,
    `Bold: more than ${mostGrowth} times what the smallest ledger takes.`,
    '',
    ...[header, header.map(() => '---'), ...lines, ['start to first healthy answer', ...cells(starts)]].map(
      (row) => `| ${row.join(' | ')} |`,
    ),
    '',
    '',
  ].join('\n')
}

function cells(medians: readonly number[]): string[] {
  const [first = Number.NaN] = medians
  return medians.map((value, index) => {
    const ratio = value / first
    const text = index === 0 ? '' : ` (${ratio.toFixed(2)})`
    return ratio > mostGrowth ? `**${value.toFixed(2)}${text}**` : `${value.toFixed(2)}${text}`
  })
}

/** How fast and in how much memory a whole ledger was streamed. */
export function exportReport({ rows, megabytes, seconds, residentBefore, residentAtMost }: Exported): string {
  const perSecond = Math.round(rows / seconds).toLocaleString('en')
  return (
    `Export of ${rows.toLocaleString('en')} readings as NDJSON: ${megabytes.toFixed(0)} MB in ${seconds.toFixed(0)} s ` +
    `(${perSecond} a second); resident memory ${residentBefore.toFixed(0)} MB before, at most ${residentAtMost.toFixed(0)} MB meanwhile.\n\n`
  )
}
