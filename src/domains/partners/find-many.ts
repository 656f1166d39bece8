import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { normaliseDomain } from './domain.ts'

/** The partner that is meant, or why nobody can say which one that is. */
export type FoundPartner = { id: string; isArchived: boolean } | 'AMBIGUOUS'

type Candidate = { ref: string; id: string; isArchived: boolean; rank: number }

/**
 * `findPartnerId` for many, in one statement: by our id, else by CRM id, and where `byDomain` is asked for else by domain.
 * A merged partner leads to the one it became. What is not in the answer is no partner.
 *
 * The organisation stands in a subselect: by its statistics one that is not in them yet counts as empty, and each partner
 * would be looked for among all.
 */
export async function findPartners(
  ctx: Context,
  refs: Iterable<string>,
  { byDomain = false }: { byDomain?: boolean } = {},
): Promise<Map<string, FoundPartner>> {
  const sought = [...new Set(refs)].map((ref) => ({ ref, domain: byDomain ? (normaliseDomain(ref) ?? null) : null }))
  const own = sql`(select ${ctx.organisationId}::text)`
  const { rows } = await sql<Candidate>`
    select s.ref, f.id, f.rank,
      (select status <> 'active' from partner q where q.organisation_id = ${own} and q.id = f.id) as "isArchived"
    from json_to_recordset(${JSON.stringify(sought)}) as s(ref text, domain text)
    cross join lateral (
      select coalesce(merged_into_id, id) as id, 1 as rank from partner where organisation_id = ${own} and id = s.ref
      union all
      (select distinct coalesce(merged_into_id, id), 2 from partner where organisation_id = ${own} and external_id = s.ref limit 2)
      union all
      select coalesce(merged_into_id, id), 3 from partner where organisation_id = ${own} and domain = s.domain
    ) f`.execute(ctx.db)
  return new Map([...Map.groupBy(rows, ({ ref }) => ref)].map(([ref, candidates]) => [ref, bestOf(candidates)]))
}

function bestOf(candidates: Candidate[]): FoundPartner {
  const rank = Math.min(...candidates.map((one) => one.rank))
  const [first, ...others] = candidates.filter((one) => one.rank === rank)
  return !first || others.length ? 'AMBIGUOUS' : { id: first.id, isArchived: first.isArchived }
}
