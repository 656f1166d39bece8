import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Json } from '#/kernel/json.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { exampleId, Payout, payoutNotFound, type PayoutRecord, toPayout } from './payout.ts'

export const PayoutInPath = Reference.meta({ examples: [exampleId] })

/** The columns of a `PayoutRecord`, of payout `y` with its partner `p` and batch `b`. */
export const payoutColumns = sql.raw('y.*, p.name as partner_name, b.period_start, b.period_end')
export const withPartnerAndBatch = sql.raw(`
  join partner p on p.organisation_id = y.organisation_id and p.id = y.partner_id
  join payout_batch b on b.organisation_id = y.organisation_id and b.id = y.batch_id`)

export const getPayout = query({
  name: 'payouts.get',
  may: 'commissions:read',
  summary: 'Get a payout',
  input: z.strictObject({ id: PayoutInPath }),
  output: Payout,
  refuses: [payoutNotFound],
  example: { id: exampleId },
  run: async (ctx, { id }) => toPayout(await findPayout(ctx, id)),
})

export async function findPayout(ctx: Context, id: string): Promise<PayoutRecord> {
  const row = await tryReadPayout(ctx, id)
  if (!row) throw payoutNotFound()
  return row
}

/** The payout, locked until the transaction ends; its lines are locked after it. */
export async function lockPayout(ctx: Context, id: string): Promise<PayoutRecord> {
  const row = await tryLockPayout(ctx, id)
  if (!row) throw payoutNotFound()
  return row
}

export const tryLockPayout = (ctx: Context, id: string) => tryReadPayout(ctx, id, { lock: true })

/** The payout as it leaves, locked until the transaction ends. */
export async function lockedPayout(ctx: Context, { id }: { id: string }): Promise<Json<Payout>> {
  return new Json(JSON.stringify(toPayout(await lockPayout(ctx, id))))
}

async function tryReadPayout(ctx: Context, id: string, options: { lock?: boolean } = {}) {
  const { rows } = await sql<PayoutRecord>`
    select ${payoutColumns} from payout y ${withPartnerAndBatch}
    where y.organisation_id = ${ctx.organisationId} and y.id = ${id}
    ${options.lock ? sql`for no key update of y` : sql``}`.execute(ctx.db)
  return rows[0]
}
