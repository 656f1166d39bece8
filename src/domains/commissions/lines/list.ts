import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { End, Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { madeBetween } from '#/platform/database/made-between.ts'
import { type Sql, sql } from '#/platform/database/sql.ts'
import type { LineRow } from '../tables.ts'
import { CommissionLine, LineStatus, lineStatuses, toLine } from './line.ts'

const order = 'commission-lines'

export const listLines = query({
  name: 'commission-lines.list',
  may: 'commissions:read',
  summary: 'List commission lines',
  description: 'Of every status, newest first. Filters go together; one that nothing has gives an empty list.',
  input: z.strictObject({
    payoutId: Reference.optional(),
    partnerId: Reference.optional().meta({
      description: 'Our id or the CRM `externalId`; lines of partners merged into it are included.',
    }),
    status: LineStatus.optional(),
    planId: Reference.optional().meta({ description: 'Reckoned by this commission plan.' }),
    currency: Currency.optional(),
    from: Start.optional().meta({
      description: 'Created at or after this time; a date means its first second.',
      format: 'date-time',
    }),
    to: End.optional().meta({
      description: 'Created at or before this time; a date means its last second.',
      format: 'date-time',
    }),
    ...pageInput,
  }),
  output: page(CommissionLine),
  example: { status: 'PENDING', limit: '25' },
  async run(ctx, { payoutId, partnerId, status, planId, currency, from, to, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const bounds = sql.join(
      [
        ...madeBetween('l', 'cln', { from, to }).map((bound) => sql` and ${bound}`),
        ...(planId === undefined ? [] : [sql` and l.plan_id = ${planId}`]),
        ...(currency === undefined ? [] : [sql` and l.currency = ${currency}`]),
        ...(after === undefined ? [] : [sql` and l.id < ${after}`]),
        sql` order by l.id desc limit ${limit + 1}`,
      ],
      sql``,
    )
    const { rows } = await newest(ctx, { payoutId, family, status, bounds }).execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toLine })
  },
})

type Wanted = {
  payoutId: string | undefined
  family: string[] | undefined
  status: LineStatus | undefined
  /** Conditions on `l`, its order and the limit. */
  bounds: Sql
}

/** Each way goes down an index from its newest line, however many lines there are and however few have the status. */
function newest(ctx: Context, { payoutId, family, status, bounds }: Wanted): Sql<LineRow> {
  const all = sql`select * from commission_line l where l.organisation_id = ${ctx.organisationId}`
  if (payoutId !== undefined)
    return sql<LineRow>`${all} and l.payout_id = ${payoutId} and ${holdsOfFirst(ctx, payoutId, { family, status })} ${bounds}`
  if (family === undefined)
    return sql<LineRow>`${all} ${status === undefined ? sql`` : sql`and l.status = ${status}`} ${bounds}`
  return sql<LineRow>`
    select l.* from unnest(${family}::text[]) as p(id) cross join unnest(${status ? [status] : lineStatuses}::text[]) as s(status)
    cross join lateral (${all} and l.partner_id = p.id and l.status = s.status ${bounds}) l where true ${bounds}`
}

/** The lines of a payout have one status and one partner, as it was or as it was merged: one of them tells for all. */
const holdsOfFirst = (
  ctx: Context,
  payoutId: string,
  { family, status }: Pick<Wanted, 'family' | 'status'>,
): Sql => sql`(
  select ${status === undefined ? sql`true` : sql`one.status = ${status}`} and ${family === undefined ? sql`true` : sql`one.partner_id = any(${family})`}
  from commission_line one where one.organisation_id = ${ctx.organisationId} and one.payout_id = ${payoutId} limit 1)`
