/** Where a command writes, and whether a person watches it. */
export interface ProgressOutput {
  isTTY?: boolean
  write(text: string): unknown
}

export interface Progress {
  /** `done` of `total`; without a total only the count is shown. */
  show(done: number, total?: number): void
  end(): void
}

const barWidth = 30
const millisecondsBetween = 100

/** A bar on a terminal; nothing where the output is read by a program. */
export function createProgress(output: ProgressOutput, label: string): Progress {
  if (!output.isTTY) return { show: () => undefined, end: () => undefined }
  let shownAt = 0
  return {
    show: (done, total) => {
      if (Date.now() - shownAt < millisecondsBetween && done !== total) return
      shownAt = Date.now()
      output.write(`\r${label} ${total === undefined ? done : bar(done, total)}\u001b[K`)
    },
    end: () => output.write('\r\u001b[K'),
  }
}

function bar(done: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const full = Math.round(share * barWidth)
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${Math.floor(share * 100)} % (${done} of ${total})`
}
