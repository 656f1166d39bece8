import type { Context } from '#/kernel/context.ts'
import { invalid, type Issue } from '#/kernel/error.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Terms } from './terms.ts'

type Named = Partial<Pick<Terms, 'appliesTo' | 'rates'>>
type Mention = { ref: string; path: Issue['path'] }

/** Terms that name partners by our ids alone. Refuses, each at its path, partners and tiers that are not there. */
export async function resolveTargets<T extends Named>(ctx: Context, given: T): Promise<T> {
  const partners = await partnersOf(ctx, mentions(given, 'partnerIds', 'partnerId'))
  const issues = [...partners.issues, ...(await missingTiers(ctx, mentions(given, 'tierIds', 'tierId')))]
  if (issues.length) throw invalid(issues)
  const own = (ref: string) => partners.ids.get(ref) ?? ref
  const { appliesTo, rates } = given
  return {
    ...given,
    ...(appliesTo && { appliesTo: { ...appliesTo, partnerIds: [...new Set(appliesTo.partnerIds.map(own))] } }),
    ...(rates && { rates: rates.map((rate) => ({ ...rate, partnerId: rate.partnerId && own(rate.partnerId) })) }),
  }
}

const mentions = ({ appliesTo, rates }: Named, list: 'partnerIds' | 'tierIds', one: 'partnerId' | 'tierId') => [
  ...(appliesTo?.[list] ?? []).map((ref, at): Mention => ({ ref, path: ['appliesTo', list, at] })),
  ...(rates ?? []).flatMap((rate, at): Mention[] => {
    const ref = rate[one]
    return ref === null ? [] : [{ ref, path: ['rates', at, one] }]
  }),
]

async function partnersOf(ctx: Context, named: Mention[]): Promise<{ ids: Map<string, string>; issues: Issue[] }> {
  const ids = new Map<string, string>()
  if (!named.length) return { ids, issues: [] }
  const { rows } = await sql<{ ref: string; own: string | null; crm: string[] }>`
    select r.ref,
      (select coalesce(p.merged_into_id, p.id) from partner p where p.organisation_id = ${ctx.organisationId} and p.id = r.ref) as own,
      array(select distinct coalesce(p.merged_into_id, p.id) from partner p
        where p.organisation_id = ${ctx.organisationId} and p.external_id = r.ref limit 2) as crm
    from unnest(${[...new Set(named.map(({ ref }) => ref))]}::text[]) as r(ref)`.execute(ctx.db)
  const found = new Map(rows.map(({ ref, own, crm }) => [ref, own === null ? crm : [own]]))
  const issues = named.flatMap(({ ref, path }): Issue[] => {
    const [id, another] = found.get(ref) ?? []
    if (id === undefined) return [{ path, code: 'unknown_reference', message: 'No partner has this id or CRM id.' }]
    if (another !== undefined)
      return [{ path, code: 'ambiguous_reference', message: 'Several partners have this CRM id. Use our id.' }]
    ids.set(ref, id)
    return []
  })
  return { ids, issues }
}

async function missingTiers(ctx: Context, named: Mention[]): Promise<Issue[]> {
  if (!named.length) return []
  const { rows } = await sql<{ id: string }>`
    select id from tier where organisation_id = ${ctx.organisationId} and id = any(${named.map(({ ref }) => ref)})`.execute(
    ctx.db,
  )
  const there = new Set(rows.map(({ id }) => id))
  return named
    .filter(({ ref }) => !there.has(ref))
    .map(({ path }) => ({ path, code: 'unknown_reference', message: 'No tier has this id.' }))
}
