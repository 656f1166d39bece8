import type { FastifyInstance } from 'fastify'
import { smallPage } from './small-page.ts'

/** A file that a link opens for whoever has it. */
export type PublicFile = { bytes: Buffer; mediaType: string; name: string }

/** Finds the file of a link by the last step of its path and its signature; undefined where the link is not good. */
export type OpenFile = (file: string, signature: string, requestId: string) => Promise<PublicFile | undefined>

/** No more than this: viewers of browsers are pages too, and what binds them differs. */
const viewerPolicy = "frame-ancestors 'none'"

/** Serves files by signed links under `folder`, without a key. A link that is not good says no more than that. */
export function servePublicFiles(app: FastifyInstance, folder: `/${string}`, open: OpenFile): void {
  app.get<{ Params: { file: string }; Querystring: { signature?: unknown } }>(
    `${folder}/:file`,
    async (request, reply) => {
      const { signature } = request.query
      reply.header('cache-control', 'private, no-store').header('x-robots-tag', 'noindex')
      const file = typeof signature === 'string' ? await open(request.params.file, signature, request.id) : undefined
      if (!file) return reply.code(404).type('text/html; charset=utf-8').send(deadLink)
      return reply
        .type(file.mediaType)
        .header('content-disposition', `inline; filename="${file.name}"`)
        .header('content-security-policy', viewerPolicy)
        .send(file.bytes)
    },
  )
}

const deadLink = smallPage(
  'This link does not work',
  'It may have expired: links like this one work for a short time. Ask whoever sent it for another.',
)
