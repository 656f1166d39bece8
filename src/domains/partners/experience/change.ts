import { hash } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command, difference, type RecordedInStatement } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { eventIn } from '#/platform/events.ts'
import { FileInput } from '#/platform/http/file-input.ts'
import { wholeFile } from '#/platform/http/small-file.ts'
import { experienceTemplateNotFound } from '../catalogues/catalogues.ts'
import { FileName, shownTypeOf } from './file.ts'
import { checkTemplate, findResource } from './queries.ts'
import {
  exampleId,
  Resource,
  resourceFields,
  ResourceInPath,
  resourceNotFound,
  type ResourceRow,
  toResource,
} from './resource.ts'

const most = { bytes: 20_971_520, said: '20 MiB' }

const { title, description, category, rank, url } = resourceFields

export const createResource = command({
  name: 'experience-resources.create',
  may: 'partners:write',
  creates: true,
  summary: 'Add a resource to an experience template',
  description: 'Partners see it once it has a link or a file: a file is put afterwards.',
  input: z.strictObject({
    id: z.string(),
    title,
    description: description.default(null),
    category: category.default(null),
    rank: rank.default(0),
    url: url.default(null),
  }),
  output: Resource,
  refuses: [experienceTemplateNotFound],
  example: { id: 'exp_01KH0VS1E0PAXJFYQ6DVG8KF31', title: 'Battle card', category: 'Sales' },
  async run(ctx, { id: templateId, ...given }) {
    await checkTemplate(ctx, templateId)
    const id = ctx.newId('rsc')
    await sql`
      insert into experience_resource (organisation_id, id, template_id, title, description, category, rank, url, created_at, updated_at)
      values (${ctx.organisationId}, ${id}, ${templateId}, ${given.title}, ${given.description}, ${given.category}, ${given.rank}, ${given.url},
        ${ctx.now()}, ${ctx.now()})`.execute(ctx.db)
    const output = toResource(await findResource(ctx, id))
    return { output, changes: [{ subjectId: id, before: null, after: { templateId, ...given } }] }
  },
})

export const updateResource = command({
  name: 'experience-resources.update',
  may: 'partners:write',
  summary: 'Change a resource',
  description: 'Changes the keys that are given. A link takes the place of a file.',
  input: z.strictObject({ id: ResourceInPath, ...z.strictObject(resourceFields).partial().shape }),
  output: Resource,
  refuses: [resourceNotFound],
  example: { id: exampleId, rank: 20 },
  async run(ctx, { id, ...given }) {
    const was = await findResource(ctx, id, { lock: true })
    const changed = difference(toResource(was), given)
    if (!changed) return { output: toResource(was), changes: [] }
    await write(ctx, { ...was, ...given })
    return { output: toResource(await findResource(ctx, id)), changes: [{ subjectId: id, ...changed }] }
  },
})

const noFile = sql.raw(', file_name = null, media_type = null, file_size = null, content = null, content_hash = null')

async function write(ctx: Context, row: ResourceRow): Promise<void> {
  await sql`
    update experience_resource set title = ${row.title}, description = ${row.description}, category = ${row.category}, rank = ${row.rank},
      url = ${row.url}, updated_at = ${movedAt(ctx, 'updated_at')} ${row.url === null ? sql`` : noFile}
    where organisation_id = ${ctx.organisationId} and id = ${row.id}`.execute(ctx.db)
}

export const deleteResource = command({
  name: 'experience-resources.delete',
  may: 'partners:write',
  summary: 'Delete a resource',
  description: 'With its file. This cannot be undone.',
  input: z.strictObject({ id: ResourceInPath }),
  output: z.undefined(),
  refuses: [resourceNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const {
      id: _id,
      createdAt: _created,
      updatedAt: _updated,
      ...before
    } = toResource(await findResource(ctx, id, { lock: true }))
    await sql`delete from experience_resource where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(
      ctx.db,
    )
    return { output: undefined, changes: [{ subjectId: id, before, after: null }] }
  },
})

export const putResourceFile = command({
  name: 'experience-resources.put-file',
  may: 'partners:write',
  // It is one statement, which does not wait for a slow sender.
  runsOwnTransactions: true,
  summary: 'Put the file of a resource',
  description: `At most ${most.said}. It takes the place of what was there, a link too.`,
  input: z.strictObject({ id: ResourceInPath, name: FileName, file: FileInput }),
  output: Resource,
  refuses: [resourceNotFound],
  example: { id: exampleId, name: 'Battle card.pdf' },
  async run(ctx, { id, name, file }) {
    await findResource(ctx, id)
    const changes = await keepFile(ctx, id, { name, content: await wholeFile(file, most) })
    return { output: toResource(await findResource(ctx, id)), changes }
  },
})

type NewFile = { name: string; content: Buffer }

async function keepFile(ctx: Context, id: string, { name, content }: NewFile): Promise<RecordedInStatement> {
  const { insert, recorded } = eventIn(ctx, {
    type: putResourceFile.name,
    from: sql`kept k join was b on true`,
    subjectId: sql`k.id`,
    partnerId: sql`null`,
    before: sql`json_build_object('url', b.url, 'file', b.file_name, 'sha256', b.content_hash)`,
    after: sql`json_build_object('url', null, 'file', k.file_name, 'sha256', k.content_hash)`,
  })
  await sql`
    with was as (
      select url, file_name, content_hash from experience_resource where organisation_id = ${ctx.organisationId} and id = ${id} for no key update
    ), kept as (
      update experience_resource set file_name = ${name}, media_type = ${shownTypeOf(content) ?? 'application/octet-stream'},
        file_size = ${content.length}, content = ${content}, content_hash = ${hash('sha256', content)}, url = null,
        updated_at = ${movedAt(ctx, 'updated_at')}
      where organisation_id = ${ctx.organisationId} and id = ${id} and exists (select from was)
      returning id, file_name, content_hash
    )
    ${insert}`.execute(ctx.db)
  return recorded
}
