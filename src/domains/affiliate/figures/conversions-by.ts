import { firstIdAt } from '#/kernel/id.ts'
import { type Sql, sql } from '#/platform/database/sql.ts'
import { groups } from './groups.ts'
import type { Wanted } from './statement.ts'

/**
 * Conversions by key and by the currency of what they earn: a line that is not void, less what was taken back of it. Each
 * line is looked for by itself: of an organisation that the statistics do not know, the planner would go through all of them each time.
 */
export function conversionsBy({ organisationId, from, to, groupBy, family, campaignId, linkId }: Wanted): Sql {
  return sql`
    select ${groups[groupBy].ofConversions} as key, n.currency, sum(n.amount + coalesce(k.amount, 0)) as earned, count(*) as many,
      count(*) filter (where c.status = 'pending') as pending, count(*) filter (where c.status = 'review') as review,
      count(*) filter (where c.status = 'accepted') as accepted, count(*) filter (where c.status = 'declined') as declined,
      count(*) filter (where c.status <> 'declined' and c.attributed_by = 'CLICK') as converted
    from (
      select organisation_id, campaign_id, partner_id, link_id, commission_line_id, status, attributed_by, sub1, sub2, sub3, sub4, sub5, (created_at at time zone (select time_zone from asked))::date as day from conversion
      where organisation_id = ${organisationId} and id >= ${idAround(from, -slackDays)} and id < ${idAround(to, 1 + slackDays)}
        ${campaignId === undefined ? sql`` : sql`and campaign_id = ${campaignId}`}
        ${linkId === undefined ? sql`` : sql`and link_id = ${linkId}`}
        ${family === undefined ? sql`` : sql`and partner_id = any(${family})`}
    ) c
    ${groupBy === 'PARTNER' ? sql`join partner p on p.organisation_id = c.organisation_id and p.id = c.partner_id` : sql``}
    left join lateral (
      select id, currency, amount from commission_line
      where organisation_id = c.organisation_id and id = c.commission_line_id and status <> 'VOIDED' offset 0
    ) n on true
    left join (
      select corrects_id, sum(amount) as amount from commission_line
      where organisation_id = ${organisationId} and corrects_id is not null and status <> 'VOIDED' group by corrects_id
    ) k on k.corrects_id = n.id
    where c.day between ${from}::date and ${to}::date
    group by 1, 2`
}

/** An id tells the time of its making, and no day of any time zone is further away than this: it says where to look. */
const slackDays = 2
const idAround = (day: string, days: number) => firstIdAt('cnv', new Date(Date.parse(day) + days * 86_400_000))
