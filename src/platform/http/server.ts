import type { IncomingMessage, ServerResponse } from 'node:http'
import multipart from '@fastify/multipart'
import helmet, { type HelmetOptions } from 'helmet'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { answerClientError, guardBodyTime } from './connection.ts'
import type { Asked, Contract } from './contract.ts'
import type { HttpOptions } from './options.ts'
import { partnerApiContract } from './contracts/partner-api.ts'
import { withFastLanes } from './fast-lane.ts'
import { faultOf, refusalOf } from './faults.ts'
import { contractAt, serveRoutes } from './routes.ts'
import { unadmitted } from './sites.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** From now on each answer tells its connection to end. */
    drain(): void
  }
}

/** Bounds a whole request; what is no file is bounded by `bodyTimeoutMs` long before. */
const longestUploadMs = 3_600_000

/** The HTTP server of every route table. The only place that knows Fastify. */
export async function createServer(options: HttpOptions): Promise<FastifyInstance> {
  let isDraining = false
  const guards = guardHeaders(helmetOptions)
  const app = Fastify({
    serverFactory: withFastLanes({ ...options, guards, isDraining: () => isDraining }),
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: options.newRequestId,
    trustProxy: options.trustProxy,
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: longestUploadMs,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 16_384, ignoreTrailingSlash: false },
    frameworkErrors: (error, request, reply) => void refuse(options, error, request, reply as FastifyReply),
    clientErrorHandler: answerClientError,
    http: {
      headersTimeout: options.headersTimeoutMs,
      connectionsCheckingInterval: Math.min(1_000, options.headersTimeoutMs),
    },
  })
  await app.register(multipart, {
    limits: { fileSize: options.fileLimitBytes, files: 1, fields: 20 },
    throwFileSizeLimit: true,
  })
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.decorateRequest('identity', null)
  app.decorateRequest('asked', null)
  app.decorate('drain', () => void (isDraining = true))
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(guards).header('x-request-id', request.id)
    if (isDraining) reply.header('connection', 'close')
    done()
  })
  app.addHook('preParsing', (request, _reply, payload, done) => {
    done(null, hasBody(request) ? guardBodyTime(request, payload, options.bodyTimeoutMs) : payload)
  })
  app.addHook('onResponse', (request, reply, done) => {
    tell(options, request, reply)
    done()
  })
  app.setErrorHandler((error, request, reply) => refuse(options, error, request, reply))
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

const hasBody = ({ method }: FastifyRequest) => method !== 'GET' && method !== 'HEAD'

/** What helmet sets is the same for every answer, so it is asked once; it would work it out anew for each request. */
function guardHeaders(options: HelmetOptions): Record<string, string> {
  const headers: Record<string, string> = {}
  const collect = { setHeader: (name: string, value: string) => void (headers[name] = value), removeHeader: () => {} }
  helmet(options)({} as IncomingMessage, collect as unknown as ServerResponse, () => {})
  return headers
}

function refuse(options: HttpOptions, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const refusal = refusalOf(unadmitted(request, error))
  if (refusal.kind === 'unexpected') request.log.error({ err: refusal.cause }, 'request failed')
  if (refusal.kind === 'unavailable') request.log.warn({ err: refusal.cause }, 'database not available')
  if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', String(refusal.retryAfterSeconds))
  const fault = faultOf(refusal)
  const contract = request.routeOptions?.config?.contract ?? contractAt(options, request.url, 1) ?? partnerApiContract
  if (fault.status === 401 && contract.challenge) reply.header('www-authenticate', contract.challenge)
  return reply
    .code(fault.status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(contract.fault(fault, askedOf(contract, request)))
}

/** What is known of a request that was refused, however early. */
function askedOf(contract: Contract, request: FastifyRequest): Asked {
  const hasSecret = Boolean(contract.secretIn(request.headers))
  return { given: {}, placeOf: () => 'body', ...request.asked, hasSecret }
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
  request.log[levelOf(request.method, status)](line, 'answered')
}

/** A read that went well is told by the metrics; its line is for whoever asks for more. */
function levelOf(method: string, status: number): 'error' | 'info' | 'debug' {
  if (status >= 500) return 'error'
  return status < 400 && (method === 'GET' || method === 'HEAD') ? 'debug' : 'info'
}
