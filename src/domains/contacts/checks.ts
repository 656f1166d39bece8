import { sql } from 'kysely'
import type { Check } from '#/kernel/check.ts'

/** What holds of internal contacts in every healthy installation. */
export const contactChecks: Check[] = [
  {
    name: 'no internal contact is left with a partner that was merged',
    async find({ db }) {
      const { rows } = await sql<{ id: string; partner: string }>`
        select a.id, a.partner_id as partner
        from internal_contact_assignment a join partner p on p.organisation_id = a.organisation_id and p.id = a.partner_id
        where p.merged_into_id is not null
        order by a.id limit 20
      `.execute(db)
      return rows.map(
        ({ id, partner }) => `${id} belongs to ${partner}, which was merged. Report this as a fault of Symbolon.`,
      )
    },
  },
]
