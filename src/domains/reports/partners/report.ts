import { z } from 'zod'
import { daysOf, mostGroups, rangeInput } from '#/domains/affiliate/index.ts'
import type { Context } from '#/kernel/context.ts'
import { DateTime } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { type Sql, sql } from '#/platform/database/sql.ts'
import { findTimeZone } from '../commissions/report.ts'
import { findActivePartners } from '../overview/months.ts'

const Counted = z.array(
  z.strictObject({
    id: z.string().nullable().meta({ description: 'Null: without one.' }),
    name: z.string().nullable(),
    partners: z.int(),
  }),
)

const PartnerReport = z
  .strictObject({
    from: z.string(),
    to: z.string(),
    timeZone: z.string(),
    statuses: z.strictObject({ active: z.int(), archived: z.int() }),
    tiers: Counted.meta({ description: 'Of active partners.' }),
    phases: Counted.meta({ description: 'Of active partners.' }),
    newByMonth: z
      .array(z.strictObject({ month: z.string(), partners: z.int() }))
      .meta({ description: 'Made on the days from `from` to `to`; months without one are left out.' }),
    withoutActivity: z
      .strictObject({
        partners: z.int(),
        first: z.array(z.strictObject({ id: z.string(), name: z.string(), createdAt: DateTime })),
      })
      .meta({
        description:
          'Active partners without a click, a conversion or a commission from `from` to `to`; the first of them, the longest there first.',
      }),
  })
  .meta({
    id: 'PartnerReport',
    examples: [
      {
        from: '2026-04-01',
        to: '2026-04-30',
        timeZone: 'Europe/Oslo',
        statuses: { active: 42, archived: 3 },
        tiers: [{ id: 'tier_01KGHDCQE0TSE27719X13KZBKT', name: 'Gold', partners: 12 }],
        phases: [{ id: null, name: null, partners: 42 }],
        newByMonth: [{ month: '2026-04', partners: 5 }],
        withoutActivity: {
          partners: 1,
          first: [
            { id: 'ptn_01KGHDCQE0TSE27719X13KZBKT', name: 'Larkspur Traders', createdAt: '2026-01-04T09:30:00.000Z' },
          ],
        },
      },
    ],
  })

export const reportPartners = query({
  name: 'reports.partners',
  may: 'partners:read',
  summary: 'Report partners by tier, phase and activity',
  description: 'As they stand; merged partners are left out. Days are in the organisation’s time zone.',
  input: z.strictObject({ ...rangeInput, limit: mostGroups }),
  output: PartnerReport,
  example: { from: '2026-04-01', to: '2026-04-30', limit: '10' },
  async run(ctx, { limit, ...given }) {
    const timeZone = await findTimeZone(ctx)
    const { from, to } = daysOf(ctx, timeZone, given)
    const active = await findActivePartners(ctx, { from, to })
    const { rows } = await statement(ctx, { from, to, timeZone, limit, active: [...active] }).execute(ctx.db)
    const [found] = rows
    if (!found) throw new Error('A statement of counts gave no row.')
    return { from, to, timeZone, ...found }
  },
})

type Wanted = { from: string; to: string; timeZone: string; limit: number; active: string[] }
type Found = Omit<z.infer<typeof PartnerReport>, 'from' | 'to' | 'timeZone'>

function statement({ organisationId }: Context, { from, to, timeZone, limit, active }: Wanted): Sql<Found> {
  const by = (table: Sql, column: Sql) => sql`(
    select coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'partners', c.many) order by t.rank, t.name nulls last), '[]')
    from (select ${column} as id, count(*) as many from own where status = 'active' group by 1) c
    left join ${table} t on t.organisation_id = ${organisationId} and t.id = c.id)`
  return sql<Found>`
    with own as materialized (
      select id, name, status, tier_id, phase_id, created_at from partner where organisation_id = ${organisationId} and merged_into_id is null
    ),
    busy as materialized (select unnest(${active}::text[]) collate "C" as id),
    quiet as materialized (
      select id, name, created_at from own where status = 'active' and id not in (select id from busy)
        and created_at < start_of_day(${to}::date + 1, ${timeZone})
    )
    select
      (select json_build_object('active', count(*) filter (where status = 'active'), 'archived', count(*) filter (where status <> 'active')) from own) as statuses,
      ${by(sql`tier`, sql`tier_id`)} as tiers, ${by(sql`phase`, sql`phase_id`)} as phases,
      (select coalesce(json_agg(json_build_object('month', month, 'partners', many) order by month), '[]') from (
        select to_char(created_at at time zone ${timeZone}, 'YYYY-MM') as month, count(*) as many from own
        where (created_at at time zone ${timeZone})::date between ${from}::date and ${to}::date group by 1) m) as "newByMonth",
      (select json_build_object('partners', (select count(*) from quiet), 'first', coalesce((
        select json_agg(json_build_object('id', id, 'name', name, 'createdAt', iso(created_at)) order by created_at, id)
        from (select * from quiet order by created_at, id limit ${limit}) f), '[]'))) as "withoutActivity"`
}
