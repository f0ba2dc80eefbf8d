/** What a listener may hear of a site. */
export interface StreamEvent {
  site: string
  event: 'reading' | 'correction' | 'sheet' | 'submission'
  /** Called only where somebody listens. */
  data(): unknown
}

export interface ReadingStream {
  publish(event: StreamEvent): void
  /** Calls `listen` with every event of the site as server-sent event text, until the returned function is called. */
  subscribe(site: string, listen: (text: string) => void): () => void
}

/** Hands events to the listeners of their site; the text is made once for all of them. */
export function createReadingStream(): ReadingStream {
  const listeners = new Map<string, Set<(text: string) => void>>()
  return {
    publish({ site, event, data }) {
      const ofSite = listeners.get(site)
      if (!ofSite) return
      const text = `event: ${event}\ndata: ${JSON.stringify(data())}\n\n`
      for (const listen of ofSite) listen(text)
    },
    subscribe(site, listen) {
      const ofSite = listeners.get(site) ?? new Set()
      listeners.set(site, ofSite.add(listen))
      return () => {
        ofSite.delete(listen)
        if (ofSite.size === 0) listeners.delete(site)
      }
    },
  }
}
