import type { Check } from '#/kernel/check.ts'
import { findDifferences } from '#/platform/database/differences.ts'
import { standing } from './conversions.ts'

/** Whatever of the other clusters' transactions is not added up anew yet is not looked at. */
const mark = `(select up_to from click_figures_mark where cluster = (select system_identifier from pg_control_system()))`

/** Days before the first whole month of clicks that are kept have nothing left to be compared with. */
const raw = `
  select c.organisation_id, (click_time(c.id) at time zone z.time_zone)::date as day, c.link_id, is_repeat, sub1, sub2, sub3, sub4, sub5
  from click c join click_figures_zone z on z.organisation_id = c.organisation_id where c.written_in < ${mark}`
const kept = `
  select organisation_id, case when exists (select from click_day d where d.organisation_id = k.organisation_id and d.day < first - 1)
    then first + 2 else '-infinity'::date end as since
  from (select organisation_id, date_trunc('month', click_time(min(id)) at time zone 'UTC')::date as first from click group by 1) k`

/** What the figures add up to, counted again. */
export const figureChecks: Check[] = [
  {
    name: 'clicks by day are what the clicks add up to',
    find: findDifferences({
      differing: `
        select organisation_id, link_id as id, day, coalesce(r.clicks, 0) as counted, coalesce(d.clicks, 0) as added,
          coalesce(r.repeats, 0) as repeats_counted, coalesce(d.repeats, 0) as repeats_added
        from (select organisation_id, day, link_id, count(*) filter (where not is_repeat) as clicks, count(*) filter (where is_repeat) as repeats
          from (${raw}) c group by 1, 2, 3) r
        full join (select * from click_day where ${mark} is not null) d using (organisation_id, day, link_id)
        join (${kept}) k using (organisation_id)
        where day >= k.since and (r.clicks is distinct from d.clicks or r.repeats is distinct from d.repeats)`,
      sentence: `format('%s on %s: %s clicks and %s repeats are added up, and there are %s and %s', d.id, d.day, d.added, d.repeats_added, d.counted, d.repeats_counted)`,
    }),
  },
  {
    name: 'clicks by sub-id are what the clicks add up to',
    find: findDifferences({
      differing: `
        select organisation_id, link_id as id, day, position, value, coalesce(r.clicks, 0) as counted, coalesce(d.clicks, 0) as added
        from (select organisation_id, day, link_id, s.position, s.value, count(*) filter (where not is_repeat) as clicks, count(*) filter (where is_repeat) as repeats
          from (${raw}) c cross join lateral (values (1, sub1), (2, sub2), (3, sub3), (4, sub4), (5, sub5)) s(position, value)
          where s.value is not null group by 1, 2, 3, 4, 5) r
        full join (select * from click_sub_day where ${mark} is not null) d using (organisation_id, day, link_id, position, value)
        join (${kept}) k using (organisation_id)
        where day >= k.since and (r.clicks is distinct from d.clicks or r.repeats is distinct from d.repeats)`,
      sentence: `format('%s on %s: %s clicks with sub%s %s are added up, and there are %s', d.id, d.day, d.added, d.position, quote_literal(d.value), d.counted)`,
    }),
  },
  ...(['click_', 'click_sub_'] as const).map(monthsOf),
  {
    name: 'what reports keep of a conversion is how it stands, but for what changed since',
    find: findDifferences({
      differing: `
        select organisation_id, id, f.status as kept_status, v.status, f.earned as kept, v.earned from (
          ${standing} where not exists (select from conversion_tail t where t.organisation_id = v.organisation_id and t.subject_id in (v.id, v.commission_line_id))
        ) v left join conversion_figures f using (organisation_id, id)
        where (v.created_at, v.campaign_id, v.partner_id, v.link_id, v.status, v.attributed_by, v.sub1, v.sub2, v.sub3, v.sub4, v.sub5, v.currency, v.earned)
          is distinct from (f.created_at, f.campaign_id, f.partner_id, f.link_id, f.status, f.attributed_by, f.sub1, f.sub2, f.sub3, f.sub4, f.sub5, f.currency, f.earned)`,
      sentence: `format('%s is %s with %s minor units to reports, and %s with %s', d.id, coalesce(d.kept_status, 'nothing'), coalesce(d.kept, 0), d.status, coalesce(d.earned, 0))`,
    }),
  },
]

/** Months against their days. */
function monthsOf(table: 'click_' | 'click_sub_'): Check {
  const by = table === 'click_' ? 'link_id' : 'link_id, position, value'
  return {
    name: `clicks by month are what their days come to${table === 'click_' ? '' : ', by sub-id'}`,
    find: findDifferences({
      differing: `
        select organisation_id, link_id as id, month, m.clicks as added, d.clicks as counted
        from ${table}month m full join (
          select organisation_id, date_trunc('month', day)::date as month, ${by}, sum(clicks) as clicks, sum(repeats) as repeats
          from ${table}day group by organisation_id, date_trunc('month', day), ${by}
        ) d using (organisation_id, month, ${by})
        where (m.clicks, m.repeats) is distinct from (d.clicks::bigint, d.repeats::bigint)`,
      sentence: `format('%s in the month from %s: %s clicks are added up, and its days have %s', d.id, d.month, coalesce(d.added, 0), coalesce(d.counted, 0))`,
    }),
  }
}

/** What holds of conversions in every healthy installation. */
export const conversionChecks: Check[] = [
  {
    name: 'the commission line of every conversion is of its partner and stands where the conversion does',
    find: findDifferences({
      differing: `
        select c.organisation_id, c.id, c.status, l.id as line, l.status as line_status, c.partner_id, l.partner_id as line_partner
        from conversion c join commission_line l on l.organisation_id = c.organisation_id and l.id = c.commission_line_id
        join partner p on p.organisation_id = c.organisation_id and p.id = c.partner_id
        join partner q on q.organisation_id = l.organisation_id and q.id = l.partner_id
        where coalesce(p.merged_into_id, p.id) <> coalesce(q.merged_into_id, q.id)
          or (c.status in ('pending', 'review') and l.status not in ('HELD', 'VOIDED'))
          or (c.status = 'accepted' and l.status = 'HELD')
          or (c.status = 'declined' and l.status in ('HELD', 'PENDING') and left_of_line(l) <> 0)`,
      sentence: `format('%s is %s for %s, and its line %s is %s for %s', d.id, d.status, d.partner_id, d.line, d.line_status, d.line_partner)`,
    }),
  },
  {
    name: 'no two conversions share a submission',
    find: findDifferences({
      differing: `
        select c.organisation_id, min(c.id) as id, c.form_submission_id as submission, count(*) as many
        from conversion c join form_submission s on s.organisation_id = c.organisation_id and s.id = c.form_submission_id
        group by c.organisation_id, c.form_submission_id having count(*) > 1`,
      sentence: `format('%s shares the submission %s with %s more', d.id, d.submission, d.many - 1)`,
    }),
  },
]
