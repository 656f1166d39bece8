import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import type { Plan } from '#/platform/imports/columns.ts'
import { type Fault, faultIn } from '#/platform/imports/rows.ts'
import type { GoodRow } from './fields.ts'
import type { Given } from './roster.ts'

const kinds = {
  tier: { table: 'tier', name: 'name', unknown: 'No tier has this id or name.' },
  phase: { table: 'phase', name: 'name', unknown: 'No phase has this id or name.' },
  owner: { table: 'member', name: 'email', unknown: 'No user has this id or e-mail address.' },
} as const
type Kind = keyof typeof kinds

/** Turns what rows call tiers, phases and users into ids. */
export type Resolve = (row: GoodRow) => { given: Given } | { faults: Fault[] }

/** Looks up every tier, phase and user that the rows name, each kind at once. */
export async function resolverFor(ctx: Context, rows: GoodRow[], plan: Plan): Promise<Resolve> {
  const ids = {
    tier: await idsOf(ctx, 'tier', rows),
    phase: await idsOf(ctx, 'phase', rows),
    owner: await idsOf(ctx, 'owner', rows),
  }
  return ({ line, cells: { tier, phase, owner, ...given } }) => {
    const sought = [
      ['tier', tier],
      ['phase', phase],
      ['owner', owner],
    ] as const
    const faults = sought.flatMap(([kind, ref]) => {
      if (ref === undefined || ids[kind].has(ref)) return []
      return [faultIn(line, headerOf(plan, kind), ref, kinds[kind].unknown)]
    })
    if (faults.length) return { faults }
    const found = {
      tierId: ids.tier.get(tier ?? ''),
      phaseId: ids.phase.get(phase ?? ''),
      partnerOwnerId: ids.owner.get(owner ?? ''),
    }
    return { given: { ...given, ...withoutUndefined(found) } }
  }
}

const headerOf = ({ columns }: Plan, kind: Kind) => columns.find(({ field }) => field === kind)?.header ?? kind

const withoutUndefined = <T extends object>(all: T) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }

async function idsOf(ctx: Context, kind: Kind, rows: GoodRow[]): Promise<Map<string, string>> {
  const refs = new Set(rows.flatMap(({ cells }) => cells[kind] ?? []))
  if (!refs.size) return new Map()
  const table = sql.table(kinds[kind].table)
  const found = await sql<{ ref: string; id: string }>`
    select r.ref, t.id from unnest(${[...refs]}::text[]) as r(ref) cross join lateral (
      select id from ${table} where organisation_id = ${ctx.organisationId} and id = r.ref
      union all
      select id from ${table} where organisation_id = ${ctx.organisationId} and lower(${sql.ref(kinds[kind].name)}) = lower(r.ref)
      limit 1
    ) t`.execute(ctx.db)
  return new Map(found.rows.map(({ ref, id }) => [ref, id]))
}
