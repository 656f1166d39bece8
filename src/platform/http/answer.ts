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

/** Sends what a verb gave: 200, 201 for what came to be, 204 for nothing, 304 for what the caller has already. */
export function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  route: { contract: Contract; verb: Verb },
  done: Performed,
) {
  const { contract, verb } = route
  if (done.isReplay) reply.header('idempotency-replayed', 'true')
  if (done.setCookies) reply.header('set-cookie', [...done.setCookies])
  if (done.output === undefined) return reply.code(204).send()
  const keepsSecret = verb.kind === 'command' && verb.returnsSecret
  reply.header('cache-control', keepsSecret ? 'no-store' : 'private, no-cache').type(json)
  if (isPage(done.output)) {
    const body = contract.page(done.output.data.map(jsonText), done.output.nextCursor)
    return withVersion(request, reply, body)
  }
  const isCreation = verb.kind === 'command' && verb.creates && done.isNew
  const text = jsonText(done.output)
  return withVersion(request, reply.code(isCreation ? 201 : 200), contract.one(text), text)
}

/** Sends what a verb gives piece by piece, as fast as the caller takes it. */
export function answerStream(reply: FastifyReply, [type]: MediaTypes, { output }: Performed) {
  const { headers = {} } = output as Stream
  const pieces = Readable.from(output as Stream)
  return reply.headers({ 'cache-control': 'private, no-store', 'content-type': type, ...headers }).send(pieces)
}

const isPage = (output: unknown): output is Page<unknown> =>
  output !== null && typeof output === 'object' && 'nextCursor' in output && 'data' in output

/** The bytes are made once: to measure, to hash and to send them. */
function withVersion(request: FastifyRequest, reply: FastifyReply, body: string, versioned?: string) {
  const bytes = Buffer.from(body)
  const tag = `"${versionOf(versioned ?? bytes)}"`
  reply.header('etag', tag)
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  return isRead && tagsIn(request.headers['if-none-match']).some((known) => known === '*' || `"${known}"` === tag)
    ? reply.code(304).send()
    : reply.send(bytes)
}

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
