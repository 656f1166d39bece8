/** Every right a key can hold. `admin` holds all of them. */
export const scopes = [
  'partners:read',
  'partners:write',
  'commissions:read',
  'commissions:write',
  'affiliate:write',
  'affiliate:read',
  'affiliate:manage',
  'portal-sessions:write',
  'forms:read',
  'forms:write',
  'forms:manage',
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

/**
 * For whom a key acts: the organisation, one of its partners, the partners that one partner has brought (a referral
 * partner), or a single client of a partner.
 */
export const keyKinds = ['ORGANISATION', 'PARTNER', 'REFERRAL', 'CLIENT'] as const
export type KeyKind = (typeof keyKinds)[number]

/**
 * Who acts: a key, a member in the console, a visitor in the portal, a web page, the operator from the command line, or
 * somebody who has shown nothing at all.
 */
export type Actor =
  | {
      kind: 'key'
      id: string
      name: string
      scopes: ReadonlySet<Scope>
      actsFor: KeyKind
      /** Null where the key acts for the organisation. */
      partnerId: string | null
      /** The one client that a client key acts for. */
      clientId: string | null
      /** The partner's user who made the key: it has that user's role. */
      userId: string | null
      isRoot: boolean
      expiresAt: Date | null
      rateLimitPerMinute: number | null
    }
  | {
      /** A web page, by a key that everybody may see. */
      kind: 'site'
      id: string
      name: string
      /** The one campaign that the key is for; null: every one of the organisation. */
      campaignId: string | null
      /** Where the page is from, as the browser says. */
      origin: string | null
    }
  | {
      /** A person on the organisation's staff, signed in to the console: the id is the member's. */
      kind: 'member'
      id: string
      name: string
      role: 'OWNER' | 'ADMIN' | 'PARTNER_MANAGER' | 'FINANCE' | 'VIEWER'
      /** Those of the member's role. */
      scopes: ReadonlySet<Scope>
      sessionId: string
    }
  | {
      /** A person at a partner, signed in to the portal: the id is the visitor's. */
      kind: 'visitor'
      id: string
      name: string
      partnerId: string
      sessionId: string
      /** The member of the organisation who looks at the portal in the visitor's place; null: it is the visitor. */
      memberId: string | null
    }
  | { kind: 'operator'; id: string; name: string }
  | { kind: 'public'; id: string; name: string; /** Of the connection, where there is one. */ address?: string }

/**
 * What a verb asks of its actor: a scope, any valid key at all, the root key, to be a member in the console, to be a visitor
 * in the portal, or nothing.
 */
export type Permission = Scope | 'any' | 'root' | 'member' | 'visitor' | 'public'

export function holds(actor: Actor, scope: Scope): boolean {
  if (actor.kind !== 'key' && actor.kind !== 'member') return actor.kind === 'operator'
  return actor.scopes.has('admin') || actor.scopes.has(scope)
}

/** Whom a verb opens to. Without `opensTo` only what acts for the organisation gets in: its keys and its members. */
export type Right = {
  may: Permission
  /** Another scope that suffices too. */
  orMay?: Scope
  opensTo?: readonly KeyKind[]
  /** Whether it changes something. */
  kind?: 'query' | 'command'
  /** Members who look at a partner's portal get in, though it changes something. */
  opensToLookers?: boolean
  /** Web pages get in by a key that is no secret, where the contract has such keys. */
  opensToSites?: boolean
}

export function may(actor: Actor, right: Right): boolean {
  if (actor.kind === 'operator' || right.may === 'public') return true
  if (actor.kind === 'public') return false
  if (actor.kind === 'site') return right.opensToSites === true
  if (right.may === 'visitor' || actor.kind === 'visitor') return right.may === actor.kind && !looksOnly(actor, right)
  if (right.may === 'member') return actor.kind === 'member'
  if (right.may === 'any') return actor.kind === 'key'
  if (!(right.opensTo ?? ['ORGANISATION']).includes(actor.kind === 'member' ? 'ORGANISATION' : actor.actsFor))
    return false
  if (right.may === 'root') return actor.kind === 'key' && actor.isRoot
  return holds(actor, right.may) || (right.orMay !== undefined && holds(actor, right.orMay))
}

/** Whether an actor who only looks at a portal asks for a change of it. */
export function looksOnly(actor: Actor, right: Right): boolean {
  if (actor.kind !== 'visitor' || actor.memberId === null) return false
  return right.kind === 'command' && !right.opensToLookers
}
