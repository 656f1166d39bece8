import { type Sql, sql } from '#/platform/database/sql.ts'

/** The columns of `conversion_figures`: what a report reads of a conversion, with what it earns in minor units. */
export const columns = sql.raw(
  'organisation_id, id, created_at, campaign_id, partner_id, link_id, status, attributed_by, sub1, sub2, sub3, sub4, sub5, currency, earned',
)

/**
 * The same of conversions `v` as they stand. Each line is looked for by itself: of an organisation that the statistics do
 * not know, the planner would go through all of them each time.
 */
export const standing = `
  select v.organisation_id, v.id, v.created_at, v.campaign_id, v.partner_id, v.link_id, v.status, v.attributed_by,
    v.sub1, v.sub2, v.sub3, v.sub4, v.sub5, n.currency, n.earned
  from conversion v left join lateral (
    select currency, amount + coalesce((select sum(k.amount) from commission_line k
      where k.organisation_id = l.organisation_id and k.corrects_id = l.id and k.status <> 'VOIDED'), 0)::bigint as earned
    from commission_line l where l.organisation_id = v.organisation_id and l.id = v.commission_line_id and l.status <> 'VOIDED' offset 0
  ) n on true`

export const asTheyStand = (which: Sql): Sql => sql`${sql.raw(standing)} ${which}`

/** The conversions that marks `t` of the tail are about. */
export const marked = (marks: Sql): Sql => sql`
  select v.organisation_id, v.id from ${marks} t join conversion v on v.organisation_id = t.organisation_id and v.id = t.subject_id
  union
  select v.organisation_id, v.id from ${marks} t join conversion v on v.organisation_id = t.organisation_id and v.commission_line_id = t.subject_id`

/** An organisation's conversions as its reports read them: what is kept, but for what changed since, which is read as it stands. */
export const reported = (organisationId: string, which: Sql): Sql => sql`
  (
    with fresh as materialized (${marked(sql`(select organisation_id, subject_id from conversion_tail where organisation_id = ${organisationId})`)})
    select ${columns} from conversion_figures
    where organisation_id = ${organisationId} and id not in (select id from fresh) ${which}
    union all
    select * from (${asTheyStand(sql`join fresh f on f.organisation_id = v.organisation_id and f.id = v.id where v.organisation_id = ${organisationId}`)}) now
    where true ${which}
  )`
