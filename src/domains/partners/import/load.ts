import { planEachTime } from '#/platform/database/sql.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { allOneAtATime } from '#/platform/perform.ts'
import { enter, type Fields, type Roster, namesSought } from './roster.ts'
import type { GoodRow } from './fields.ts'

type Loaded = Fields & { id: string; mergedIntoId: string | null; folded: string }

const columns =
  sql.raw(`id, merged_into_id as "mergedIntoId", lower(name) as folded, name, domain, external_id as "externalId",
  external_id_type as "externalIdType", external_company_id as "externalCompanyId", categories, tier_id as "tierId",
  phase_id as "phaseId", owner_id as "partnerOwnerId", status`)

/** Enters, and locks until the transaction ends, every partner that these rows can be about. */
export async function load(ctx: Context, roster: Roster, rows: GoodRow[]): Promise<void> {
  const names = namesSought(rows)
  const domains = rows.flatMap(({ cells }) => cells.domain ?? [])
  await allOneAtATime(ctx, [
    ...names.map((name) => ['partner by name', name]),
    ...domains.map((domain) => ['partner by domain', domain]),
  ])
  const named = rows.map(({ cells }) => cells.name)
  await foldNames(ctx, roster, named)
  await loadByDomain(ctx, roster, domains)
  await loadByName(ctx, roster, names)
}

async function foldNames(ctx: Context, { folded }: Roster, names: string[]): Promise<void> {
  const { rows } = await sql<{ name: string; key: string }>`
    select name, lower(name) as key from unnest(${names}::text[]) as n(name)`.execute(ctx.db)
  for (const { name, key } of rows) folded.set(name, key)
}

async function loadByDomain(ctx: Context, roster: Roster, domains: string[]): Promise<void> {
  const unknown = domains.filter((domain) => !roster.byDomain.has(domain))
  if (!unknown.length) return
  const found = await locked(ctx, sql`domain is not null and domain = any(${unknown})`, sql`domain`)
  const survivors = found.flatMap(({ mergedIntoId }) => mergedIntoId ?? [])
  const all = [...found, ...(survivors.length ? await locked(ctx, sql`id = any(${survivors})`, sql`id`) : [])]
  enterAll(roster, all)
  for (const { domain, mergedIntoId } of found) {
    const listed = mergedIntoId === null ? undefined : roster.byId.get(mergedIntoId)
    if (listed && domain !== null) roster.byDomain.set(domain, listed)
  }
}

async function loadByName(ctx: Context, roster: Roster, names: string[]): Promise<void> {
  if (!names.length) return
  const isNamed = sql`lower(name) collate "C" = any(${names.map((name) => roster.folded.get(name) ?? name)})`
  enterAll(roster, await locked(ctx, sql`${isNamed} and merged_into_id is null`, sql`id`))
}

function enterAll(roster: Roster, loaded: Loaded[]): void {
  for (const { id, mergedIntoId, folded, ...fields } of loaded) {
    roster.folded.set(fields.name, folded)
    if (mergedIntoId === null) enter(roster, id, fields)
  }
}

async function locked(ctx: Context, which: RawBuilder<unknown>, order: RawBuilder<unknown>): Promise<Loaded[]> {
  const { rows } = await sql<Loaded>`${sql.raw(planEachTime)}
    select ${columns} from partner
    where organisation_id = ${ctx.organisationId} and ${which} order by ${order} for no key update`.execute(ctx.db)
  return rows
}
