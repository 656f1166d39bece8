import { sql } from 'kysely'
import type { Check } from '#/kernel/check.ts'

/** What holds of organisations and their keys in every healthy installation. */
export const organisationChecks: Check[] = [
  {
    name: 'every API key can be looked up, and leads to its own organisation',
    async find({ db }) {
      const { rows } = await sql<{ id: string }>`
        select coalesce(k.id, o.api_key_id) as id
        from api_key k full join api_key_owner o on o.organisation_id = k.organisation_id and o.api_key_id = k.id
        where k.hash is distinct from o.hash
        order by id limit 20
      `.execute(db)
      return rows.map(({ id }) => `${id} and its look-up row differ, so it may not work. Revoke it and make another.`)
    },
  },
]
