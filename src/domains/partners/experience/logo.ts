import { hash } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { fileStream, type Stream } from '#/kernel/stream.ts'
import { command, query, type RecordedInStatement } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { eventIn } from '#/platform/events.ts'
import { FileInput } from '#/platform/http/file-input.ts'
import { notThatFile, wholeFile } from '#/platform/http/small-file.ts'
import { experienceTemplateNotFound } from '../catalogues/catalogues.ts'
import { shownTypeOf } from './file.ts'

const most = { bytes: 1_048_576, said: '1 MiB' }
const hashLength = 16
const exampleId = 'exp_01KH0VS1E0PAXJFYQ6DVG8KF31'

/** Where the logo of a template is served: to everybody, for it stands on the page where one signs in. */
const LogoPath = z
  .strictObject({ logoPath: z.string().nullable() })
  .meta({ id: 'ExperienceLogo', examples: [{ logoPath: `/api/v1/portal/logos/org_01/${exampleId}/0c4f` }] })

export const setLogo = command({
  name: 'experience-templates.set-logo',
  may: 'partners:write',
  // It is one statement, which does not wait for a slow sender.
  runsOwnTransactions: true,
  summary: 'Upload the logo of a portal',
  description: `A PNG, JPEG, WebP or GIF of at most ${most.said}. It is served by this server to everybody who knows its address.`,
  input: z.strictObject({ id: z.string(), file: FileInput }),
  output: LogoPath,
  refuses: [experienceTemplateNotFound],
  example: { id: exampleId },
  async run(ctx, { id, file }) {
    await findLogoPath(ctx, id)
    const content = await wholeFile(file, most)
    const mediaType = shownTypeOf(content)
    if (mediaType === undefined || mediaType === 'application/pdf')
      throw notThatFile('This image cannot be shown. Send a PNG, JPEG, WebP or GIF.')
    const changes = await keepLogo(ctx, id, { mediaType, content })
    return { output: { logoPath: await findLogoPath(ctx, id) }, changes }
  },
})

type Image = { mediaType: string; content: Buffer }

/** The same image again changes nothing. */
async function keepLogo(ctx: Context, id: string, { mediaType, content }: Image): Promise<RecordedInStatement> {
  const contentHash = hash('sha256', content)
  const logoPath = `/api/v1/portal/logos/${ctx.organisationId}/${id}/${contentHash.slice(0, hashLength)}`
  const { insert, recorded } = eventIn(ctx, {
    type: setLogo.name,
    from: sql`named n join was b on true`,
    subjectId: sql`n.id`,
    partnerId: sql`null`,
    before: sql`json_build_object('logoPath', b.logo_path)`,
    after: sql`json_build_object('logoPath', n.logo_path)`,
  })
  await sql`
    with was as (
      select id, logo_path from experience_template
      where organisation_id = ${ctx.organisationId} and id = ${id} and logo_path is distinct from ${logoPath} for no key update
    ), kept as (
      insert into experience_logo (organisation_id, template_id, media_type, content, content_hash)
      select ${ctx.organisationId}, id, ${mediaType}, ${content}, ${contentHash} from was
      on conflict (organisation_id, template_id) do update set media_type = excluded.media_type, content = excluded.content,
        content_hash = excluded.content_hash
    ), named as (
      update experience_template set logo_path = ${logoPath}, updated_at = ${movedAt(ctx, 'updated_at')}
      where organisation_id = ${ctx.organisationId} and id in (select id from was)
      returning id, logo_path
    )
    ${insert}`.execute(ctx.db)
  return recorded
}

export const deleteLogo = command({
  name: 'experience-templates.delete-logo',
  may: 'partners:write',
  summary: 'Delete the logo of a portal',
  description: 'Without one, the organisation’s name stands there.',
  input: z.strictObject({ id: z.string() }),
  output: z.undefined(),
  refuses: [experienceTemplateNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const before = await findLogoPath(ctx, id, { lock: true })
    if (before === null) return { output: undefined, changes: [] }
    await sql`
      delete from experience_logo where organisation_id = ${ctx.organisationId} and template_id = ${id}`.execute(ctx.db)
    await sql`
      update experience_template set logo_path = null, updated_at = ${movedAt(ctx, 'updated_at')}
      where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
    return { output: undefined, changes: [{ subjectId: id, before: { logoPath: before }, after: { logoPath: null } }] }
  },
})

async function findLogoPath(ctx: Context, id: string, { lock = false } = {}): Promise<string | null> {
  const { rows } = await sql<{ path: string | null }>`
    select logo_path as path from experience_template where organisation_id = ${ctx.organisationId} and id = ${id}
    ${lock ? sql.raw('for no key update') : sql``}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw experienceTemplateNotFound()
  return row.path
}

const logoNotFound = refusal('not_found', 'LOGO_NOT_FOUND', 'There is no logo here.')

/** A logo is as public as the page that it stands on; its address holds the beginning of its hash, so it never changes. */
export const getLogo = query({
  name: 'portal.logo',
  may: 'public',
  summary: 'Get the logo of a portal',
  input: z.strictObject({ organisationId: z.string(), templateId: z.string(), hash: z.string() }),
  output: z.custom<Stream>(),
  refuses: [logoNotFound],
  example: { organisationId: 'org_01KGH5GGE0SHZG8G1M3X3CAP0E', templateId: exampleId, hash: '0c4f1a2b3c4d5e6f' },
  async run(ctx, { organisationId, templateId, hash: start }) {
    const { rows } = await sql<{ media_type: string; content: Buffer }>`
      select media_type, content from experience_logo
      where organisation_id = ${organisationId} and template_id = ${templateId} and left(content_hash, ${hashLength}) = ${start}`.execute(
      ctx.db,
    )
    const [row] = rows
    if (!row) throw logoNotFound()
    return fileStream(row.content, {
      'content-type': row.media_type,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
  },
})
