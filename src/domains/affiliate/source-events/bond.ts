import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'

/** What ties a customer to a partner: the conversion that brought them. */
export type Bond = {
  conversionId: string
  partnerId: string
  customerId: string | null
  at: Date
}

type Row = Bond & { isDeclined: boolean }

/** The bond that a conversion made. It is given to nobody else until the transaction ends. */
export async function findBond(ctx: Context, conversionId: string): Promise<Bond> {
  const row = await tryFind(ctx, sql`id = ${conversionId}`)
  if (!row) throw invalidField('conversionId', 'unknown_reference', 'No conversion has this id.')
  if (row.isDeclined) throw invalidField('conversionId', 'custom', 'This conversion was declined: it binds nobody.')
  return row
}

/** The bond that a click's conversion made. */
export const tryFindBondOfClick = (ctx: Context, clickId: string): Promise<Bond | undefined> =>
  tryFind(ctx, sql`click_id = ${clickId} and status <> 'declined'`)

/** The first bond of a customer: it holds, whatever conversions follow. */
export const tryFindBondOfCustomer = (ctx: Context, customerId: string): Promise<Bond | undefined> =>
  tryFind(ctx, sql`customer_id = ${customerId} and status <> 'declined' order by id limit 1`)

/** Locked before it is read with its partner, which it may have changed while this waited. */
async function tryFind(ctx: Context, which: Sql): Promise<Row | undefined> {
  const { rows: held } = await sql<{ id: string }>`
    select id from conversion where organisation_id = ${ctx.organisationId} and ${which} for share`.execute(ctx.db)
  if (!held[0]) return undefined
  const { rows } = await sql<Row>`
    select v.id as "conversionId", coalesce(p.merged_into_id, p.id) as "partnerId", v.customer_id as "customerId", v.created_at as at,
      v.status = 'declined' as "isDeclined"
    from conversion v join partner p on p.organisation_id = v.organisation_id and p.id = v.partner_id
    where v.organisation_id = ${ctx.organisationId} and v.id = ${held[0].id}`.execute(ctx.db)
  return rows[0]
}
