import { z } from 'zod'
import { findPartnerFamily, PartnerDomain } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { planEachTime, sql } from '#/platform/database/sql.ts'
import { conflictsOf } from './conflicts.ts'
import { Deal, DealInPath, dealNotFound, type DealRecord, DealStatus, exampleId, Stage, toDeal } from './deal.ts'

export const getDeal = query({
  name: 'deals.get',
  may: 'forms:read',
  summary: 'Get a deal',
  input: z.strictObject({ id: DealInPath }),
  output: Deal,
  refuses: [dealNotFound],
  example: { id: exampleId },
  run: async (ctx, { id }) => toDeal(await findDeal(ctx, id)),
})

export async function findDeal(ctx: Context, id: string, { lock = false } = {}): Promise<DealRecord> {
  const { rows } = await sql<DealRecord>`
    select d.*, ${conflictsOf(ctx)} from deal d where d.organisation_id = ${ctx.organisationId} and d.id = ${id}
    ${lock ? sql.raw('for no key update of d') : nothing}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw dealNotFound()
  return row
}

const order = 'deals'

export const listDeals = query({
  name: 'deals.list',
  may: 'forms:read',
  summary: 'List deals',
  description: 'Newest first. Filters go together; one that nothing has gives an empty list.',
  input: z.strictObject({
    partnerId: Reference.optional().meta({ description: 'Our id or the CRM `externalId`.' }),
    stage: Stage.optional(),
    status: DealStatus.optional(),
    customerDomain: PartnerDomain.optional(),
    ...pageInput,
  }),
  output: page(Deal),
  example: { stage: 'OPEN', status: 'PENDING' },
  async run(ctx, { partnerId, stage, status, customerDomain, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const { rows } = await sql<DealRecord>`
      ${sql.raw(planEachTime)} select d.*, ${conflictsOf(ctx)} from deal d where d.organisation_id = ${ctx.organisationId}
        ${family === undefined ? nothing : sql`and d.partner_id = any(${family})`}
        ${stage === undefined ? nothing : sql`and d.stage = ${stage}`}
        ${status === undefined ? nothing : sql`and d.status = ${status}`}
        ${customerDomain === undefined ? nothing : sql`and d.customer_domain = ${customerDomain}`}
        ${after === undefined ? nothing : sql`and d.id < ${after}`}
      order by d.id desc limit ${limit + 1}`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toDeal })
  },
})

const nothing = sql``
