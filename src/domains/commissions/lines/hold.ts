import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import type { LineRow } from '../tables.ts'
import { lineNotFound } from './line.ts'

/** A line that is locked, with what is left of its amount (minor units) after all that was taken back of it. */
export type HeldLine = { row: LineRow; left: bigint; isCorrected: boolean }

/**
 * Locks a line until the transaction ends against whatever else changes it or takes it back.
 *
 * The corrections are read after the lock is there, so that none that was made meanwhile is missed. The partner is
 * locked first, as a merge does, which then takes the partner's lines along.
 */
export async function holdLine(ctx: Context, id: string): Promise<HeldLine> {
  await sql`
    select from partner where organisation_id = ${ctx.organisationId} and id = (
      select partner_id from commission_line where organisation_id = ${ctx.organisationId} and id = ${id}) for key share`.execute(
    ctx.db,
  )
  const { rows } = await sql<LineRow>`
    select * from commission_line where organisation_id = ${ctx.organisationId} and id = ${id} for no key update`.execute(
    ctx.db,
  )
  const [row] = rows
  if (!row) throw lineNotFound()
  const { taken, count } = await correctionsOf(ctx, id)
  return { row, left: BigInt(row.amount) + BigInt(taken), isCorrected: count !== '0' }
}

/** Whether something of a line was taken back: its clawbacks stand against the amount that it has. The line is locked. */
export async function wasCorrected(ctx: Context, id: string): Promise<boolean> {
  return (await correctionsOf(ctx, id)).count !== '0'
}

async function correctionsOf(ctx: Context, id: string): Promise<{ taken: string; count: string }> {
  const { rows } = await sql<{ taken: string; count: string }>`
    select coalesce(sum(amount), 0)::text as taken, count(*)::text as count from commission_line
    where organisation_id = ${ctx.organisationId} and corrects_id = ${id} and status <> 'VOIDED'`.execute(ctx.db)
  return rows[0] ?? { taken: '0', count: '0' }
}
