import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { batchNotFound } from '../batches/batch.ts'
import type { Party } from '../billing-info/billing-info.ts'
import type { StoredMethod } from '../billing-info/payout-method.ts'
import type { PayoutRecord, Stage } from '../payout.ts'
import { payoutColumns, withPartnerAndBatch } from '../queries.ts'

/** A payout with the billing information of its partner, or of the one that its partner became. */
export type HandOverRow = PayoutRecord & { party: Party | null; method: StoredMethod | null }

export type Chosen = { batchId?: string | undefined; stages?: readonly Stage[] | undefined }

const pageSize = 500
const nothing = sql``

/** The chosen payouts page by page: those of a batch by partner, which its index does; else oldest first. */
export async function* pagesOf(ctx: Context, { batchId, stages }: Chosen): AsyncGenerator<HandOverRow[]> {
  const order = batchId === undefined ? 'id' : 'partner_id'
  for (let after = ''; ;) {
    const { rows } = await sql<HandOverRow>`
      select ${payoutColumns}, i.party, i.payout_method as method from (
        select * from payout y
        where y.organisation_id = ${ctx.organisationId} and ${sql.raw(`y.${order}`)} > ${after}
          ${batchId === undefined ? nothing : sql`and y.batch_id = ${batchId}`}
          ${stages === undefined ? nothing : sql`and y.stage = any(${[...stages]})`}
        order by ${sql.raw(`y.${order}`)} limit ${sql.lit(pageSize)}
      ) y ${withPartnerAndBatch}
      left join partner_billing_info i on i.organisation_id = y.organisation_id and i.partner_id = coalesce(p.merged_into_id, p.id)
      order by ${sql.raw(`y.${order}`)}`.execute(ctx.db)
    if (rows.length) yield rows
    if (rows.length < pageSize) return
    after = rows.at(-1)?.[order] ?? ''
  }
}

export async function refuseUnlessBatch(ctx: Context, id: string): Promise<void> {
  const { rows } = await sql`
    select from payout_batch where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
  if (!rows.length) throw batchNotFound()
}
