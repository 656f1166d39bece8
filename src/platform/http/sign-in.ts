import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { invalidBody } from './faults.ts'
import { refuseForgery } from './forgery.ts'

/** What a page of ours sends in order to sign somebody in or out. */
export type SignInRequest = {
  method: string
  /** Below the door's own path. */
  path: string
  /** With its question mark; empty where there is none. */
  query: string
  headers: Readonly<Record<string, string>>
  body: unknown
  address: string
}

/** Answers it: with cookies, or by sending the browser on. It throws its refusals. */
export type SignInDoor = (request: SignInRequest) => Promise<Response>

const mostBytes = 16_384

/** Serves the ways of signing in under one path, to pages of our own only. */
export function serveSignIn(app: FastifyInstance, path: `/${string}`, door: SignInDoor): void {
  app.route({
    method: ['GET', 'POST'],
    url: `${path}/*`,
    bodyLimit: mostBytes,
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      refuseForgery(request)
      return await send(reply, await door(asked(request, path)))
    },
  })
}

function asked(request: FastifyRequest, base: string): SignInRequest {
  const [path = '', ...query] = request.url.split('?')
  const headers = Object.fromEntries(['cookie', 'user-agent'].flatMap((name) => pick(request, name)))
  return {
    method: request.method,
    path: path.slice(base.length),
    query: query.length ? `?${query.join('?')}` : '',
    headers,
    body: request.method === 'POST' ? jsonOf(request.body) : undefined,
    address: request.ip,
  }
}

function pick({ headers }: FastifyRequest, name: string): [string, string][] {
  const value = headers[name]
  return typeof value === 'string' ? [[name, value]] : []
}

function jsonOf(body: unknown): unknown {
  try {
    return body === undefined ? {} : JSON.parse(String(body))
  } catch {
    throw invalidBody('The body is not JSON.')
  }
}

async function send(reply: FastifyReply, answer: Response) {
  reply.code(answer.status).header('cache-control', 'no-store')
  for (const name of ['content-type', 'location']) {
    const value = answer.headers.get(name)
    if (value !== null) reply.header(name, value)
  }
  const cookies = answer.headers.getSetCookie()
  if (cookies.length) reply.header('set-cookie', cookies)
  return reply.send(await answer.text())
}
