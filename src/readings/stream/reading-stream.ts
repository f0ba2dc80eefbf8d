/** What a listener may hear of a site. */
export interface StreamEvent {
  site: string
  event: 'reading' | 'correction' | 'sheet' | 'submission'
  /** Called only where somebody listens. */
  data(): unknown
}

export interface Listener {
  /** Takes an event as the text of a server-sent event. */
  hear(text: string): void
  /** There will be no more. */
  end(): void
}

export interface ReadingStream {
  publish(event: StreamEvent): void
  /** Lets the listener hear every event of the site until the returned function is called. */
  subscribe(site: string, listener: Listener): () => void
  hasListeners(site: string): boolean
  /** Ends all listeners: an open stream would keep the service from stopping. */
  endAll(): void
}

/** Hands events to the listeners of their site; the text is made once for all of them. */
export function createReadingStream(): ReadingStream {
  const listeners = new Map<string, Set<Listener>>()
  return {
    publish({ site, event, data }) {
      const ofSite = listeners.get(site)
      if (!ofSite) return
      const text = `event: ${event}\ndata: ${JSON.stringify(data())}\n\n`
      for (const listener of ofSite) listener.hear(text)
    },
    subscribe(site, listener) {
      const ofSite = listeners.get(site) ?? new Set()
      listeners.set(site, ofSite.add(listener))
      return () => {
        ofSite.delete(listener)
        if (ofSite.size === 0) listeners.delete(site)
      }
    },
    hasListeners: (site) => listeners.has(site),
    endAll() {
      for (const ofSite of listeners.values()) for (const listener of ofSite) listener.end()
    },
  }
}
