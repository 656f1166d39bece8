import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { fileStream, type Stream } from '#/kernel/stream.ts'
import { query } from '#/kernel/verb.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { experienceTemplateNotFound } from '../catalogues/catalogues.ts'
import { headersOf } from './file.ts'
import {
  exampleId,
  hasNoFile,
  Resource,
  ResourceInPath,
  resourceNotFound,
  type ResourceRow,
  toResource,
} from './resource.ts'

const columns = sql.raw(
  'r.id, r.template_id, r.title, r.description, r.category, r.rank, r.url, r.file_name, r.media_type, r.file_size, r.created_at, r.updated_at',
)

export async function resources(ctx: Context, which: Sql): Promise<ResourceRow[]> {
  const { rows } = await sql<ResourceRow>`
    select ${columns} from experience_resource r where r.organisation_id = ${ctx.organisationId} ${which}`.execute(
    ctx.db,
  )
  return rows
}

export async function findResource(ctx: Context, id: string, { lock = false } = {}): Promise<ResourceRow> {
  const [row] = await resources(ctx, sql`and r.id = ${id} ${lock ? sql.raw('for no key update') : sql``}`)
  if (!row) throw resourceNotFound()
  return row
}

export async function checkTemplate(ctx: Context, id: string): Promise<void> {
  const { rows } = await sql`
    select from experience_template where organisation_id = ${ctx.organisationId} and id = ${id} for key share`.execute(
    ctx.db,
  )
  if (!rows.length) throw experienceTemplateNotFound()
}

type Asked<T> = { which: Sql; order: string; limit: number; cursor?: string | undefined; item(row: ResourceRow): T }

/** A page of resources in the order in which partners see them. */
export async function pageOfResources<T>(ctx: Context, { which, order, limit, cursor, item }: Asked<T>) {
  const [rank, after] = fromCursor(ctx, order, cursor) ?? []
  const rows = await resources(
    ctx,
    sql`${which} ${after === undefined ? sql`` : sql`and (r.rank, r.id) > (${rank}::integer, ${after})`}
      order by r.rank, r.id limit ${limit + 1}`,
  )
  return toPage(ctx, rows, { limit, order, position: (row) => [String(row.rank), row.id], item })
}

export const listResources = query({
  name: 'experience-resources.list',
  may: 'partners:read',
  summary: 'List the resources of an experience template',
  description: 'In the order in which partners see them.',
  input: z.strictObject({ id: z.string(), ...pageInput }),
  output: page(Resource),
  refuses: [experienceTemplateNotFound],
  example: { id: 'exp_01KH0VS1E0PAXJFYQ6DVG8KF31' },
  async run(ctx, { id, limit, cursor }) {
    await checkTemplate(ctx, id)
    const order = `experience-resources ${id}`
    return await pageOfResources(ctx, { which: sql`and r.template_id = ${id}`, order, limit, cursor, item: toResource })
  },
})

export const getResourceFile = query({
  name: 'experience-resources.file',
  may: 'partners:read',
  summary: 'Download the file of a resource',
  description: 'PNG, JPEG, WebP, GIF and PDF may be shown; all else is only to be saved.',
  input: z.strictObject({ id: ResourceInPath }),
  output: z.custom<Stream>(),
  refuses: [resourceNotFound, hasNoFile],
  example: { id: exampleId },
  run: async (ctx, { id }) => openFile(ctx, await findResource(ctx, id)),
})

type Content = { content: Buffer | null }

export async function openFile(ctx: Context, row: ResourceRow): Promise<Stream> {
  const { rows } = await sql<Content>`
    select content from experience_resource where organisation_id = ${ctx.organisationId} and id = ${row.id}`.execute(
    ctx.db,
  )
  const content = rows[0]?.content
  if (!content || row.file_name === null || row.media_type === null) throw hasNoFile()
  return fileStream(content, headersOf({ name: row.file_name, mediaType: row.media_type }))
}
