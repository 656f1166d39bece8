import type { Context } from '#/kernel/context.ts'
import type { Plan } from '#/platform/imports/columns.ts'
import type { Tally } from '#/platform/imports/import.ts'
import { inTransaction } from '#/platform/perform.ts'
import type { GoodRow, Row } from './fields.ts'
import { apply, emptyRoster, type Roster } from './roster.ts'
import { load } from './load.ts'
import { resolverFor } from './references.ts'
import { isOvertaken, write } from './write.ts'

const mostTries = 10

/** Brings the rows in, in one transaction; with a rehearsal's roster nothing is written, and the roster remembers. */
export async function takeBatch(ctx: Context, rows: Row[], plan: Plan, rehearsal?: Roster): Promise<Tally> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(ctx, (inside) => attempt(inside, rows, plan, rehearsal))
    } catch (error) {
      if (!isOvertaken(error) || tries === mostTries) throw error
    }
  }
}

async function attempt(ctx: Context, rows: Row[], plan: Plan, rehearsal: Roster | undefined): Promise<Tally> {
  const tally: Tally = { created: 0, updated: 0, unchanged: 0, refused: 0, faults: [] }
  const good = rows.filter((row): row is GoodRow => 'cells' in row)
  const resolve = await resolverFor(ctx, good, plan)
  const roster = rehearsal ?? emptyRoster()
  await load(ctx, roster, good)
  for (const row of rows) {
    const resolved = 'cells' in row ? resolve(row) : row
    if ('given' in resolved) tally[apply(roster, resolved.given, () => ctx.newId('ptn'))] += 1
    else {
      tally.refused += 1
      tally.faults.push(...resolved.faults)
    }
  }
  if (!rehearsal) await write(ctx, roster.byId.values())
  return tally
}
