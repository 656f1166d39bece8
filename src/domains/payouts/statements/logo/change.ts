import { hash } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command, type RecordedInStatement } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { eventIn } from '#/platform/events.ts'
import { FileInput } from '#/platform/http/file-input.ts'
import { wholeFile } from '#/platform/http/small-file.ts'
import type { Image } from './image.ts'
import { Logo } from './logo.ts'
import { findLogo } from './queries.ts'
import { imageOf } from './read.ts'

const most = { bytes: 1_048_576, said: '1 MiB' }

export const setLogo = command({
  name: 'billing-info.set-logo',
  may: 'commissions:write',
  // It is one statement, which does not wait for a slow sender.
  runsOwnTransactions: true,
  summary: 'Put the logo on statements',
  description:
    'A PNG or a JPEG, which its content tells, of at most 1 MiB and 1.5 million pixels. Drawn statements show it from then on, on white where it is transparent.',
  input: z.strictObject({ file: FileInput }),
  output: Logo,
  async run(ctx, { file }) {
    const bytes = await wholeFile(file, most)
    const changes = await keepLogo(ctx, await imageOf(bytes), hash('sha256', bytes))
    return { output: await findLogo(ctx), changes }
  },
})

export const deleteLogo = command({
  name: 'billing-info.delete-logo',
  may: 'commissions:write',
  isOneStatement: true,
  summary: 'Delete the logo on statements',
  description: 'Without one, the organisation’s name stands there.',
  input: z.strictObject({}),
  output: z.undefined(),
  run: async (ctx) => ({ output: undefined, changes: await dropLogo(ctx) }),
})

const facts = (row: string) => sql.raw(`json_build_object('sha256', ${row}.given_hash, 'mediaType', ${row}.media_type)`)

/** The same image again changes nothing. */
async function keepLogo(
  ctx: Context,
  { bytes, mediaType, width, height }: Image,
  given: string,
): Promise<RecordedInStatement> {
  const { insert, recorded } = eventIn(ctx, {
    type: 'billing-info.set-logo',
    from: sql`kept k`,
    subjectId: sql`k.organisation_id`,
    partnerId: sql`null`,
    before: sql`(select ${facts('b')} from organisation_logo b where b.organisation_id = ${ctx.organisationId})`,
    after: facts('k'),
  })
  await sql`
    with kept as (
      insert into organisation_logo as l (organisation_id, media_type, content, given_hash, width, height, updated_at)
      values (${ctx.organisationId}, ${mediaType}, ${bytes}, ${given}, ${width}, ${height}, ${ctx.now()})
      on conflict (organisation_id) do update set media_type = excluded.media_type, content = excluded.content,
        given_hash = excluded.given_hash, width = excluded.width, height = excluded.height, updated_at = excluded.updated_at
        where l.given_hash <> excluded.given_hash
      returning *
    )
    ${insert}`.execute(ctx.db)
  return recorded
}

async function dropLogo(ctx: Context): Promise<RecordedInStatement> {
  const { insert, recorded } = eventIn(ctx, {
    type: 'billing-info.delete-logo',
    from: sql`dropped d`,
    subjectId: sql`d.organisation_id`,
    partnerId: sql`null`,
    before: facts('d'),
    after: sql`null`,
  })
  await sql`
    with dropped as (delete from organisation_logo where organisation_id = ${ctx.organisationId} returning *)
    ${insert}`.execute(ctx.db)
  return recorded
}
