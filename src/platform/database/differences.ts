import { sql } from 'kysely'
import type { Check } from '#/kernel/check.ts'

type Differences = {
  /** A statement that gives what differs, `organisation_id` and `id` among its columns. */
  differing: string
  /** The sentence of one, in SQL over `d`, without its full stop. */
  sentence: string
  /** What the sentence needs beside it, as joins to `d`. */
  with?: string
}

const mostTold = 20

/**
 * What a check over whole tables found: a sentence for each of the first, and how many more there are.
 *
 * One statement sees one moment, so a server that goes on writing makes no difference.
 */
export function findDifferences({ differing, sentence, with: joins = '' }: Differences): Check['find'] {
  const statement = `
    with differing as materialized (${differing}), d as materialized (select * from differing order by organisation_id, id limit ${mostTold})
    select ${sentence} as sentence, (select count(*) from differing)::int as many from d ${joins} order by d.organisation_id, d.id`
  return async ({ db }) => {
    const { rows } = await sql<{ sentence: string; many: number }>`${sql.raw(statement)}`.execute(db)
    const rest = (rows[0]?.many ?? 0) - rows.length
    return [
      ...rows.map((row) => `${row.sentence}. Report this as a fault of Symbolon.`),
      ...(rest > 0 ? [`${rest} more are like these.`] : []),
    ]
  }
}
