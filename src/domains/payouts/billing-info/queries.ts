import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Party } from './billing-info.ts'

/** The partner as a party to a payment; undefined until its billing information is entered. */
export async function findPartnerParty(ctx: Context, partnerId: string): Promise<Party | undefined> {
  const { rows } = await sql<{ party: Party }>`
    select party from partner_billing_info where organisation_id = ${ctx.organisationId} and partner_id = ${partnerId}`.execute(
    ctx.db,
  )
  return rows[0]?.party
}

/** The organisation as a party to a payment; undefined until its billing information is entered. */
export async function findOwnParty(ctx: Context): Promise<Party | undefined> {
  const { rows } = await sql<{ party: Party }>`
    select party from organisation_billing_info where organisation_id = ${ctx.organisationId}`.execute(ctx.db)
  return rows[0]?.party
}
