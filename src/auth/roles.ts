import { type Scope, scopes } from '../http/route.ts'

export const roles = ['admin', 'operator', 'recorder', 'viewer'] as const
export type Role = (typeof roles)[number]

const scopesByRole: Readonly<Record<Role, ReadonlySet<Scope>>> = {
  admin: new Set(scopes),
  operator: new Set(scopes.filter((scope) => scope !== 'admin')),
  recorder: new Set(['readings:read', 'readings:write']),
  viewer: new Set(['readings:read']),
}

export function scopesOf(role: Role): ReadonlySet<Scope> {
  return scopesByRole[role]
}

export function isRole(name: string): name is Role {
  return roles.some((role) => role === name)
}
