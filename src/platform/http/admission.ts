import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, looksOnly, may, type Right } from '#/kernel/actor.ts'
import { DomainError, forbidden, refusal } from '#/kernel/error.ts'
import type { Limits } from '../limits.ts'
import type { Contract, SessionKind } from './contract.ts'
import { refuseForgery } from './forgery.ts'

type KeyActor = Extract<Actor, { kind: 'key' }>
type SiteActor = Extract<Actor, { kind: 'site' }>
type Person = Extract<Actor, { kind: SessionKind }>

/** Who a secret stands for. */
export type Identity = { organisationId: string; actor: KeyActor }

/** Turns a secret into an identity, or refuses it; the address is what failed attempts are counted by. */
export type Authenticate = (secret: string | undefined, address: string) => Promise<Identity>

/** A web page that showed its key. Where the key tells them, the origins that it may come from; empty: any. */
export type Site = { organisationId: string; actor: Omit<SiteActor, 'origin'>; allowedOrigins: readonly string[] }

/** Whose site a publishable key stands for; the address is what failed attempts are counted by. */
export type IdentifySite = (key: string, address: string) => Promise<Site | undefined>

/** A person who is signed in. */
export type SessionIdentity = { organisationId: string; actor: Person }

/** Whose session a request's cookie opens; undefined where there is none, or it has ended. */
export type IdentifySession = (cookie: string | undefined) => Promise<SessionIdentity | undefined>

export type Gate = {
  authenticate: Authenticate
  identifySite: IdentifySite
  sessions: Readonly<Record<SessionKind, IdentifySession>>
  limits: Limits
  ratePerMinute: number
}

export type SiteIdentity = { organisationId: string; actor: SiteActor }

/** Whoever asks for what needs no key; whose organisation it is, the verb finds out. */
export type Stranger = { organisationId: ''; actor: Extract<Actor, { kind: 'public' }> }
const stranger: Stranger = { organisationId: '', actor: { kind: 'public', id: 'public', name: 'Without a key' } }

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | SessionIdentity | SiteIdentity | Stranger | null
  }
}

/** Far above what a person clicks, and below what a script of theirs would ask. */
const sessionPerMinute = 1200

const unlimited = '2147483647'

/** What a route asks of its callers; nothing but a key, where there is no verb. */
export type Entrance = { contract: Contract; right?: Right; route: string; perMinute?: number }

/** Credential, then rate, then right: in this order, before a byte of the body is read. */
export async function admit(
  gate: Gate,
  entrance: Entrance,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { contract, right, route, perMinute } = entrance
  if (right?.may === 'public') {
    request.identity = { ...stranger, actor: { ...stranger.actor, address: request.ip } }
    // Nobody is to be signed in as somebody else by a page that he happens to visit.
    if (contract.sessions === 'visitor') refuseForgery(request)
    if (perMinute) await countRoute(gate.limits, `${route} ${request.ip}`, perMinute)
    return
  }
  const identity = await identify(gate, contract, request)
  request.identity = identity
  await countRequest(gate, contract, identity.actor, reply)
  if (perMinute) await countRoute(gate.limits, `${route} ${identity.actor.id}`, perMinute)
  if (right && !may(identity.actor, right)) throw lacking(identity.actor, right)
}

/** A secret decides alone; without one a person's cookie counts, and then only for what a page of ours asks for. */
async function identify(gate: Gate, contract: Contract, request: FastifyRequest): Promise<Identity | SessionIdentity> {
  const secret = contract.secretIn(request.headers)
  const session =
    secret === undefined && contract.sessions
      ? await gate.sessions[contract.sessions](request.headers.cookie)
      : undefined
  if (session) refuseForgery(request)
  else if (contract.sessions === 'visitor') throw notSignedIn()
  return session ?? (await gate.authenticate(secret, request.ip))
}

const notSignedIn = refusal('unauthenticated', 'UNAUTHORIZED', 'You are not signed in, or no longer. Sign in again.')

async function countRequest(
  gate: Gate,
  contract: Contract,
  actor: KeyActor | Person,
  reply: FastifyReply,
): Promise<void> {
  const perMinute = rateOf(gate, contract, actor)
  if (perMinute === 0) {
    tellRate(contract, reply, unlimited, unlimited)
    return
  }
  const taken = await gate.limits.take('key', actor.id, perMinute)
  tellRate(contract, reply, String(perMinute), String(taken.remaining))
  if (taken.isOver)
    throw rateLimitExceeded(`This key may make ${perMinute} requests a minute.`, taken.retryAfterSeconds)
}

function rateOf(gate: Gate, contract: Contract, actor: KeyActor | Person): number {
  if (actor.kind !== 'key') return gate.ratePerMinute && sessionPerMinute
  if (actor.isRoot) return 0
  return actor.rateLimitPerMinute ?? contract.ratePerMinute?.(actor) ?? gate.ratePerMinute
}

export function tellRate(contract: Contract, reply: FastifyReply, limit: string, remaining: string): void {
  if (!contract.hasExtraHeaders) return
  reply.header('x-ratelimit-limit-minute', limit).header('x-ratelimit-remaining-minute', remaining)
}

/** Counts one more call of a route by somebody, and refuses what is more than allowed. */
export async function countRoute(limits: Limits, who: string, perMinute: number): Promise<void> {
  const taken = await limits.take('route', who, perMinute)
  if (taken.isOver) throw rateLimitExceeded(`This may be called ${perMinute} times a minute.`, taken.retryAfterSeconds)
}

export function rateLimitExceeded(why: string, retryAfterSeconds: number): DomainError {
  const message = `${why} Try again in ${retryAfterSeconds} seconds.`
  return new DomainError('too_many', 'RATE_LIMIT_EXCEEDED', message, { retryAfterSeconds })
}

const lookingOnly = refusal(
  'forbidden',
  'LOOKING_ONLY',
  'You look at this portal as one of its visitors: only the partner’s own people change something here. What you may change is in the console.',
)

function lacking(actor: KeyActor | Person, right: Right): DomainError {
  if (looksOnly(actor, right)) return lookingOnly()
  const { may: permission, opensTo = ['ORGANISATION'] } = right
  if (actor.kind !== 'key')
    return new DomainError('forbidden', forbidden.code, 'Your role does not allow that. Ask an administrator.')
  if (permission === 'member' || permission === 'visitor')
    return new DomainError('forbidden', forbidden.code, 'This is for a person who is signed in, not for a key.')
  if (!opensTo.includes(actor.actsFor))
    return new DomainError('forbidden', forbidden.code, 'A key bound to a partner does not open this.')
  if (permission === 'root') return new DomainError('forbidden', forbidden.code, 'Only the root key may do this.')
  return new DomainError('forbidden', forbidden.code, `This key lacks the scope ${permission}.`)
}
