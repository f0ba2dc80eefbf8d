/** Wakes who waits; a ring that nobody waits for is kept for the next one. */
export interface Bell {
  ring(): void
  /** Resolves at a ring, or after so long. */
  wait(milliseconds: number): Promise<void>
}

export function createBell(): Bell {
  let hasRung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      hasRung = true
      wake?.()
    },
    wait: async (milliseconds) => {
      if (!hasRung) await until(milliseconds, (resolve) => (wake = resolve))
      hasRung = false
      wake = undefined
    },
  }
}

function until(milliseconds: number, onReady: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    onReady(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
