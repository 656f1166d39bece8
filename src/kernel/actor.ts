/** Every right a key can hold. `admin` holds all of them. */
export const scopes = [
  'partners:read',
  'partners:write',
  'commissions:read',
  'commissions:write',
  'affiliate:write',
  'portal-sessions:write',
  'forms:read',
  'forms:write',
  'collaborate:write',
  'contacts:read',
  'contacts:write',
  'clients:read',
  'clients:write',
  'visitors:read',
  'visitors:write',
  'members:read',
  'members:write',
  'keys:read',
  'keys:write',
  'events:read',
  'events:redact',
  'admin',
] as const
export type Scope = (typeof scopes)[number]

/** Who acts. A key acts for an organisation or for one of its partners; the operator acts from the command line. */
export type Actor =
  | {
      kind: 'key'
      id: string
      name: string
      scopes: ReadonlySet<Scope>
      partnerId: string | null
      isRoot: boolean
      expiresAt: Date | null
      rateLimitPerMinute: number | null
    }
  | { kind: 'operator'; id: string; name: string }

/** What a verb asks of its actor: a scope, any valid key at all, or the root key. */
export type Permission = Scope | 'any' | 'root'

export function holds(actor: Actor, scope: Scope): boolean {
  return actor.kind === 'operator' || actor.scopes.has('admin') || actor.scopes.has(scope)
}

/** A key bound to a partner opens only what asks for no scope: the other surfaces have verbs of their own for it. */
export function may(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'operator' || permission === 'any') return true
  if (actor.partnerId !== null) return false
  return permission === 'root' ? actor.isRoot : holds(actor, permission)
}
