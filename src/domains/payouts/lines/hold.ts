import { findLine, type LineRow, lineVoided } from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { lineNotAttached, payoutLocked, type PayoutRecord } from '../payout.ts'
import { lockPayout } from '../queries.ts'

/** A line and the payout that it is on, both locked: the payout first, and anew where the line has moved meanwhile. */
export async function holdLine(ctx: Context, id: string): Promise<{ line: LineRow; payout: PayoutRecord | null }> {
  const { payout_id: payoutId } = await findLine(ctx, id)
  const payout = payoutId === null ? null : await lockPayout(ctx, payoutId)
  const { rows } = await sql<LineRow>`
    select * from commission_line l
    where l.organisation_id = ${ctx.organisationId} and l.id = ${id} and l.payout_id is not distinct from ${payoutId}
    for no key update`.execute(ctx.db)
  return rows[0] ? { line: rows[0], payout } : await holdLine(ctx, id)
}

/** `holdLine` of one that may be taken off its payout. */
export async function holdAttachedLine(ctx: Context, id: string): Promise<{ line: LineRow; payout: PayoutRecord }> {
  const { line, payout } = await holdLine(ctx, id)
  if (line.status === 'VOIDED') throw lineVoided()
  if (!payout) throw lineNotAttached()
  if (payout.stage === 'PAID') throw payoutLocked()
  return { line, payout }
}

/** Keeps the sum and the number of a locked payout's lines. */
export async function addToPayout(
  ctx: Context,
  payoutId: string,
  { amount, lines }: { amount: bigint; lines: number },
): Promise<void> {
  if (amount === 0n && lines === 0) return
  await sql`
    update payout y set amount = y.amount + ${amount.toString()}, line_count = y.line_count + ${lines}, updated_at = ${movedAt(ctx, 'y.updated_at')}
    where y.organisation_id = ${ctx.organisationId} and y.id = ${payoutId}`.execute(ctx.db)
}

/**
 * To whose pool a partner's lines belong: its own, or that of the one it became.
 *
 * Held until the transaction ends, for a merge takes along what is in the pool by then.
 */
export async function holdPartner(ctx: Context, id: string): Promise<string> {
  const { rows } = await sql<{ merged_into_id: string | null }>`
    select merged_into_id from partner where organisation_id = ${ctx.organisationId} and id = ${id} for key share`.execute(
    ctx.db,
  )
  const into = rows[0]?.merged_into_id
  return into ? await holdPartner(ctx, into) : id
}

/** `holdPartner` of many: those that they are, each once, ascending. */
export async function holdPartners(ctx: Context, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ became: string }>`
    select coalesce(merged_into_id, id) as became from partner where organisation_id = ${ctx.organisationId} and id = any(${ids})
    order by id for key share`.execute(ctx.db)
  const became = [...new Set(rows.map((row) => row.became))].toSorted()
  return became.every((id) => ids.includes(id)) ? became : await holdPartners(ctx, became)
}
