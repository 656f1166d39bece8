import type { Context } from '#/kernel/context.ts'
import { toDecimal } from '#/kernel/money.ts'
import { sql } from '#/platform/database/sql.ts'
import { reported } from './conversions.ts'

type Sum = { value: string; currency: string }
type Row = { id: string; currency: string; minor: string }

/** What the conversions of links earn: lines that are not void, less what was taken back of them. One that earns nothing is not in the answer. */
export async function earnedOfLinks(ctx: Context, linkIds: string[]): Promise<Map<string, Sum[]>> {
  if (!linkIds.length) return new Map()
  const { rows } = await sql<Row>`
    select link_id as id, currency, sum(earned)::text as minor
    from ${reported(ctx.organisationId, sql`and link_id = any(${linkIds}) and currency is not null`)} c
    group by 1, 2 order by 2`.execute(ctx.db)
  const sums = [...Map.groupBy(rows, ({ id }) => id)]
  return new Map(sums.map(([id, own]) => [id, own.map(toSum)]))
}

const toSum = ({ currency, minor }: Row): Sum => ({ value: toDecimal(BigInt(minor), currency), currency })
