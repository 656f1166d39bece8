import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyServerFactory } from 'fastify'
import type { HttpOptions } from './options.ts'

/** Requests that are answered before the framework: a beginning of their paths, and what answers them. */
export type FastLane = {
  prefix: `/${string}/`
  /** What the metrics call it. */
  route: string
  /** Answers once, at once or later. `rest` is the address behind the prefix, its query included, as it was sent. */
  serve(request: IncomingMessage, rest: string, answer: LaneAnswer): void | Promise<void>
}

type Options = Pick<HttpOptions, 'fastLanes' | 'observe' | 'trustProxy'> & {
  log: Pick<FastifyBaseLogger, 'error'>
  /** Headers of every page. */
  guards: Record<string, string>
  isDraining(): boolean
}

/** Puts the lanes before the framework. Every other request goes on to it untouched. */
export function withFastLanes(options: Options): FastifyServerFactory {
  const lanes = options.fastLanes ?? []
  return (
    handler,
    { http, keepAliveTimeout, requestTimeout, connectionTimeout }: Parameters<FastifyServerFactory>[1],
  ) => {
    const listener: RequestListener = (request, response) => {
      const url = targetOf(request.url ?? '')
      for (const lane of lanes) if (url.startsWith(lane.prefix)) return serve(options, lane, { request, response, url })
      return handler(request, response)
    }
    const server = createServer(http as object, listener)
    return Object.assign(server, { keepAliveTimeout, requestTimeout }).setTimeout(connectionTimeout as number) as Server
  }
}

/** The path and query of a request. A proxy may name the whole address, which every server is to take (RFC 9112, 3.2.2). */
const targetOf = (url: string) => (url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?#]*/i, ''))

type Asked = { request: IncomingMessage; response: ServerResponse; url: string }

function serve(options: Options, lane: FastLane, { request, response, url }: Asked): void {
  const answer = new LaneAnswer(options, lane, { request, response })
  const fail = (error: unknown) => {
    options.log.error({ err: error, route: lane.route }, 'request failed')
    answer.page(500, failurePage)
  }
  try {
    lane.serve(request, url.slice(lane.prefix.length), answer)?.catch(fail)
  } catch (error) {
    fail(error)
  }
}

/** The answer to one request of a lane. Whatever is given after the first is passed over. */
export class LaneAnswer {
  readonly #options: Options
  readonly #lane: FastLane
  readonly #asked: Omit<Asked, 'url'>
  /** When the request was there, on the clock of `performance`. */
  readonly begun = performance.now()

  constructor(options: Options, lane: FastLane, asked: Omit<Asked, 'url'>) {
    this.#options = options
    this.#lane = lane
    this.#asked = asked
  }

  /** Sends the visitor elsewhere. `location` holds what a header may, and nothing else. */
  redirect(location: string): void {
    this.#send(302, [
      'Location',
      location,
      'Cache-Control',
      'no-store',
      'X-Robots-Tag',
      'noindex',
      'Content-Length',
      '0',
    ])
  }

  /** A page for people. */
  page(status: number, html: string, headers: Record<string, string> = {}): void {
    const all = {
      ...this.#options.guards,
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(Buffer.byteLength(html)),
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      ...headers,
    }
    this.#send(status, Object.entries(all).flat(), html)
  }

  #send(status: number, headers: string[], body?: string): void {
    const { request, response } = this.#asked
    if (response.headersSent) return
    // A body is not read here: a connection that goes on would wait for it.
    if (this.#options.isDraining() || hasBody(request)) headers.push('Connection', 'close')
    response.writeHead(status, headers)
    response.end(body)
    const { observe } = this.#options
    const seconds = (performance.now() - this.begun) / 1000
    observe({ route: this.#lane.route, method: request.method ?? '', status, seconds })
  }
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const failurePage =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Something went wrong</title><p>Something went wrong on our side. Try again.</p></html>\n'
