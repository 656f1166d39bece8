import { sql } from 'kysely'
import type { Check } from '#/kernel/check.ts'

const guards = ['event_is_append_only', 'event_is_never_emptied']

/** What holds of events in every healthy installation. */
export const eventChecks: Check[] = [
  {
    name: 'events can be neither changed nor deleted',
    async find({ db }) {
      const { rows } = await sql<{ name: string }>`
        select guard as name from unnest(${guards}::text[]) guard
        where not exists (
          select from pg_trigger
          where tgrelid = to_regclass('event') and tgname = guard and tgenabled in ('O', 'A')
        )
      `.execute(db)
      return rows.map(({ name }) => `the trigger ${name} is off. Run: alter table event enable trigger ${name}`)
    },
  },
  {
    name: 'every event belongs to an organisation',
    async find({ db }) {
      const { rows } = await sql<{ id: string }>`
        with recursive seen (id) as (
          (select organisation_id from event order by 1 limit 1)
          union all
          select (select e.organisation_id from event e where e.organisation_id > s.id order by 1 limit 1) from seen s where s.id is not null
        )
        select id from seen where id is not null and not exists (select from organisation o where o.id = seen.id)
      `.execute(db)
      return rows.map(({ id }) => `there are events of ${id}, which is not there. Restore it from a backup.`)
    },
  },
]
