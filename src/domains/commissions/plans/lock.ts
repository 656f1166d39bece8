import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'

const key = (ctx: Context) => sql`hashtextextended(${`${ctx.organisationId}\u001fcommission plans`}, 0)`

/** Until the transaction ends no plan changes, and this waits for those that are being changed. Events share it. */
export async function holdPlans(ctx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${key(ctx)})`.execute(ctx.db)
}

/** Waits for the events that are being reckoned; those that come meanwhile are reckoned by what this transaction leaves. */
export async function lockPlans(ctx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(${key(ctx)})`.execute(ctx.db)
}
