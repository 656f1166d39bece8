import { sql } from 'kysely'
import type { Check } from '#/kernel/check.ts'

/** What holds of links, publishable keys and old addresses in every healthy installation: what they are found by leads to them. */
export const linkChecks: Check[] = [
  {
    name: 'the code of every link leads to it',
    async find({ db }) {
      const { rows } = await sql<{ id: string; code: string }>`
        select l.id, l.code from affiliate_link l left join link_code_owner o on o.code = l.code
        where (o.organisation_id, o.link_id) is distinct from (l.organisation_id, l.id)
        order by l.organisation_id, l.id limit 20`.execute(db)
      return rows.map(
        ({ id, code }) => `${id} has the code ${code}, which leads elsewhere. Report this as a fault of Symbolon.`,
      )
    },
  },
  {
    name: 'every publishable key is that of its campaign',
    async find({ db }) {
      const { rows } = await sql<{ id: string }>`
        select coalesce(c.id, o.campaign_id) as id
        from campaign c full join (select * from publishable_key_owner where campaign_id is not null) o
          on o.organisation_id = c.organisation_id and o.campaign_id = c.id
        where c.publishable_key is distinct from o.key order by 1 limit 20`.execute(db)
      return rows.map(({ id }) => `${id} shows another publishable key than the one that works. Replace its key.`)
    },
  },
  {
    name: 'every old address leads to its link',
    async find({ db }) {
      const { rows } = await sql<{ id: string }>`
        select coalesce(x.id, o.legacy_link_id) as id
        from legacy_link x full join legacy_url_owner o on o.organisation_id = x.organisation_id and o.legacy_link_id = x.id
        where x.url_hash is distinct from o.url_hash order by 1 limit 20`.execute(db)
      return rows.map(({ id }) => `${id} is not found by its address. Delete it and import it again.`)
    },
  },
]
