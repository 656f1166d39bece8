import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { End, Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { planEachTime, sql, type Sql } from '#/platform/database/sql.ts'
import { Payout, type PayoutRecord, Stage, stages, toPayout } from './payout.ts'
import { payoutColumns, withPartnerAndBatch } from './queries.ts'

const order = 'payouts'

export const listPayouts = query({
  name: 'payouts.list',
  may: 'commissions:read',
  summary: 'List payouts',
  description:
    'Newest first. Those of a partner include the payouts of partners that were merged into it. Filters go together.',
  input: z.strictObject({
    stage: Stage.optional(),
    partnerId: Reference.optional().meta({ description: 'Our id or the CRM `externalId`.' }),
    batchId: Reference.optional(),
    periodStart: Start.optional().meta({
      description: 'Its period begins on or after this; a date means its first second.',
      format: 'date-time',
    }),
    periodEnd: End.optional().meta({
      description: 'Its period ends on or before this; a date means its last second.',
      format: 'date-time',
    }),
    ...pageInput,
  }),
  output: page(Payout),
  example: { stage: 'PENDING_REVIEW', periodStart: '2026-01-01', periodEnd: '2026-03-31' },
  async run(ctx, { partnerId, limit, cursor, ...filters }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const { keys, match } = await wayTo(ctx, filters, family)
    const { rows } = await sql<PayoutRecord>`${sql.raw(planEachTime)}
      select ${payoutColumns} from (
        select y.* from ${keys} cross join lateral (
          select y.* from payout y where y.organisation_id = ${ctx.organisationId} ${match}
            ${after === undefined ? sql`` : sql`and y.id < ${after}`}
          order by y.id desc limit ${sql.lit(limit + 1)}
        ) y order by y.id desc limit ${sql.lit(limit + 1)}
      ) y ${withPartnerAndBatch} order by y.id desc`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toPayout })
  },
})

type Filters = { stage?: Stage; batchId?: string; periodStart?: Date; periodEnd?: Date }

/**
 * How the page is found: the newest payouts of each key `k`, of which the newest are taken.
 *
 * Each key is the beginning of an index that ends with the id, so a page reads no more of a key than a page holds.
 */
type Way = { keys: Sql; match: Sql }

async function wayTo(ctx: Context, filters: Filters, family: string[] | undefined): Promise<Way> {
  const { stage, batchId, periodStart, periodEnd } = filters
  const ofStage = stage === undefined ? sql`` : sql`and y.stage = ${stage}`
  const ofBatch = batchId === undefined ? sql`` : sql`and y.batch_id = ${batchId}`
  const hasPeriod = periodStart !== undefined || periodEnd !== undefined
  const ofPeriod = hasPeriod ? sql`and y.batch_id in (${batchesOf(ctx, filters)})` : sql``
  if (family) {
    const match = sql`and y.partner_id = k.partner_id ${ofStage} ${ofBatch} ${ofPeriod}`
    return { keys: sql`unnest(${family}::text[]) as k(partner_id)`, match }
  }
  const batches = batchId !== undefined || hasPeriod ? await fewBatches(ctx, filters) : undefined
  if (!batches) return { keys: sql`(select) as k`, match: sql`${ofStage} ${ofPeriod}` }
  const keys = sql`unnest(${batches}::text[]) as b(batch_id) cross join unnest(${stage ? [stage] : stages}::text[]) as k(stage)`
  return { keys, match: sql`and y.batch_id = b.batch_id and y.stage = k.stage` }
}

const batchesOf = (ctx: Context, { batchId, periodStart, periodEnd }: Filters): Sql => sql`
  select b.id from payout_batch b where b.organisation_id = ${ctx.organisationId}
  ${batchId === undefined ? sql`` : sql`and b.id = ${batchId}`}
  ${periodStart === undefined ? sql`` : sql`and b.period_start >= ${periodStart}`}
  ${periodEnd === undefined ? sql`` : sql`and b.period_end <= ${periodEnd}`}`

const most = 100

/** The batches that are meant; undefined where they are so many that the payouts themselves are gone through. */
async function fewBatches(ctx: Context, filters: Filters): Promise<string[] | undefined> {
  const { rows } = await sql<{ id: string }>`${batchesOf(ctx, filters)} limit ${sql.lit(most + 1)}`.execute(ctx.db)
  return rows.length > most ? undefined : rows.map(({ id }) => id)
}
