import { hash, timingSafeEqual } from 'node:crypto'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { JsonObject } from '#/kernel/json.ts'
import { noSuchRoute } from './faults.ts'

export type PublicPages = {
  openApi: JsonObject
  welcomePage: string
  stylesheet: string
  /** Throws when the server cannot serve now. */
  checkReady(): Promise<void>
  metrics(): Promise<string>
  metricsToken: string | undefined
}

/** What needs no API key: the welcome page, health, metrics, the API description and its reference. */
export async function servePublicPages(app: FastifyInstance, pages: PublicPages): Promise<void> {
  const html = 'text/html; charset=utf-8'
  app.get('/', (_request, reply) => reply.type(html).send(pages.welcomePage))
  app.get('/welcome.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(pages.stylesheet),
  )
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'alive' }))
  app.get('/readyz', (_request, reply) => ready(pages, reply))
  app.get('/openapi.json', (_request, reply) => reply.header('cache-control', 'no-cache').send(pages.openApi))
  app.get('/metrics', async (request, reply) => {
    if (pages.metricsToken && !isToken(request.headers.authorization, pages.metricsToken)) throw noSuchRoute()
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await pages.metrics())
  })
  await app.register(reference)
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

/** Scalar, with whatever would ask another host turned off; its page and script stand in this one scope. */
async function reference(scope: FastifyInstance): Promise<void> {
  scope.addHook('onSend', async (_request, reply) => void reply.header('content-security-policy', referencePolicy))
  await scope.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Symbolon API',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
      showDeveloperTools: 'never',
      defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
    },
  })
}
