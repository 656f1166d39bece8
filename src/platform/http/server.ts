import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { answerClientError, guardBodyTime } from './connection.ts'
import type { HttpOptions } from './options.ts'
import { partnerApiContract } from './contracts/partner-api.ts'
import { faultOf, refusalOf } from './faults.ts'
import { serveRoutes } from './routes.ts'

/** Bounds a whole request; what is no file is bounded by `bodyTimeoutMs` long before. */
const longestUploadMs = 3_600_000

/** The HTTP server of every route table. The only place that knows Fastify. */
export async function createServer(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: options.newRequestId,
    trustProxy: options.trustProxy,
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: longestUploadMs,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 16_384, ignoreTrailingSlash: false },
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply as FastifyReply),
    clientErrorHandler: answerClientError,
    http: {
      headersTimeout: options.headersTimeoutMs,
      connectionsCheckingInterval: Math.min(1_000, options.headersTimeoutMs),
    },
  })
  await app.register(helmet, helmetOptions)
  await app.register(multipart, {
    limits: { fileSize: options.fileLimitBytes, files: 1, fields: 20 },
    throwFileSizeLimit: true,
  })
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.decorateRequest('identity', null)
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
  app.addHook('preParsing', async (request, _reply, payload) => guardBodyTime(request, payload, options.bodyTimeoutMs))
  app.addHook('onResponse', async (request, reply) => tell(options, request, reply))
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply))
  serveRoutes(app, options)
  return app
}

const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  frameguard: { action: 'deny' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
} as const

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const refusal = refusalOf(error)
  if (refusal.kind === 'unexpected') request.log.error({ err: refusal.cause }, 'request failed')
  if (refusal.kind === 'unavailable') request.log.warn({ err: refusal.cause }, 'database not available')
  if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', String(refusal.retryAfterSeconds))
  const fault = faultOf(refusal)
  const contract = request.routeOptions?.config?.contract ?? partnerApiContract
  return reply
    .code(fault.status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(contract.fault(fault))
}

function tell(options: HttpOptions, request: FastifyRequest, reply: FastifyReply): void {
  const route = request.routeOptions.url ?? 'unknown'
  const { statusCode: status, elapsedTime } = reply
  options.observe({ route, method: request.method, status, seconds: elapsedTime / 1000 })
  const line = {
    method: request.method,
    route,
    status,
    ms: Math.round(elapsedTime * 10) / 10,
    keyId: request.identity?.actor.id,
  }
  if (status >= 500) request.log.error(line, 'answered')
  else request.log.info(line, 'answered')
}
