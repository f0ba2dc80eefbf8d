import type { Scope } from '../../../src/http/route.ts'
import type { IconName } from '../icons.tsx'
import type { texts } from './texts.ts'

export interface PageLink {
  to: string
  name: keyof typeof texts.pages
  icon: IconName
  /** What an account needs to see it. */
  scope?: Scope
  /** Under which heading it stands; pages without one come first. */
  group?: keyof typeof texts.groups
}

/** Every page in the navigation, in its order. */
export const pageLinks: readonly PageLink[] = [
  { to: '/', name: 'overview', icon: 'overview', scope: 'readings:read' },
  { to: '/add', name: 'add', icon: 'add', scope: 'readings:write' },
  { to: '/readings', name: 'readings', icon: 'readings', scope: 'readings:read' },
  { to: '/import', name: 'import', icon: 'import', scope: 'readings:write' },
  { to: '/utility', name: 'utility', icon: 'utility', scope: 'utility:push' },
  { to: '/alerts', name: 'alerts', icon: 'alerts', scope: 'admin', group: 'administration' },
  { to: '/status', name: 'status', icon: 'status', scope: 'admin', group: 'administration' },
  { to: '/sites', name: 'sites', icon: 'sites', scope: 'readings:correct', group: 'administration' },
  { to: '/accounts', name: 'accounts', icon: 'accounts', scope: 'admin', group: 'administration' },
  { to: '/sheet', name: 'sheet', icon: 'sheet', scope: 'admin', group: 'administration' },
  { to: '/backups', name: 'backups', icon: 'backups', scope: 'admin', group: 'administration' },
  { to: '/audit', name: 'audit', icon: 'audit', scope: 'admin', group: 'administration' },
  { to: '/settings', name: 'settings', icon: 'settings' },
]

/** Where a phone has no room for all: these stand at the bottom, the others under "More". */
export const bottomPages: readonly string[] = ['/', '/readings', '/add', '/utility', '/import']
export const bottomPlaces = 4
