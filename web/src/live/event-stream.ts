/**
 * Reads server-sent events and tells the name of each one. Comments and retry hints are passed over.
 *
 * @returns when the stream ends
 */
export async function readEventNames(body: ReadableStream<Uint8Array>, hear: (name: string) => void): Promise<void> {
  let rest = ''
  for await (const chunk of textOf(body)) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('event: ')) hear(line.slice('event: '.length).trim())
  }
}

// Not every browser lets a stream be iterated.
async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  for (let part = await reader.read(); !part.done; part = await reader.read())
    yield decoder.decode(part.value, { stream: true })
}
