import type { FastifyInstance, FastifyRequest } from 'fastify'
import { forbidden } from '#/kernel/error.ts'
import { invalidBody } from './faults.ts'
import { refuseOtherMethods } from './public-methods.ts'

/** A cookie for the whole host, or for the domain above it; its value is sent as it stands. */
export type PublicCookie = { name: string; value: string; domain?: string; maxAgeSeconds: number }

/** Decides what to set for what a page sent; `origin` is the page's, where the browser tells it. */
export type ChooseCookies = (given: unknown, origin: string | undefined) => Promise<PublicCookie[]>

const mostBytes = 4096

/** Sets cookies that a page's own site asks for. Scripts may read them: they hold no secret. */
export function servePublicCookies(app: FastifyInstance, path: `/${string}`, choose: ChooseCookies): void {
  refuseOtherMethods(app, path, ['POST'])
  app.post(path, { bodyLimit: mostBytes }, async (request, reply) => {
    if (request.headers['sec-fetch-site'] === 'cross-site') throw forbidden()
    const origin = originOf(request)
    const isSecure = request.protocol === 'https' || Boolean(origin?.startsWith('https:'))
    const cookies = await choose(jsonOf(request.body), origin)
    reply.header(
      'set-cookie',
      cookies.map((cookie) => headerOf(cookie, isSecure)),
    )
    reply.header('cache-control', 'no-store').header('cross-origin-resource-policy', 'same-site')
    return reply.code(204).send()
  })
}

/** Undefined where the browser keeps it to itself. */
function originOf({ headers }: FastifyRequest): string | undefined {
  return URL.canParse(headers.origin ?? '') ? headers.origin : undefined
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(String(body))
  } catch {
    throw invalidBody('The body is not JSON.')
  }
}

const headerOf = ({ name, value, domain, maxAgeSeconds }: PublicCookie, isSecure: boolean) =>
  [
    `${name}=${value}`,
    'Path=/',
    `Max-Age=${maxAgeSeconds}`,
    'SameSite=Lax',
    ...(domain ? [`Domain=${domain}`] : []),
    ...(isSecure ? ['Secure'] : []),
  ].join('; ')
