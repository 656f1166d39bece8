import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { page, pageInput } from '#/kernel/page.ts'
import type { Stream } from '#/kernel/stream.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { openFile, pageOfResources, resources } from '../experience/queries.ts'
import {
  exampleId,
  exampleResource,
  hasNoFile,
  Resource,
  ResourceInPath,
  resourceNotFound,
  toResource,
} from '../experience/resource.ts'
import { visitorIn } from './visitor.ts'

const ownOf = <T extends Resource>({ templateId: _template, rank: _rank, createdAt: _created, ...own }: T) => own

const OwnResource = Resource.omit({ templateId: true, rank: true, createdAt: true }).meta({
  id: 'PortalResource',
  examples: [ownOf(exampleResource)],
})

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
  run: async (ctx, asked) =>
    await pageOfResources(ctx, {
      ...asked,
      which: isOwn(ctx),
      order: 'portal-resources',
      item: (row) => ownOf(toResource(row)),
    }),
})

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
