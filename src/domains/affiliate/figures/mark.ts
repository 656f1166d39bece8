import type { Database } from '#/kernel/context.ts'
import { type Sql, sql } from '#/platform/database/sql.ts'

/** The database cluster that this is: numbers of transactions mean something within one. */
export const cluster = sql`(select system_identifier from pg_control_system())`

/** Up to which transaction clicks are added up: nothing, where the rows came from another cluster and are not added up anew yet. */
export const upTo: Sql = sql`coalesce((select up_to from click_figures_mark where cluster = ${cluster}), 0)`

/** Whether what is added up counts. */
export const isKept: Sql = sql`exists (select from click_figures_mark where cluster = ${cluster})`

/** Runs alone on all nodes with the mark; nothing, where another node has it. */
export async function withMark<T>(db: Database, run: (db: Database, mark: Mark) => Promise<T>): Promise<T | undefined> {
  await sql`
    insert into click_figures_mark (cluster, up_to) select ${cluster}, 0
    where not exists (select from click_figures_mark) on conflict do nothing`.execute(db)
  return await db.transaction().execute(async (inside) => {
    await sql`set local statement_timeout = 0`.execute(inside)
    const { rows } = await sql<Mark>`
      select up_to as "upTo", cluster = ${cluster} as "isOfHere" from click_figures_mark for update skip locked`.execute(
      inside,
    )
    return rows[0] && (await run(inside, rows[0]))
  })
}

export type Mark = { upTo: string; isOfHere: boolean }

/**
 * Runs a read with a mark that was read before, so that the planner knows how short the tail is, and again where the mark
 * that the read itself saw is below that one: it only moves on, but for the once that all is added up anew.
 */
export async function asOfMark<T extends { upTo: string }>(
  mark: string,
  run: (least: string) => Promise<T>,
): Promise<T> {
  for (let least = mark; ;) {
    const found = await run(least)
    if (BigInt(found.upTo) >= BigInt(least)) return found
    least = found.upTo
  }
}
