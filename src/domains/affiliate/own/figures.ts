import { findOwnFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { dayIn } from '#/kernel/time-zone.ts'
import { sql } from '#/platform/database/sql.ts'
import { findFigures, findMark, toTally } from '../figures/report.ts'

/** Clicks and conversions of the visitor's partner in this month, as the organisation's time zone has it, and day by day. */
export async function ownMonth(ctx: Context) {
  const { timeZone, least } = await findMark(ctx)
  const to = dayIn(timeZone, ctx.now())
  const from = `${to.slice(0, 8)}01`
  const { organisationId } = ctx
  const family = await findOwnFamily(ctx)
  const asked = { organisationId, from, to, family, campaignId: undefined, linkId: undefined, least }
  const found = await findFigures(ctx, { ...asked, groupBy: 'DAY', limit: 31 })
  const { clicks, conversions } = toTally(found.total)
  const days = found.rows.map((row) => {
    const tally = toTally(row)
    const { pending, review, accepted } = tally.conversions
    return { day: row.key, clicks: tally.clicks, conversions: pending + review + accepted }
  })
  return { from, to, timeZone, clicks, conversions, days }
}

/** When the conversions of held lines are accepted by themselves; those that wait for a person are not in the answer. */
export async function acceptTimesOf(ctx: Context, lineIds: string[]): Promise<Map<string, Date>> {
  if (!lineIds.length) return new Map()
  const { rows } = await sql<{ id: string; at: Date }>`
    select commission_line_id as id, accept_at as at from conversion
    where organisation_id = ${ctx.organisationId} and commission_line_id = any(${lineIds}) and status = 'pending' and accept_at is not null`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ id, at }) => [id, at]))
}
