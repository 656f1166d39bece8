import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, may, type Right } from '#/kernel/actor.ts'
import { DomainError, forbidden } from '#/kernel/error.ts'
import type { Limits } from '../limits.ts'
import type { Contract } from './contract.ts'

type KeyActor = Extract<Actor, { kind: 'key' }>
type SiteActor = Extract<Actor, { kind: 'site' }>

/** Who a secret stands for. */
export type Identity = { organisationId: string; actor: KeyActor }

/** Turns a secret into an identity, or refuses it; the address is what failed attempts are counted by. */
export type Authenticate = (secret: string | undefined, address: string) => Promise<Identity>

/** A web page that showed its key. Where the key tells them, the origins that it may come from; empty: any. */
export type Site = { organisationId: string; actor: Omit<SiteActor, 'origin'>; allowedOrigins: readonly string[] }

/** Whose site a publishable key stands for; the address is what failed attempts are counted by. */
export type IdentifySite = (key: string, address: string) => Promise<Site | undefined>

export type Gate = { authenticate: Authenticate; identifySite: IdentifySite; limits: Limits; ratePerMinute: number }

export type SiteIdentity = { organisationId: string; actor: SiteActor }

/** Whoever asks for what needs no key; whose organisation it is, the verb finds out. */
export type Stranger = { organisationId: ''; actor: Extract<Actor, { kind: 'public' }> }
const stranger: Stranger = { organisationId: '', actor: { kind: 'public', id: 'public', name: 'Without a key' } }

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | SiteIdentity | Stranger | null
  }
}

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
    request.identity = stranger
    if (perMinute) await countRoute(gate, `${route} ${request.ip}`, perMinute)
    return
  }
  const identity = await gate.authenticate(contract.secretIn(request.headers), request.ip)
  request.identity = identity
  await countRequest(gate, contract, identity.actor, reply)
  if (perMinute) await countRoute(gate, `${route} ${identity.actor.id}`, perMinute)
  if (right && !may(identity.actor, right)) throw lacking(identity.actor, right)
}

async function countRequest(gate: Gate, contract: Contract, actor: KeyActor, reply: FastifyReply): Promise<void> {
  const perMinute = actor.isRoot
    ? 0
    : (actor.rateLimitPerMinute ?? contract.ratePerMinute?.(actor) ?? gate.ratePerMinute)
  if (perMinute === 0) {
    tellRate(contract, reply, unlimited, unlimited)
    return
  }
  const taken = await gate.limits.take('key', actor.id, perMinute)
  tellRate(contract, reply, String(perMinute), String(taken.remaining))
  if (taken.isOver)
    throw rateLimitExceeded(`This key may make ${perMinute} requests a minute.`, taken.retryAfterSeconds)
}

export function tellRate(contract: Contract, reply: FastifyReply, limit: string, remaining: string): void {
  if (!contract.hasExtraHeaders) return
  reply.header('x-ratelimit-limit-minute', limit).header('x-ratelimit-remaining-minute', remaining)
}

async function countRoute(gate: Gate, who: string, perMinute: number): Promise<void> {
  const taken = await gate.limits.take('route', who, perMinute)
  if (taken.isOver) throw rateLimitExceeded(`This may be called ${perMinute} times a minute.`, taken.retryAfterSeconds)
}

export function rateLimitExceeded(why: string, retryAfterSeconds: number): DomainError {
  const message = `${why} Try again in ${retryAfterSeconds} seconds.`
  return new DomainError('too_many', 'RATE_LIMIT_EXCEEDED', message, { retryAfterSeconds })
}

function lacking(actor: KeyActor, { may: permission, opensTo = ['ORGANISATION'] }: Right): DomainError {
  if (!opensTo.includes(actor.actsFor))
    return new DomainError('forbidden', forbidden.code, 'A key bound to a partner does not open this.')
  if (permission === 'root') return new DomainError('forbidden', forbidden.code, 'Only the root key may do this.')
  return new DomainError('forbidden', forbidden.code, `This key lacks the scope ${permission}.`)
}
