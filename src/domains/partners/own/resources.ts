import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import type { Stream } from '#/kernel/stream.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { openFile, resources } from '../experience/queries.ts'
import {
  exampleId,
  hasNoFile,
  Resource,
  ResourceInPath,
  resourceNotFound,
  type ResourceRow,
  toResource,
} from '../experience/resource.ts'
import { visitorIn } from './visitor.ts'

const OwnResource = Resource.omit({ templateId: true, rank: true, createdAt: true }).meta({
  id: 'PortalResource',
  examples: [
    {
      id: exampleId,
      title: 'Battle card',
      description: 'How we compare',
      category: 'Sales',
      url: null,
      file: { name: 'Battle card.pdf', mediaType: 'application/pdf', size: 48213 },
      updatedAt: '2026-02-03T09:30:00.000Z',
    },
  ],
})

const order = 'portal-resources'

/** Those of the template that is published for the visitor's partner, and have something to open. */
const isOwn = (ctx: Context) => sql`
  and r.template_id = (select experience_template_id from partner where organisation_id = ${ctx.organisationId} and id = ${visitorIn(ctx).partnerId})
  and (r.url is not null or r.file_name is not null)`

export const listOwnResources = query({
  name: 'portal.resources',
  may: 'visitor',
  summary: 'List the resources for one’s partner',
  description: 'Links and files, in the order of the programme.',
  input: z.strictObject(pageInput),
  output: page(OwnResource),
  async run(ctx, { limit, cursor }) {
    const [rank, after] = fromCursor(ctx, order, cursor) ?? []
    const rows = await resources(
      ctx,
      sql`${isOwn(ctx)} ${after === undefined ? sql`` : sql`and (r.rank, r.id) > (${rank}::integer, ${after})`}
        order by r.rank, r.id limit ${limit + 1}`,
    )
    return toPage(ctx, rows, { limit, order, position: (row) => [String(row.rank), row.id], item: toOwn })
  },
})

function toOwn(row: ResourceRow): z.infer<typeof OwnResource> {
  const { templateId: _template, rank: _rank, createdAt: _created, ...own } = toResource(row)
  return own
}

export const getOwnResourceFile = query({
  name: 'portal.resource-file',
  may: 'visitor',
  summary: 'Download a resource',
  description: 'PNG, JPEG, WebP, GIF and PDF may be shown; all else is only to be saved.',
  input: z.strictObject({ id: ResourceInPath }),
  output: z.custom<Stream>(),
  refuses: [resourceNotFound, hasNoFile],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const [row] = await resources(ctx, sql`${isOwn(ctx)} and r.id = ${id}`)
    if (!row) throw resourceNotFound()
    return await openFile(ctx, row)
  },
})
