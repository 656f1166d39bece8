import { type Actor, holds, type Scope, scopes } from '#/kernel/actor.ts'
import type { MemberRole } from './member.ts'

const reading = scopes.filter((scope) => scope.endsWith(':read'))

/** What the members of each role may do. */
const scopesOf: Record<MemberRole, ReadonlySet<Scope>> = {
  OWNER: new Set(['admin']),
  ADMIN: new Set(['admin']),
  PARTNER_MANAGER: new Set([
    'partners:read',
    'partners:write',
    'contacts:read',
    'contacts:write',
    'clients:read',
    'clients:write',
    'affiliate:read',
    'affiliate:write',
    'affiliate:manage',
    'forms:read',
    'forms:write',
    'forms:manage',
    'visitors:read',
    'visitors:write',
    'portal-sessions:write',
    'events:read',
    'commissions:read',
    'members:read',
  ]),
  FINANCE: new Set([
    'commissions:read',
    'commissions:write',
    'partners:read',
    'clients:read',
    'affiliate:read',
    'events:read',
    'members:read',
  ]),
  VIEWER: new Set(reading),
}

export function scopesOfRole(role: MemberRole): ReadonlySet<Scope> {
  return scopesOf[role]
}

/** Whether an actor may give a role, and change who has it: no more than what they may do themselves. */
export function outranks(actor: Actor, role: MemberRole): boolean {
  if (actor.kind === 'member' && role === 'OWNER') return actor.role === 'OWNER'
  return [...scopesOf[role]].every((scope) => holds(actor, scope))
}

/** Whether a member of this role may open partners' portals, in order to look. */
export function mayShowPortals(role: MemberRole): boolean {
  return scopesOf[role].has('admin') || scopesOf[role].has('portal-sessions:write')
}
