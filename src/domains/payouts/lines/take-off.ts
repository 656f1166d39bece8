import { type LineChanges, type LineRow, writeLine } from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import type { RecordedInStatement } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import type { PayoutRecord } from '../payout.ts'
import { addToPayout, holdPartner } from './hold.ts'

type Held = { line: LineRow; payout: PayoutRecord }
type Wanted = { event: string; changes: LineChanges & { status: 'PENDING' | 'VOIDED' } }

/** Takes a held line off its payout; where its partner was merged meanwhile, it goes on with the one that this became. */
export async function takeOff(
  ctx: Context,
  { line, payout }: Held,
  { event, changes }: Wanted,
): Promise<{ row: LineRow; changes: RecordedInStatement }> {
  const partnerId = await holdPartner(ctx, line.partner_id)
  const moved = partnerId === line.partner_id ? {} : { partner_id: partnerId }
  const written = await writeLine(ctx, {
    event,
    id: line.id,
    guard: sql`l.payout_id = ${payout.id}`,
    changes: { ...changes, payout_id: null, ...moved },
  })
  if (!written) throw new Error(`Line ${line.id} was locked and has left payout ${payout.id}.`)
  await addToPayout(ctx, payout.id, { amount: -BigInt(line.amount), lines: -1 })
  return written
}
