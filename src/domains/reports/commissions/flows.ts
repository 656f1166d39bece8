import { type Sql, sql } from '#/platform/database/sql.ts'

/**
 * What a relation of ledger entries `t` on COMMISSIONS and PAID comes to, by the day, partner, plan and campaign that each belongs to.
 *
 * Each line is looked for by itself: of an organisation that the statistics do not know, the planner would go through all lines
 * for every entry.
 */
export const flowsOf = (entries: Sql, timeZone: Sql): Sql => sql`
  select t.organisation_id, (t.created_at at time zone ${timeZone})::date as day, t.partner_id, l.plan_id, l.campaign_id, t.currency,
    case when t.account = 'COMMISSIONS' and t.amount < 0 then -t.amount else 0 end as earned,
    case when t.account = 'COMMISSIONS' and t.amount > 0 then t.amount else 0 end as reversed,
    case when t.account = 'PAID' then t.amount else 0 end as paid
  from ${entries} cross join lateral (
    select coalesce(l.plan_id, k.plan_id, '') as plan_id, coalesce(c.campaign_id, '') as campaign_id
    from commission_line l
    left join commission_line k on k.organisation_id = l.organisation_id and k.id = l.corrects_id
    left join commission_line_campaign c on c.organisation_id = l.organisation_id and c.commission_line_id = coalesce(l.corrects_id, l.id)
    where l.organisation_id = t.organisation_id and l.id = t.commission_line_id offset 0
  ) l`

/** Parts of a `with` that add a part `flows`, of `flowsOf`, to the days and months. */
export const addedFlows: Sql = sql`
  fresh as materialized (
    select organisation_id, day, partner_id, plan_id, campaign_id, currency, sum(earned) as earned, sum(reversed) as reversed, sum(paid) as paid
    from flows group by 1, 2, 3, 4, 5, 6 order by 1, 2
  ),
  days as (
    insert into commission_day as d select * from fresh
    on conflict (organisation_id, day, partner_id, plan_id, campaign_id, currency) do update set ${summed()}
  ),
  programme_days as (
    insert into commission_programme_day as d
    select organisation_id, day, plan_id, campaign_id, currency, ${sums()} from fresh group by 1, 2, 3, 4, 5
    on conflict (organisation_id, day, plan_id, campaign_id, currency) do update set ${summed()}
  ),
  partner_months as (
    insert into commission_partner_month as d
    select organisation_id, date_trunc('month', day)::date, partner_id, currency, ${sums()} from fresh group by 1, 2, 3, 4
    on conflict (organisation_id, month, partner_id, currency) do update set ${summed()}
  )`

function sums(): Sql {
  return sql`sum(earned), sum(reversed), sum(paid)`
}

function summed(): Sql {
  return sql`earned = d.earned + excluded.earned, reversed = d.reversed + excluded.reversed, paid = d.paid + excluded.paid`
}
