import { z } from 'zod'
import { findOwnFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { query } from '#/kernel/verb.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { amountOf, Deal, DealInPath, dealNotFound, DealStatus, exampleId, Stage } from '../deals/deal.ts'
import { exampleId as exampleSubmissionId } from '../submissions/submission.ts'
import type { DealRow } from '../tables.ts'

/** Whom it stands in the way of is not the partner's to know: those are other partners. */
const OwnDeal = Deal.omit({ partnerId: true, conflicts: true }).meta({
  id: 'PortalDeal',
  examples: [
    {
      id: exampleId,
      formSubmissionId: exampleSubmissionId,
      name: 'Quarry Tools, 40 seats',
      amount: '12000.00',
      currency: 'EUR',
      closeDate: '2026-06-30',
      customerDomain: 'quarry-tools.example.com',
      customerName: 'Quarry Tools',
      stage: 'OPEN',
      status: 'APPROVED',
      protectedUntil: '2026-07-15T09:30:00.000Z',
      createdAt: '2026-04-16T09:30:00.000Z',
      updatedAt: '2026-04-16T09:30:00.000Z',
    },
  ],
})

async function deals(ctx: Context, which: Sql): Promise<DealRow[]> {
  const { rows } = await sql<DealRow>`
    select d.* from deal d where d.organisation_id = ${ctx.organisationId} and d.partner_id = any(${await findOwnFamily(ctx)}) ${which}`.execute(
    ctx.db,
  )
  return rows
}

const order = 'portal-deals'

export const listOwnDeals = query({
  name: 'portal.deals',
  may: 'visitor',
  summary: 'List one’s partner’s deals',
  description: 'Newest first.',
  input: z.strictObject({ stage: Stage.optional(), status: DealStatus.optional(), ...pageInput }),
  output: page(OwnDeal),
  async run(ctx, { stage, status, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const bounds = [
      ...(stage === undefined ? [] : [sql`and d.stage = ${stage}`]),
      ...(status === undefined ? [] : [sql`and d.status = ${status}`]),
      ...(after === undefined ? [] : [sql`and d.id < ${after}`]),
      sql`order by d.id desc limit ${limit + 1}`,
    ]
    const rows = await deals(ctx, sql.join(bounds, sql` `))
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toOwn })
  },
})

export const getOwnDeal = query({
  name: 'portal.deal',
  may: 'visitor',
  summary: 'Get a deal of one’s partner',
  input: z.strictObject({ id: DealInPath }),
  output: OwnDeal,
  refuses: [dealNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const [row] = await deals(ctx, sql`and d.id = ${id}`)
    if (!row) throw dealNotFound()
    return toOwn(row)
  },
})

const toOwn = (row: DealRow): z.infer<typeof OwnDeal> => ({
  id: row.id,
  formSubmissionId: row.form_submission_id,
  name: row.name,
  amount: amountOf(row),
  currency: row.currency,
  closeDate: row.close_date,
  customerDomain: row.customer_domain,
  customerName: row.customer_name,
  stage: row.stage,
  status: row.status,
  protectedUntil: row.protected_until && row.protected_until.toISOString(),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})
