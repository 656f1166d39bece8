import { z } from 'zod'
import { findOwnFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { toDecimal } from '#/kernel/money.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { DateTime } from '#/kernel/time.ts'
import { command, query } from '#/kernel/verb.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { payDayAfter, type Schedule } from '../pay-day.ts'
import { exampleId, payoutNotFound, type PayoutRecord } from '../payout.ts'
import { PayoutInPath, payoutColumns, withPartnerAndBatch } from '../queries.ts'
import { findSettings } from '../settings.ts'
import { linkToStatement } from '../statements/create.ts'
import { noBillingInfo, noCommissionLines, Statement } from '../statements/statement.ts'

/** The stages that a partner is shown; until then a payout is being prepared. */
export const shownStages = [
  'PENDING_INVOICE',
  'SCHEDULED',
  'PENDING_PAYMENT',
  'PAID',
  'DECLINED',
  'POSTPONED',
  'FAILED',
] as const
const ShownStage = z.enum(shownStages)
type ShownStage = z.infer<typeof ShownStage>

const onDay = z.string().nullable()

const example = {
  id: exampleId,
  periodStart: '2026-01-01T00:00:00.000Z',
  periodEnd: '2026-03-31T23:59:59.000Z',
  amount: { value: '1250.00', currency: 'USD' },
  lineCount: 3,
  stage: 'PENDING_PAYMENT',
  poNumber: null,
  note: null,
  expectedOn: '2026-04-15',
  paidAt: null,
  createdAt: '2026-04-04T09:30:00.000Z',
} as const

const OwnPayout = z
  .strictObject({
    id: z.string(),
    periodStart: DateTime,
    periodEnd: DateTime,
    amount: z.strictObject({ value: z.string(), currency: z.string() }),
    lineCount: z.int(),
    stage: ShownStage,
    poNumber: z.string().nullable(),
    note: z.string().nullable().meta({ description: 'As it stands on the statement.' }),
    expectedOn: onDay.meta({ description: 'The day on which it is to be paid; null where none is known, or no more.' }),
    paidAt: DateTime.nullable(),
    createdAt: DateTime,
  })
  .meta({
    id: 'PortalPayout',
    examples: [example],
  })
export type OwnPayout = z.infer<typeof OwnPayout>

type Row = Omit<PayoutRecord, 'stage'> & { stage: ShownStage; paid_at: Date | null }

export async function ownPayouts(ctx: Context, which: Sql): Promise<OwnPayout[]> {
  const { rows } = await sql<Row>`
    select ${payoutColumns}, h.created_at as paid_at from payout y ${withPartnerAndBatch}
    left join lateral (select c.created_at from payout_stage_change c where y.stage = 'PAID' and c.organisation_id = y.organisation_id
      and c.payout_id = y.id and c.to_stage = 'PAID' order by c.number desc limit 1) h on true
    where y.organisation_id = ${ctx.organisationId} and y.partner_id = any(${await findOwnFamily(ctx)}) and y.stage = any(${shownStages}) ${which}`.execute(
    ctx.db,
  )
  const { schedule } = await findSettings(ctx)
  return rows.map((row) => toOwn(row, schedule))
}

const awaited = new Set<ShownStage>(['PENDING_INVOICE', 'SCHEDULED', 'PENDING_PAYMENT'])

const toOwn = (row: Row, schedule: Schedule | null): OwnPayout => ({
  id: row.id,
  periodStart: row.period_start.toISOString(),
  periodEnd: row.period_end.toISOString(),
  amount: { value: toDecimal(BigInt(row.amount), row.currency), currency: row.currency },
  lineCount: Number(row.line_count),
  stage: row.stage,
  poNumber: row.po_number,
  note: row.metadata,
  expectedOn: schedule && awaited.has(row.stage) ? payDayAfter(schedule, row.period_end) : null,
  paidAt: row.paid_at && row.paid_at.toISOString(),
  createdAt: row.created_at.toISOString(),
})

const order = 'portal-payouts'

export const listOwnPayouts = query({
  name: 'portal.payouts',
  may: 'visitor',
  summary: 'List one’s partner’s payouts',
  description: 'Newest first. One that is still being prepared is not shown.',
  input: z.strictObject({ stage: ShownStage.optional(), ...pageInput }),
  output: page(OwnPayout),
  async run(ctx, { stage, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const bounds = [
      ...(stage === undefined ? [] : [sql`and y.stage = ${stage}`]),
      ...(after === undefined ? [] : [sql`and y.id < ${after}`]),
      sql`order by y.id desc limit ${limit + 1}`,
    ]
    const rows = await ownPayouts(ctx, sql.join(bounds, sql` `))
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: (row) => row })
  },
})

const View = OwnPayout.extend({
  history: z
    .array(z.strictObject({ stage: ShownStage, at: DateTime }))
    .meta({ description: 'The stages that it has entered, oldest first; not those of its preparation.' }),
}).meta({
  id: 'PortalPayoutDetail',
  examples: [{ ...example, history: [{ stage: 'PENDING_PAYMENT', at: '2026-04-08T09:30:00.000Z' }] }],
})

const mostSteps = 1000

export const getOwnPayout = query({
  name: 'portal.payout',
  may: 'visitor',
  summary: 'Get a payout of one’s partner',
  description: 'With the stages that it has entered.',
  input: z.strictObject({ id: PayoutInPath }),
  output: View,
  refuses: [payoutNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const payout = await findOwnPayout(ctx, id)
    const { rows } = await sql<{ stage: ShownStage; at: Date }>`
      select to_stage as stage, created_at as at from payout_stage_change
      where organisation_id = ${ctx.organisationId} and payout_id = ${id} and to_stage = any(${shownStages})
      order by number limit ${mostSteps}`.execute(ctx.db)
    return { ...payout, history: rows.map(({ stage, at }) => ({ stage, at: at.toISOString() })) }
  },
})

async function findOwnPayout(ctx: Context, id: string): Promise<OwnPayout> {
  const [payout] = await ownPayouts(ctx, sql`and y.id = ${id}`)
  if (!payout) throw payoutNotFound()
  return payout
}

export const createOwnStatement = command({
  name: 'portal.statement',
  may: 'visitor',
  // Drawing takes its time, and no transaction waits for it.
  runsOwnTransactions: true,
  summary: 'Link to the statement of a payout',
  description: 'A PDF. The link needs no sign-in and works for one hour.',
  input: z.strictObject({ id: PayoutInPath }),
  output: Statement,
  refuses: [payoutNotFound, noBillingInfo, noCommissionLines],
  example: { id: exampleId },
  async run(ctx, { id }) {
    await findOwnPayout(ctx, id)
    return await linkToStatement(ctx, id)
  },
})
