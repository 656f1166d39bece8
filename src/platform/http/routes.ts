import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { z } from 'zod'
import type { Actor } from '#/kernel/actor.ts'
import { invalid } from '#/kernel/error.ts'
import { takesRepeatKey, type Verb } from '#/kernel/verb.ts'
import type { Repeatable } from '../idempotency.ts'
import { perform, type Performed } from '../perform.ts'
import { admit } from './admission.ts'
import { type Answer, answerOf, answerStream, send, tagsIn } from './answer.ts'
import type { Contract, Route, RouteTable } from './contract.ts'
import { fileOf } from './file.ts'
import { proveAnswer } from './prove.ts'
import { inputOf } from './input.ts'
import type { HttpOptions } from './options.ts'
import { SharedReads } from './shared-reads.ts'
import { noSuchMethod, noSuchRoute } from './faults.ts'
import { admitSiteByBody, admitSiteByHeader, answerOrigin, isForSite, preflight } from './sites.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    contract?: Contract
  }
}

/** Every route of every table, and a refusal in the table's manner for the methods that a path does not have. */
export function serveRoutes(app: FastifyInstance, options: HttpOptions): void {
  const methods = new Map<string, Known>()
  for (const table of options.tables) {
    for (const route of table.routes) {
      serve(app, options, table, route)
      const known: Known = methods.get(route[1]) ?? { contract: table.contract, methods: [] }
      known.methods.push(route[0])
      methods.set(route[1], known)
    }
  }
  for (const [path, known] of methods) {
    if (known.contract.siteKeys) {
      app.route(preflight(path, known.contract, known.methods.join(', ')))
      known.methods.push('OPTIONS')
    }
    refuseOtherMethods(app, options, path, known)
  }
  refuseUnknownRoutes(app, options)
}

function serve(app: FastifyInstance, options: HttpOptions, { contract }: RouteTable, route: Route): void {
  const [method, url, verb, routeOptions = {}] = route
  const bodyExpected = expectsBody(verb, url, contract)
  const entrance = { contract, right: verb, route: `${method} ${url}`, perMinute: routeOptions.perMinute }
  const reads =
    verb.kind === 'query' && method === 'GET' && !routeOptions.streams ? new SharedReads<Answer>() : undefined
  const told = (done: Performed) => {
    if (options.checksAnswers) proveAnswer(verb, done)
    return answerOf({ contract, verb }, done)
  }
  app.route({
    method,
    url,
    config: { contract },
    bodyLimit: Math.min(options.bodyLimitBytes, routeOptions.bodyLimitBytes ?? Infinity),
    onRequest: async (request, reply) => {
      answerOrigin(contract, request, reply)
      const isSite = isForSite(contract, verb, request)
      if (isSite) await admitSiteByHeader(options.gate, contract, { request, reply })
      else await admit(options.gate, entrance, request, reply)
    },
    preHandler:
      contract.siteKeys && (async (request, reply) => admitSiteByBody(options.gate, contract, { request, reply })),
    handler: async (request, reply) => {
      const { identity } = request
      if (!identity) throw noSuchRoute()
      const context = () => options.contextOf(identity, request.id)
      const input = inputOf(request, { contract, verb, method, options: routeOptions, bodyExpected })
      if (reads) {
        const read = () => perform(verb, context(), { input }).then(told)
        return send(request, reply, await reads.read(identity, JSON.stringify(input), read))
      }
      const done = await perform(verb, context(), {
        input: routeOptions.takesFile ? { ...input, file: fileOf(request) } : input,
        expectedVersions: contract.hasExtraHeaders ? expectedVersions(request, verb) : undefined,
        repeatable: contract.hasExtraHeaders ? repeatable(request, verb, input) : undefined,
      })
      if (routeOptions.streams) return answerStream(reply, routeOptions.streams, done)
      return send(request, reply, told(done))
    },
  })
}

/** A verb wants a body when it has inputs that the path does not give; one with optional ones only still takes `{}`. */
function expectsBody(verb: Verb, url: string, { headerInputs }: Contract): boolean {
  if (!(verb.input instanceof z.ZodObject)) return false
  return Object.keys(verb.input.shape).some((key) => !url.includes(`:${key}`) && !(key in headerInputs))
}

function expectedVersions(request: FastifyRequest, verb: Verb): string[] | undefined {
  if (verb.kind !== 'command' || !verb.current) return undefined
  const header = request.headers['if-match']
  return header === undefined ? undefined : tagsIn(header)
}

const repeatKey = /^[\x21-\x7e]{1,255}$/

function repeatable(request: FastifyRequest, verb: Verb, body: unknown): Repeatable | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined || !takesRepeatKey(verb)) return undefined
  if (typeof key !== 'string' || !repeatKey.test(key)) {
    const message = 'An Idempotency-Key is 1 to 255 visible ASCII characters.'
    throw invalid([{ path: ['Idempotency-Key'], message, code: 'invalid_format' }])
  }
  return { operation: `${request.method} ${request.url.split('?')[0]}${ownMark(request.identity?.actor)}`, key, body }
}

/** The keys of an organisation are one program to it; persons, and what acts for a partner, never share an answer. */
const ownMark = (actor: Actor | undefined): string =>
  !actor || (actor.kind === 'key' && actor.actsFor === 'ORGANISATION') ? '' : ` of ${actor.id}`

type Known = { contract: Contract; methods: string[] }

function refuseOtherMethods(
  app: FastifyInstance,
  options: HttpOptions,
  url: string,
  { contract, methods }: Known,
): void {
  const has = new Set<string>([...methods, ...(methods.includes('GET') ? ['HEAD'] : [])])
  const others = (app.supportedMethods as HTTPMethods[]).filter((method) => !has.has(method))
  app.route({
    method: others,
    url,
    config: { contract },
    exposeHeadRoute: false,
    onRequest: async (request, reply) => {
      reply.header('allow', [...has].join(', '))
      await admit(options.gate, { contract, route: url }, request, reply)
      throw noSuchMethod(has)
    },
    handler: async () => {},
  })
}

function refuseUnknownRoutes(app: FastifyInstance, options: HttpOptions): void {
  app.setNotFoundHandler(async (request: FastifyRequest, reply: FastifyReply) => {
    const contract = contractAt(options, request.url)
    if (contract) await admit(options.gate, { contract, route: '*' }, request, reply)
    throw noSuchRoute()
  })
}

/** The contract whose routes an address is nearest to, by the most steps of the path that are equal, `least` of them. */
export function contractAt({ tables }: Pick<HttpOptions, 'tables'>, url: string, least = 2): Contract | undefined {
  const steps = (url.split('?')[0] ?? '').split('/')
  const nearness = (path: string) => {
    const other = path.split('/')
    const first = steps.findIndex((step, index) => step !== other[index])
    return first === -1 ? steps.length : first
  }
  const all = tables.flatMap(({ contract, routes }) => routes.map(([, path]) => ({ contract, near: nearness(path) })))
  const nearest = all.toSorted((a, b) => b.near - a.near)[0]
  return nearest && nearest.near > least ? nearest.contract : undefined
}
