import { sql } from 'kysely'
import type { Check } from '#/kernel/check.ts'

/** What holds of partners in every healthy installation. */
export const partnerChecks: Check[] = [
  {
    name: 'a merged partner leads to one that was not merged itself',
    async find({ db }) {
      const { rows } = await sql<{ id: string; into: string }>`
        select m.id, m.merged_into_id as into
        from partner m join partner p on p.organisation_id = m.organisation_id and p.id = m.merged_into_id
        where p.merged_into_id is not null
        order by m.id limit 20
      `.execute(db)
      return rows.map(({ id, into }) => `${id} leads to ${into}, which was merged. Report this as a fault of Symbolon.`)
    },
  },
]
