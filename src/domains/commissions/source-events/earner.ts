import { findPartnerFamily, findPartnerId } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Earner } from '../plans/evaluate.ts'

/** The partner of an event, under all ids that lead to it. */
export type EventPartner = Earner & { id: string; isArchived: boolean }

type Row = { merged_into_id: string | null; status: string; tier_id: string | null; categories: string[] }

/** The partner that is meant. Until the transaction ends it is not changed, archived or merged, unless it need not be held. */
export async function findEarner(ctx: Context, ref: string, { hold = true } = {}): Promise<EventPartner> {
  const id = await findPartnerId(ctx, ref, 'partnerId')
  const { rows } = await sql<Row>`
    select merged_into_id, status, tier_id, categories from partner
    where organisation_id = ${ctx.organisationId} and id = ${id} ${hold ? sql`for share` : sql``}`.execute(ctx.db)
  const [row] = rows
  if (!row || row.merged_into_id) return await findEarner(ctx, ref, { hold })
  return {
    id,
    partnerIds: await findPartnerFamily(ctx, id),
    tierId: row.tier_id,
    categories: row.categories,
    isArchived: row.status !== 'active',
  }
}
