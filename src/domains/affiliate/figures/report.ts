import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { toDecimal } from '#/kernel/money.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { type Grouping, groupings, groups } from './groups.ts'
import { asOfMark, upTo } from './mark.ts'
import { daysOf, groupingOf, mostDays, mostGroups, rangeInput } from './range.ts'
import { AffiliateReport, type AffiliateTally, rateOf } from './shape.ts'
import { figures, type Found, type Tally, type Wanted } from './statement.ts'

export const reportAffiliate = query({
  name: 'reports.affiliate',
  may: 'affiliate:read',
  summary: 'Report clicks, conversions and what they earned',
  description:
    'Of days in the organisation’s time zone, exact to the last click. By day, week (from Monday) or month: each with anything, the oldest first. ' +
    'Otherwise the groups with the most clicks first; `groups` tells how many there are.',
  input: z.strictObject({
    ...rangeInput,
    groupBy: groupingOf(groupings),
    partnerId: Reference.optional().meta({
      description: 'Our id or the CRM `externalId`; partners merged into it are included.',
    }),
    campaignId: Reference.optional(),
    linkId: Reference.optional(),
    limit: mostGroups,
  }),
  output: AffiliateReport,
  example: { from: '2026-04-01', to: '2026-04-30', groupBy: 'PARTNER', limit: '10' },
  run: affiliateReport,
})

type Asked = {
  groupBy: Grouping
  from?: string | undefined
  to?: string | undefined
  partnerId?: string | undefined
  campaignId?: string | undefined
  linkId?: string | undefined
  limit: number
}

/** What `reportAffiliate` answers, for code. */
export async function affiliateReport(ctx: Context, asked: Asked): Promise<AffiliateReport> {
  const { groupBy, partnerId, campaignId, linkId, limit, ...given } = asked
  const { timeZone, least } = await findMark(ctx)
  const { from, to } = daysOf(ctx, timeZone, given)
  const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
  const { organisationId } = ctx
  const wanted = { organisationId, from, to, groupBy, family, campaignId, linkId, least }
  const found = await findFigures(ctx, { ...wanted, limit: groups[groupBy].isOfTime ? mostDays : limit })
  return {
    from,
    to,
    timeZone: found.timeZone,
    groupBy,
    groups: found.groups,
    totals: toTally(found.total),
    rows: found.rows.map(({ key, name, ...tally }) => ({ key, name, ...toTally(tally) })),
  }
}

/** The time zone of the figures, and up to which click they are added up. */
export async function findMark(ctx: Context): Promise<{ timeZone: string; least: string }> {
  const { rows } = await sql<{ timeZone: string; least: string }>`
    select coalesce(z.time_zone, o.time_zone) as "timeZone", ${upTo}::text as least
    from organisation o left join click_figures_zone z on z.organisation_id = o.id where o.id = ${ctx.organisationId}`.execute(
    ctx.db,
  )
  const [mark] = rows
  if (!mark) throw new Error(`There is no organisation ${ctx.organisationId}.`)
  return mark
}

export async function findFigures(ctx: Context, wanted: Wanted): Promise<Found> {
  return await asOfMark(wanted.least, async (least) => {
    const { rows } = await figures({ ...wanted, least }).execute(ctx.db)
    const [row] = rows
    if (!row) throw new Error(`There is no organisation ${ctx.organisationId}.`)
    return row.found
  })
}

export function toTally({ clicks, pending, review, accepted, declined, converted, earned }: Tally): AffiliateTally {
  return {
    clicks,
    conversions: { pending, review, accepted, declined },
    rate: rateOf(converted, clicks),
    earned: (earned ?? []).map(({ currency, minor }) => ({ value: toDecimal(BigInt(minor), currency), currency })),
  }
}
