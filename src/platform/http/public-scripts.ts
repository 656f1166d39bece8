import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { versionOf } from '../version.ts'
import { tagsIn } from './answer.ts'
import { refuseOtherMethods } from './public-methods.ts'

type Script = { plain: Buffer; zipped: Buffer; version: string }

/** Serves a script that pages of other hosts load. It is made when somebody first asks for it; a failure is not kept. */
export function servePublicScript(app: FastifyInstance, path: `/${string}`, make: () => Promise<string>): void {
  let made: Promise<Script> | undefined
  const script = () => {
    made ??= make().then(packed)
    made.catch(() => (made = undefined))
    return made
  }
  refuseOtherMethods(app, path, ['GET', 'HEAD'])
  app.get(path, async (request, reply) => {
    const { plain, zipped, version } = await script()
    reply
      .header('cache-control', 'public, max-age=3600')
      .header('etag', `W/"${version}"`)
      .header('vary', 'accept-encoding')
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
    if (tagsIn(request.headers['if-none-match']).some((known) => known === '*' || known === version))
      return reply.code(304).send()
    reply.type('text/javascript; charset=utf-8')
    return takesGzip(request.headers['accept-encoding'])
      ? reply.header('content-encoding', 'gzip').send(zipped)
      : reply.send(plain)
  })
}

function packed(text: string): Script {
  const plain = Buffer.from(text)
  return { plain, zipped: gzipSync(plain, { level: 9 }), version: versionOf(plain) }
}

const takesGzip = (header: string | string[] | undefined) =>
  /(^|[\s,])gzip(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(header ?? ''))
