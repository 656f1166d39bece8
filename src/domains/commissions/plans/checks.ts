import { sql } from 'kysely'
import type { Check } from '#/kernel/check.ts'

/** What the sale is called that took the place of `e` when it was given to another partner: `e` counts as sold no more. */
const follower = sql`case when e.source_id ~ ':[0-9]+$'
  then regexp_replace(e.source_id, '[0-9]+$', '') || substring(e.source_id from ':([0-9]+)$')::numeric + 1 else e.source_id || ':1' end`

/** What holds of commission plans in every healthy installation. */
export const planChecks: Check[] = [
  {
    name: 'what each plan has sold and earned is what its sales and lines say',
    async find({ db }) {
      const { rows } = await sql<{ fault: string }>`
        select format('%s under %s: %s sold and %s earned is kept, and %s and %s are left', r.source_event_id, r.plan_id, r.sold, r.earned, s.sold, s.earned) as fault
        from commission_plan_result r
        join source_event e on e.organisation_id = r.organisation_id and e.id = r.source_event_id
        left join commission_line l on l.organisation_id = r.organisation_id and l.id = r.line_id
        cross join lateral (
          select e.amount - coalesce((select sum(amount) from source_event b where b.organisation_id = e.organisation_id and b.original_id = e.id), 0) as sold,
            case when l.currency = r.currency then left_of_line(l) else 0 end as earned
        ) s
        where (r.earned, r.is_voided) <> (s.earned, coalesce(l.status = 'VOIDED', false))
          or r.sold <> s.sold and not (r.sold = 0 and exists (
            select from source_event f where f.organisation_id = e.organisation_id and f.source_id = ${follower}))
        order by r.organisation_id, r.source_event_id, r.plan_id limit 20
      `.execute(db)
      return rows.map(({ fault }) => `${fault}. Report this as a fault of Symbolon.`)
    },
  },
]
