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
  {
    name: 'no visitor and no API key is left with a partner that was merged',
    async find({ db }) {
      const { rows } = await sql<{ id: string; partner: string }>`
        select b.id, b.partner_id as partner
        from (select organisation_id, id, partner_id from visitor union all select organisation_id, id, partner_id from api_key) b
        join partner p on p.organisation_id = b.organisation_id and p.id = b.partner_id
        where p.merged_into_id is not null
        order by b.id limit 20
      `.execute(db)
      return rows.map(
        ({ id, partner }) => `${id} belongs to ${partner}, which was merged. Report this as a fault of Symbolon.`,
      )
    },
  },
]
