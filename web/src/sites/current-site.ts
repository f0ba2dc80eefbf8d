import { useSyncExternalStore } from 'react'

const storageKey = 'meterbridge.site'
const homeSite = 'home'
const listeners = new Set<() => void>()

/** The site that the pages show, on this device. */
export function useCurrentSite(): string {
  return useSyncExternalStore(subscribe, currentSite)
}

function currentSite(): string {
  return localStorage.getItem(storageKey) ?? homeSite
}

export function chooseSite(site: string): void {
  if (site === homeSite) localStorage.removeItem(storageKey)
  else localStorage.setItem(storageKey, site)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}
