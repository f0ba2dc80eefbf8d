import type { Scope } from '../../../src/http/route.ts'
import type { IconName } from '../icons.tsx'
import type { texts } from './texts.ts'

export interface PageLink {
  to: string
  name: keyof typeof texts.pages
  icon: IconName
  /** What an account needs to see it. */
  scope?: Scope
}

/** Every page in the navigation, in its order. */
export const pageLinks: readonly PageLink[] = [
  { to: '/', name: 'overview', icon: 'overview', scope: 'readings:read' },
  { to: '/add', name: 'add', icon: 'add', scope: 'readings:write' },
  { to: '/readings', name: 'readings', icon: 'readings', scope: 'readings:read' },
  { to: '/settings', name: 'settings', icon: 'settings' },
]

/** Where a phone has no room for all: these stand at the bottom, the others under "More". */
export const bottomPages: readonly string[] = ['/', '/readings', '/add', '/utility', '/import']
export const bottomPlaces = 4
