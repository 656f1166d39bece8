import { z } from 'zod'
import { findOwnFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { query } from '#/kernel/verb.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { Deal, DealInPath, dealNotFound, DealStatus, exampleDeal, exampleId, Stage, toDeal } from '../deals/deal.ts'
import type { DealRow } from '../tables.ts'

/** Whom it stands in the way of is not the partner's to know: those are other partners. */
const ownOf = ({ partnerId: _partner, conflicts: _conflicts, ...own }: Deal) => own

const OwnDeal = Deal.omit({ partnerId: true, conflicts: true }).meta({
  id: 'PortalDeal',
  examples: [ownOf({ ...exampleDeal, conflicts: [] })],
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

const toOwn = (row: DealRow) => ownOf(toDeal({ ...row, conflicts: [] }))
