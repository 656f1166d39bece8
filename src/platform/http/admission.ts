import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, may, type Permission } from '#/kernel/actor.ts'
import { DomainError, forbidden } from '#/kernel/error.ts'
import type { Limits } from '../limits.ts'
import type { Contract } from './contract.ts'

/** Who a secret stands for. */
export type Identity = { organisationId: string; actor: Extract<Actor, { kind: 'key' }> }

/** Turns a secret into an identity, or refuses it; the address is what failed attempts are counted by. */
export type Authenticate = (secret: string | undefined, address: string) => Promise<Identity>

export type Gate = { authenticate: Authenticate; limits: Limits; ratePerMinute: number }

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | null
  }
}

const unlimited = '2147483647'

/** Credential, then rate, then scope: in this order, before a byte of the body is read. */
export async function admit(
  gate: Gate,
  contract: Contract,
  permission: Permission | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const identity = await gate.authenticate(contract.secretIn(request.headers), request.ip)
  request.identity = identity
  await countRequest(gate, identity.actor, reply)
  if (permission && !may(identity.actor, permission)) throw lacking(identity.actor, permission)
}

async function countRequest(gate: Gate, actor: Identity['actor'], reply: FastifyReply): Promise<void> {
  const perMinute = actor.isRoot ? 0 : (actor.rateLimitPerMinute ?? gate.ratePerMinute)
  if (perMinute === 0) {
    reply.header('x-ratelimit-limit-minute', unlimited).header('x-ratelimit-remaining-minute', unlimited)
    return
  }
  const taken = await gate.limits.take('key', actor.id, perMinute)
  reply
    .header('x-ratelimit-limit-minute', String(perMinute))
    .header('x-ratelimit-remaining-minute', String(taken.remaining))
  if (taken.isOver)
    throw rateLimitExceeded(`This key may make ${perMinute} requests a minute.`, taken.retryAfterSeconds)
}

export function rateLimitExceeded(why: string, retryAfterSeconds: number): DomainError {
  const message = `${why} Try again in ${retryAfterSeconds} seconds.`
  return new DomainError('too_many', 'RATE_LIMIT_EXCEEDED', message, { retryAfterSeconds })
}

function lacking(actor: Identity['actor'], permission: Permission): DomainError {
  if (actor.partnerId !== null)
    return new DomainError('forbidden', forbidden.code, 'A key bound to a partner does not open this.')
  if (permission === 'root') return new DomainError('forbidden', forbidden.code, 'Only the root key may do this.')
  return new DomainError('forbidden', forbidden.code, `This key lacks the scope ${permission}.`)
}
