import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { Right } from '#/kernel/actor.ts'
import { DomainError, forbidden, refusal } from '#/kernel/error.ts'
import { type Gate, rateLimitExceeded, type Site, tellRate } from './admission.ts'
import type { Contract } from './contract.ts'
import { bodyOf } from './input.ts'

type Exchange = { request: FastifyRequest; reply: FastifyReply }

const unauthorized = ({ siteKeys }: Contract) =>
  refusal(
    'unauthenticated',
    'UNAUTHORIZED',
    `Send a live secret key in x-api-key, or a live publishable key in ${siteKeys?.header} or as ${siteKeys?.input} in the body.`,
  )()

/** Where no secret is shown, the key of a page is looked for. */
export const isForSite = (
  { siteKeys, secretIn }: Contract,
  right: Right | undefined,
  request: FastifyRequest,
): boolean => siteKeys !== undefined && right?.opensToSites === true && secretIn(request.headers) === undefined

/** Admits by the key in the header. Without one nobody is admitted yet: the body may have it. */
export async function admitSiteByHeader(gate: Gate, contract: Contract, exchange: Exchange): Promise<void> {
  const key = exchange.request.headers[contract.siteKeys?.header ?? '']
  if (key) await admitSite(gate, contract, { ...exchange, key })
}

/** Admits by the key in the body, whoever was not admitted before. A body that cannot be read has none. */
export async function admitSiteByBody(gate: Gate, contract: Contract, exchange: Exchange): Promise<void> {
  if (exchange.request.identity || !contract.siteKeys) return
  await admitSite(gate, contract, { ...exchange, key: keyInBody(exchange.request, contract.siteKeys.input) })
}

function keyInBody(request: FastifyRequest, input: string): unknown {
  try {
    return bodyOf(request, true)[input]
  } catch {
    return undefined
  }
}

/** Credential, then rate, then the origin as far as the key alone tells it. */
async function admitSite(gate: Gate, contract: Contract, { request, reply, key }: Exchange & { key: unknown }) {
  const site = typeof key === 'string' ? await gate.identifySite(key, request.ip) : undefined
  if (!site) throw unauthorized(contract)
  const origin = request.headers.origin ?? null
  request.identity = { organisationId: site.organisationId, actor: { ...site.actor, origin } }
  await countSite(gate, contract, { request, reply, key: site.actor.id })
  if (!isAllowedOrigin(site.allowedOrigins, origin)) throw originNotAllowed()
}

async function countSite(gate: Gate, contract: Contract, { request, reply, key }: Exchange & { key: string }) {
  const { perMinute = 0 } = contract.siteKeys ?? {}
  const taken = await gate.limits.take('site', `${key} ${request.ip}`, perMinute)
  tellRate(contract, reply, String(perMinute), String(taken.remaining))
  if (taken.isOver)
    throw rateLimitExceeded(
      `This key may make ${perMinute} requests a minute from one address.`,
      taken.retryAfterSeconds,
    )
}

/** Scheme, host and port are equal to one on the list; an empty list allows any, and none at all. */
export const isAllowedOrigin = (allowed: Site['allowedOrigins'], origin: string | null): boolean =>
  !allowed.length || (origin !== null && allowed.includes(origin))

export const originNotAllowed = () =>
  new DomainError(
    'forbidden',
    forbidden.code,
    'This key is not for pages of this origin. Add the origin to the campaign.',
  )

/** What went wrong before anybody was admitted says no more than that nobody was. */
export function unadmitted(request: FastifyRequest, error: unknown): unknown {
  const contract = request.routeOptions?.config?.contract
  return contract?.siteKeys && !request.identity && isOfBody(error) ? unauthorized(contract) : error
}

const isOfBody = (error: unknown) => String((error as { code?: unknown } | null)?.code).startsWith('FST_')

/** Lets a page of another origin read the answer, whatever it is. */
export function answerOrigin({ siteKeys }: Contract, request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers
  if (siteKeys && origin) reply.header('access-control-allow-origin', origin).header('vary', 'Origin')
}

/** What a browser asks before it posts from a page of another origin: any may, for the keys and origins are checked then. */
export const preflight = (url: string, contract: Contract, method: string): RouteOptions => ({
  method: 'OPTIONS',
  url,
  config: { contract },
  handler: async (request, reply) => {
    answerOrigin(contract, request, reply)
    return reply
      .code(204)
      .header('access-control-allow-methods', `${method}, OPTIONS`)
      .header('access-control-allow-headers', `content-type, ${contract.siteKeys?.header}`)
      .header('access-control-max-age', '86400')
      .send()
  },
})
