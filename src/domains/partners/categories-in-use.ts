import { z } from 'zod'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'

const PartnerCategory = z
  .strictObject({ name: z.string(), partnerCount: z.int().positive() })
  .meta({ id: 'PartnerCategory', examples: [{ name: 'Reseller', partnerCount: 12 }] })

/** How many of the newest partners are looked at: enough to offer their labels, whatever the size of the organisation. */
const mostRead = 20_000
const mostTold = 200

export const listCategories = query({
  name: 'partners.list-categories',
  may: 'partners:read',
  summary: 'List the categories of partners',
  description: `The labels that partners have, the most frequent first: at most ${mostTold}, of the newest ${mostRead.toLocaleString('en')} partners with any.`,
  input: z.strictObject({}),
  output: z.array(PartnerCategory).meta({ examples: [[{ name: 'Reseller', partnerCount: 12 }]] }),
  async run(ctx) {
    const { rows } = await sql<{ name: string; partnerCount: number }>`
      select name, count(*)::int as "partnerCount" from (
        select categories from partner
        where organisation_id = ${ctx.organisationId} and categories <> '{}' and merged_into_id is null
        order by id desc limit ${sql.lit(mostRead)}
      ) p cross join lateral unnest(p.categories) as name
      group by name order by count(*) desc, name collate "C" limit ${sql.lit(mostTold)}`.execute(ctx.db)
    return rows
  },
})
