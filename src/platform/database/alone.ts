import type { Database } from '#/kernel/context.ts'
import { sql } from './sql.ts'

/** Runs in a transaction of its own, however long it takes, while no other node runs what has that name; where one does, nothing. */
export async function runAlone<T>(
  db: Database,
  name: string,
  run: (db: Database) => Promise<T>,
): Promise<T | undefined> {
  return await db.transaction().execute(async (inside) => {
    await sql`set local statement_timeout = 0`.execute(inside)
    const { rows } = await sql<{ isAlone: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as "isAlone"`.execute(inside)
    return rows[0]?.isAlone ? await run(inside) : undefined
  })
}
