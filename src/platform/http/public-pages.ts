import { hash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { JsonObject } from '#/kernel/json.ts'
import { noSuchRoute } from './faults.ts'
import { makeReference, type ApiReference } from './reference.ts'
import { stylesheet } from './small-page.ts'

export type PublicPages = {
  /** Asked when somebody first reads it: a server need not carry what few look at. */
  describeApi(): Promise<JsonObject>
  /** Throws when the server cannot serve now. */
  checkReady(): Promise<void>
  metrics(): Promise<string>
  metricsToken: string | undefined
}

/** What needs no API key: health, metrics, the API description and its reference. */
export function servePublicPages(app: FastifyInstance, pages: PublicPages): void {
  app.get('/small-page.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(stylesheet),
  )
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'alive' }))
  app.get('/readyz', (_request, reply) => ready(pages, reply))
  let description: Promise<Buffer> | undefined
  app.get('/openapi.json', async (_request, reply) => {
    description ??= pages.describeApi().then((api) => Buffer.from(JSON.stringify(api)))
    return reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await description)
  })
  app.get('/metrics', async (request, reply) => {
    if (pages.metricsToken && !isToken(request.headers.authorization, pages.metricsToken)) throw noSuchRoute()
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await pages.metrics())
  })
  serveReference(app)
}

async function ready(pages: PublicPages, reply: FastifyReply) {
  reply.header('cache-control', 'no-store')
  try {
    await pages.checkReady()
    return reply.send({ status: 'ready' })
  } catch {
    return reply
      .code(503)
      .header('retry-after', '2')
      .send({ status: 'not ready', reason: 'The database does not answer.' })
  }
}

function isToken(header: string | undefined, token: string): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer')
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`))
}

const referencePolicy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The API reference, made when somebody first asks for it; a failure is not kept. */
function serveReference(app: FastifyInstance): void {
  let made: Promise<ApiReference> | undefined
  const reference = async () => {
    made ??= makeReference()
    return await made.catch((error: unknown) => {
      made = undefined
      throw error
    })
  }
  const page = async (_request: unknown, reply: FastifyReply) => {
    reply.header('content-security-policy', referencePolicy).type('text/html; charset=utf-8')
    return reply.send((await reference()).page)
  }
  app.get('/docs', (_request, reply) => reply.redirect('/docs/'))
  app.get('/docs/', page)
  app.get('/docs/js/scalar.js', async (_request, reply) => {
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'public, max-age=3600')
    return reply.send((await reference()).script)
  })
}
