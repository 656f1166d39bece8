import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { toDecimal } from '#/kernel/money.ts'
import { Reference } from '#/kernel/text.ts'
import { dayIn } from '#/kernel/time-zone.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { groupings } from './groups.ts'
import { upTo } from './mark.ts'
import { AffiliateReport, type AffiliateTally, rateOf } from './shape.ts'
import { figures, type Found, type Tally, type Wanted } from './statement.ts'

const Day = z.iso.date({ error: 'Write a day as 2026-04-05.' }).meta({ examples: ['2026-04-05'] })

export const reportAffiliate = query({
  name: 'reports.affiliate',
  may: 'affiliate:read',
  summary: 'Report clicks, conversions and what they earned',
  description:
    'Of days in the organisation’s time zone, exact to the last click. By day: each day with anything, the oldest first. ' +
    'Otherwise the groups with the most clicks first; `groups` tells how many there are.',
  input: z.strictObject({
    from: Day.optional().meta({ description: 'First day; the last thirty days unless said otherwise.' }),
    to: Day.optional().meta({ description: 'Last day, included; today unless said otherwise.' }),
    groupBy: z
      .string()
      .transform((given) => given.toUpperCase())
      .pipe(z.enum(groupings))
      .default('DAY')
      .meta({ enum: [...groupings], 'x-default': 'DAY' }),
    partnerId: Reference.optional().meta({
      description: 'Our id or the CRM `externalId`; partners merged into it are included.',
    }),
    campaignId: Reference.optional(),
    linkId: Reference.optional(),
    limit: z
      .string()
      .regex(/^\d{1,4}$/, { error: 'Write a whole number.' })
      .transform(Number)
      .pipe(z.int().min(1).max(1000))
      .default(100)
      .meta({
        type: 'integer',
        minimum: 1,
        maximum: 1000,
        'x-default': 100,
        description: 'At most so many groups; days are never cut.',
      }),
  }),
  output: AffiliateReport,
  example: { from: '2026-04-01', to: '2026-04-30', groupBy: 'PARTNER', limit: '10' },
  async run(ctx, { groupBy, partnerId, campaignId, linkId, limit, ...given }) {
    const { timeZone, least } = await findMark(ctx)
    const { from, to } = daysOf(ctx, timeZone, given)
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const { organisationId } = ctx
    const asked = { organisationId, from, to, groupBy, family, campaignId, linkId, least }
    const found = await findFigures(ctx, { ...asked, limit: groupBy === 'DAY' ? mostDays : limit })
    return {
      from,
      to,
      timeZone: found.timeZone,
      groupBy,
      groups: found.groups,
      totals: toTally(found.total),
      rows: found.rows.map(({ key, name, ...tally }) => ({ key, name, ...toTally(tally) })),
    }
  },
})

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

/** A mark only moves on, but for the once that all is added up anew. */
export async function findFigures(ctx: Context, wanted: Wanted): Promise<Found> {
  for (let least = wanted.least; ;) {
    const { rows } = await figures({ ...wanted, least }).execute(ctx.db)
    const found = rows[0]?.found
    if (!found) throw new Error(`There is no organisation ${ctx.organisationId}.`)
    if (BigInt(found.upTo) >= BigInt(least)) return found
    least = found.upTo
  }
}

const dayMs = 86_400_000
const mostDays = 3_660

function daysOf(ctx: Context, timeZone: string, given: { from?: string | undefined; to?: string | undefined }) {
  const to = given.to ?? dayIn(timeZone, ctx.now())
  const from = given.from ?? new Date(Date.parse(to) - 29 * dayMs).toISOString().slice(0, 10)
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
  if (days < 1) throw invalidField('from', 'invalid_range', 'The first day is after the last one.')
  if (days > mostDays) throw invalidField('from', 'invalid_range', `At most ${mostDays} days are reported at once.`)
  return { from, to }
}

export function toTally({ clicks, pending, review, accepted, declined, converted, earned }: Tally): AffiliateTally {
  return {
    clicks,
    conversions: { pending, review, accepted, declined },
    rate: rateOf(converted, clicks),
    earned: (earned ?? []).map(({ currency, minor }) => ({ value: toDecimal(BigInt(minor), currency), currency })),
  }
}
