import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { DomainError } from '#/kernel/error.ts'
import { isUnavailable } from '../database/failure.ts'
import { smallPage } from './small-page.ts'

/** Where the address that somebody followed leads now; undefined where nobody knows it. */
export type FindTarget = (url: string) => Promise<string | undefined>

/**
 * Leads whoever followed an address of an earlier tool to the link that took its place: pages for people, without a key.
 *
 * It never leads to the address that it is given.
 */
export function serveLegacyRedirect(app: FastifyInstance, path: `/${string}`, find: FindTarget): void {
  app.route({ method: ['GET', 'HEAD'], url: path, handler: (request, reply) => redirect(request, reply, find) })
  app.route({
    method: (app.supportedMethods as HTTPMethods[]).filter((method) => method !== 'GET' && method !== 'HEAD'),
    url: path,
    handler: async (_request, reply) => {
      reply.header('allow', 'GET, HEAD')
      throw new DomainError('method_not_allowed', 'METHOD_NOT_ALLOWED', 'This address answers GET, HEAD.')
    },
  })
}

async function redirect(request: FastifyRequest, reply: FastifyReply, find: FindTarget) {
  reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
  const url = originalUrl(request)
  try {
    const target = url === undefined ? undefined : await soon(find(url))
    return target === undefined ? reply.code(404).type(html).send(unknown) : reply.redirect(target, 302)
  } catch (error) {
    if (!(error instanceof Late) && !isUnavailable(error)) throw error
    request.log.warn({ err: error }, 'an old address could not be looked up')
    return reply.code(503).header('retry-after', '5').type(html).send(away)
  }
}

const patienceMs = 240

class Late extends Error {
  override message = 'The database did not answer in time.'
}

/** Nobody waits 300 ms, whatever holds up the database. */
async function soon<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Late()), patienceMs)
  return await Promise.race([work, promise]).finally(() => clearTimeout(timer))
}

const html = 'text/html; charset=utf-8'
const unknown = smallPage(
  'This link does not work',
  'It may have been taken back. Ask whoever gave it to you for another.',
)
const away = smallPage('Just a moment', 'This link cannot be looked up right now. Try again in a few seconds.')

/** The address that was followed: of the query, else of the first header that names one. */
function originalUrl({ query, headers }: FastifyRequest): string | undefined {
  const { u } = query as { u?: string | string[] }
  const forwarded = textOf(headers['x-forwarded-uri'])
  return (
    textOf(u) ??
    whole(textOf(headers['x-original-url']), headers) ??
    whole(forwarded, headers) ??
    textOf(headers.referer)
  )
}

/** What was given once, or first, and is not empty. */
const textOf = (given: string | string[] | undefined) => (Array.isArray(given) ? given[0] : given) || undefined

/** Proxies name an address by its path alone, and its host beside that. */
function whole(address: string | undefined, headers: IncomingHttpHeaders): string | undefined {
  if (!address?.startsWith('/')) return address
  const host = textOf(headers['x-forwarded-host']) ?? headers.host
  const [scheme = ''] = (textOf(headers['x-forwarded-proto']) ?? 'https').split(',')
  return `${scheme.trim()}://${host}${address}`
}
