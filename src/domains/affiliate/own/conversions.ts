import { z } from 'zod'
import { findOwnFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime, End, Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { madeBetween } from '#/platform/database/made-between.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { ConversionInPath, conversionNotFound, ConversionStatus, exampleId } from '../conversions/conversion.ts'
import { findConversion } from '../conversions/queries.ts'
import { type Step, stepsOf } from '../conversions/history.ts'
import {
  exampleConversion,
  OwnConversion,
  OwnReason,
  type OwnRecord,
  toOwnConversion,
  toOwnReason,
} from './conversion.ts'

async function ownConversions(ctx: Context, family: string[], which: Sql): Promise<OwnRecord[]> {
  const { rows } = await sql<OwnRecord>`
    select v.*, m.name as campaign_name, k.code as own_coupon_code, o.code as own_link_code, l.amount as line_amount, l.currency as line_currency,
      l.status as line_status
    from conversion v
    join campaign m on m.organisation_id = v.organisation_id and m.id = v.campaign_id
    left join coupon k on k.organisation_id = v.organisation_id and k.id = v.coupon_id and k.partner_id = any(${family})
    left join affiliate_link o on o.organisation_id = v.organisation_id and o.id = v.link_id and o.partner_id = any(${family})
    left join commission_line l on l.organisation_id = v.organisation_id and l.id = v.commission_line_id and l.partner_id = any(${family})
    where v.organisation_id = ${ctx.organisationId} and v.partner_id = any(${family}) ${which}`.execute(ctx.db)
  return rows
}

const order = 'portal-conversions'

export const listOwnConversions = query({
  name: 'portal.conversions',
  may: 'visitor',
  summary: 'List one’s partner’s conversions',
  description: 'Newest first, each with where it stands and why.',
  input: z.strictObject({
    status: ConversionStatus.optional(),
    campaignId: Reference.optional(),
    linkId: Reference.optional(),
    from: Start.optional().meta({ description: 'Recorded at or after this time.', format: 'date-time' }),
    to: End.optional().meta({ description: 'Recorded at or before this time.', format: 'date-time' }),
    ...pageInput,
  }),
  output: page(OwnConversion),
  async run(ctx, { status, campaignId, linkId, from, to, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const bounds = [
      ...(status === undefined ? [] : [sql`v.status = ${status}`]),
      ...(campaignId === undefined ? [] : [sql`v.campaign_id = ${campaignId}`]),
      ...(linkId === undefined ? [] : [sql`o.id = ${linkId}`]),
      ...madeBetween('v', 'cnv', { from, to }),
      ...(after === undefined ? [] : [sql`v.id < ${after}`]),
    ].map((bound) => sql`and ${bound}`)
    const which = sql`${sql.join(bounds, sql` `)} order by v.id desc limit ${limit + 1}`
    const rows = await ownConversions(ctx, await findOwnFamily(ctx), which)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toOwnConversion })
  },
})

const OwnStep = z.strictObject({
  action: z.enum(['RECORDED', 'CREDITED', 'ACCEPTED', 'DECLINED', 'UNDONE']).meta({
    description: 'CREDITED: it was given to the partner by hand. UNDONE: a decision was taken back.',
  }),
  reason: OwnReason.nullable(),
  at: DateTime,
})

const View = OwnConversion.extend({
  history: z.array(OwnStep).meta({ description: 'What happened to it, oldest first.' }),
}).meta({
  id: 'PortalConversionDetail',
  examples: [{ ...exampleConversion, history: [{ action: 'RECORDED', reason: null, at: '2026-04-13T10:00:00.000Z' }] }],
})

const mostSteps = 1000

export const getOwnConversion = query({
  name: 'portal.conversion',
  may: 'visitor',
  summary: 'Get a conversion of one’s partner',
  description: 'With what happened to it since it came to the partner.',
  input: z.strictObject({ id: ConversionInPath }),
  output: View,
  refuses: [conversionNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const family = await findOwnFamily(ctx)
    const [row] = await ownConversions(ctx, family, sql`and v.id = ${id}`)
    if (!row) throw conversionNotFound()
    const steps = await stepsOf(ctx, await findConversion(ctx, id), { from: 0, limit: mostSteps })
    return { ...toOwnConversion(row), history: sinceItCame(steps, family) }
  },
})

/** What was before, with another partner, is not this one's to know. */
function sinceItCame(steps: Step[], family: string[]): z.infer<typeof OwnStep>[] {
  const isArrival = ({ action, from, to }: Step) =>
    action === 'REATTRIBUTED' && family.includes(to?.partnerId ?? '') && !family.includes(from?.partnerId ?? '')
  return steps.slice(Math.max(0, steps.findLastIndex(isArrival))).flatMap((step) => {
    const action = step.action === 'REATTRIBUTED' && isArrival(step) ? 'CREDITED' : step.action
    if (action === 'REATTRIBUTED' || action === 'ERASED') return []
    return { action, reason: action === 'DECLINED' ? toOwnReason(step.reasonType) : null, at: step.createdAt }
  })
}
