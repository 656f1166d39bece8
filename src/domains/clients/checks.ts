import { sql } from 'kysely'
import type { Check } from '#/kernel/check.ts'
import type { Context } from '#/kernel/context.ts'

const fault = 'Report this as a fault of Symbolon.'

/** What holds of clients in every healthy installation. */
export const clientChecks: Check[] = [
  {
    name: 'the tally of every portfolio counts its clients',
    find: ({ db }) =>
      found(
        db,
        `select format('%s has %s active and %s archived clients in stretch %s, and the tally says %s and %s', partner_id, r.active, r.archived,
          stretch, t.active, t.archived)
        from (
          select organisation_id, partner_id, client_stretch(position) as stretch,
            count(*) filter (where status = 'ACTIVE') as active, count(*) filter (where status = 'ARCHIVED') as archived
          from client group by 1, 2, 3
        ) r full join client_tally t using (organisation_id, partner_id, stretch)
        where (coalesce(r.active, 0), coalesce(r.archived, 0)) <> (coalesce(t.active, 0), coalesce(t.archived, 0))
        order by organisation_id, partner_id, stretch limit 20`,
      ),
  },
  {
    name: 'no client stands past the last position of its portfolio',
    find: ({ db }) =>
      found(
        db,
        `select format('%s stands at %s in the portfolio of %s', c.id, c.position, c.partner_id)
        from client c left join portfolio p using (organisation_id, partner_id)
        where c.position > coalesce(p.last_position, 0) order by c.id limit 20`,
      ),
  },
  {
    name: 'no client and no user is left with a partner that was merged',
    find: ({ db }) =>
      found(
        db,
        `select format('%s belongs to %s, which was merged', b.id, b.partner_id)
        from (select organisation_id, id, partner_id from client union all select organisation_id, id, partner_id from partner_user) b
        join partner p on p.organisation_id = b.organisation_id and p.id = b.partner_id
        where p.merged_into_id is not null order by b.id limit 20`,
      ),
  },
  {
    name: 'users look after clients of their own partner alone',
    find: ({ db }) =>
      found(
        db,
        `select format('%s looks after %s, of another partner', a.partner_user_id, a.client_id)
        from client_assignment a
        join client c on c.organisation_id = a.organisation_id and c.id = a.client_id
        join partner_user u on u.organisation_id = a.organisation_id and u.id = a.partner_user_id
        where u.partner_id <> c.partner_id order by a.client_id limit 20`,
      ),
  },
]

async function found(db: Context['db'], statement: string): Promise<string[]> {
  const { rows } = await sql<{ format: string }>`${sql.raw(statement)}`.execute(db)
  return rows.map(({ format }) => `${format}. ${fault}`)
}
