import type { Context } from '#/kernel/context.ts'
import { toDecimal } from '#/kernel/money.ts'
import { sql } from '#/platform/database/sql.ts'

type Sum = { value: string; currency: string }
type Row = { id: string; currency: string; minor: string }

/** What the conversions of links earn: lines that are not void, less what was taken back of them. One that earns nothing is not in the answer. */
export async function earnedOfLinks(ctx: Context, linkIds: string[]): Promise<Map<string, Sum[]>> {
  if (!linkIds.length) return new Map()
  const { rows } = await sql<Row>`
    select v.link_id as id, n.currency, sum(n.amount + coalesce(k.amount, 0))::text as minor
    from conversion v
    join commission_line n on n.organisation_id = v.organisation_id and n.id = v.commission_line_id and n.status <> 'VOIDED'
    left join lateral (select sum(c.amount) as amount from commission_line c
      where c.organisation_id = n.organisation_id and c.corrects_id = n.id and c.status <> 'VOIDED') k on true
    where v.organisation_id = ${ctx.organisationId} and v.link_id = any(${linkIds})
    group by 1, 2 order by 2`.execute(ctx.db)
  const sums = [...Map.groupBy(rows, ({ id }) => id)]
  return new Map(sums.map(([id, own]) => [id, own.map(toSum)]))
}

const toSum = ({ currency, minor }: Row): Sum => ({ value: toDecimal(BigInt(minor), currency), currency })
