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
]
