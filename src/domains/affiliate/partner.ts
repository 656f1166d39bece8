import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'

export type HeldPartner = { id: string; name: string; isArchived: boolean }

/** A partner, or the one it became: held against merging until the transaction ends. */
export async function holdPartner(ctx: Context, id: string): Promise<HeldPartner> {
  const { rows } = await sql<HeldPartner & { into: string | null }>`
    select id, name, status <> 'active' as "isArchived", merged_into_id as into from partner
    where organisation_id = ${ctx.organisationId} and id = ${id} for share`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Error(`Partner ${id} was there a moment ago.`)
  return row.into ? await holdPartner(ctx, row.into) : row
}
