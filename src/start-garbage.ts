const settledMilliseconds = 500

/**
 * Gives back what a start leaves behind, a tenth of the memory of an idle service: V8 would keep it until it needs the
 * room. Takes some 35 ms, once. https://chromedevtools.github.io/devtools-protocol/v8/HeapProfiler/#method-collectGarbage
 */
export function collectStartGarbage(): void {
  setTimeout(() => {
    // A Node.js that was built without its inspector keeps it.
    collect().catch(() => undefined)
  }, settledMilliseconds).unref()
}

async function collect(): Promise<void> {
  const { Session } = await import('node:inspector/promises')
  const session = new Session()
  session.connect()
  await session.post('HeapProfiler.collectGarbage')
  session.disconnect()
}
