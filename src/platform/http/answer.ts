import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { jsonText } from '#/kernel/json.ts'
import type { Page } from '#/kernel/page.ts'
import type { Stream } from '#/kernel/stream.ts'
import type { Verb } from '#/kernel/verb.ts'
import type { Performed } from '../perform.ts'
import { versionOf } from '../version.ts'
import type { Contract, MediaTypes } from './contract.ts'

const json = 'application/json; charset=utf-8'

/** What a verb gave, as it leaves: 200, 201 for what came to be, 204 for nothing. */
export type Answer = { status: number; headers: Record<string, string | string[]>; sent?: Sent }

/** Equal bytes have an equal tag. */
type Sent = { body: string | Buffer; tag: string }

/** A longer text becomes bytes once, to hash it and to send it to all who share it; a short one goes out with its headers. */
const longestText = 4_096

/** How a contract says what a verb gave. */
export function answerOf(route: { contract: Contract; verb: Verb }, done: Performed): Answer {
  const { contract, verb } = route
  const headers: Answer['headers'] = {}
  if (done.isReplay) headers['idempotency-replayed'] = 'true'
  if (done.setCookies) headers['set-cookie'] = [...done.setCookies]
  if (done.output === undefined) return { status: 204, headers }
  const keepsSecret = verb.kind === 'command' && verb.returnsSecret
  headers['cache-control'] = keepsSecret ? 'no-store' : 'private, no-cache'
  headers['content-type'] = json
  if (isPage(done.output)) {
    const body = contract.page(done.output.data.map(jsonText), done.output.nextCursor)
    return { status: 200, headers, sent: sentOf(body) }
  }
  const isCreation = verb.kind === 'command' && verb.creates && done.isNew
  const text = jsonText(done.output)
  return { status: isCreation ? 201 : 200, headers, sent: sentOf(contract.one(text), text) }
}

function sentOf(text: string, versioned?: string): Sent {
  const body = text.length > longestText ? Buffer.from(text) : text
  return { body, tag: `"${versionOf(versioned ?? body)}"` }
}

/** Sends it, or 304 for what the caller has already. */
export function send(request: FastifyRequest, reply: FastifyReply, { status, headers, sent }: Answer) {
  reply.code(status).headers(headers)
  if (!sent) return reply.send()
  const { body, tag } = sent
  reply.header('etag', tag)
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  return isRead && tagsIn(request.headers['if-none-match']).some((known) => known === '*' || `"${known}"` === tag)
    ? reply.code(304).send()
    : reply.send(body)
}

/** Sends what a verb gives piece by piece, as fast as the caller takes it. */
export function answerStream(reply: FastifyReply, [type]: MediaTypes, { output }: Performed) {
  const { headers = {} } = output as Stream
  const pieces = Readable.from(output as Stream)
  return reply.headers({ 'cache-control': 'private, no-store', 'content-type': type, ...headers }).send(pieces)
}

const isPage = (output: unknown): output is Page<unknown> =>
  output !== null && typeof output === 'object' && 'nextCursor' in output && 'data' in output

/** The versions that `If-Match` or `If-None-Match` names. */
export function tagsIn(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((tag) =>
      tag
        .trim()
        .replace(/^W\//, '')
        .replace(/^"(.*)"$/, '$1'),
    )
    .filter(Boolean)
}
