import type { Context } from '#/kernel/context.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'

/** A person who may enter the portal at this moment. */
export type Visitor = { id: string; email: string; name: string; partnerId: string }

export const tryFindVisitorById = (ctx: Context, id: string) => tryFind(ctx, sql`v.id = ${id}`)

/** Whatever the case of the address. */
export const tryFindVisitorByEmail = (ctx: Context, email: string) =>
  tryFind(ctx, sql`lower(v.email) = lower(${email})`)

/** Nobody of a partner that is archived or merged away. Whoever is found is not removed before the transaction ends. */
async function tryFind(ctx: Context, which: Sql): Promise<Visitor | undefined> {
  const { rows } = await sql<Visitor>`
    select v.id, v.email, coalesce(v.name, v.email) as name, p.id as "partnerId"
    from visitor v join partner p on p.organisation_id = v.organisation_id and p.id = v.partner_id
    where v.organisation_id = ${ctx.organisationId} and ${which} and p.status = 'active' and p.merged_into_id is null
    for key share of v`.execute(ctx.db)
  return rows[0]
}
