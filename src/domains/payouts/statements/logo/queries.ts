import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Image } from './image.ts'
import { Logo, logoNotFound } from './logo.ts'

/** The logo as statements show it; undefined where there is none. */
export async function tryFindLogo(ctx: Context): Promise<Image | undefined> {
  const { rows } = await sql<Image>`
    select media_type as "mediaType", content as bytes, width, height from organisation_logo
    where organisation_id = ${ctx.organisationId}`.execute(ctx.db)
  return rows[0]
}

type Row = Omit<Logo, 'updatedAt'> & { updatedAt: Date }

export const getLogo = query({
  name: 'billing-info.get-logo',
  may: 'commissions:read',
  summary: 'Get the logo on statements',
  description: 'What kind of image it is; the image itself is on the statements.',
  input: z.strictObject({}),
  output: Logo,
  refuses: [logoNotFound],
  run: async (ctx) => await findLogo(ctx),
})

/** The logo as it leaves. */
export async function findLogo(ctx: Context): Promise<Logo> {
  const { rows } = await sql<Row>`
    select media_type as "mediaType", width, height, updated_at as "updatedAt"
    from organisation_logo where organisation_id = ${ctx.organisationId}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw logoNotFound()
  return { ...row, updatedAt: row.updatedAt.toISOString() }
}
