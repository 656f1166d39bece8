import type { Context } from '#/kernel/context.ts'
import type { Money } from '#/kernel/money.ts'
import type { Change } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { type DealRecord, wrongStatus } from './deal.ts'
import { findDeal } from './queries.ts'
import { changeOfDeal } from './register.ts'

/**
 * Closes a deal as won, for code that hears of its sale, and gives the events to record. One that is won already stays as it is; one without
 * an amount takes that of the sale. Refuses a deal whose registration was not approved.
 */
export async function closeDealAsWon(
  ctx: Context,
  id: string,
  { worth }: { worth?: Money } = {},
): Promise<{ deal: DealRecord; changes: Change[] }> {
  const was = await findDeal(ctx, id, { lock: true })
  if (was.status === 'PENDING' || was.status === 'REJECTED') throw wrongStatus()
  if (was.stage === 'WON') return { deal: was, changes: [] }
  const takes = was.amount === null && worth !== undefined
  await sql`
    update deal set stage = 'WON', amount = ${takes ? String(worth.minor) : was.amount}, currency = ${takes ? worth.currency : was.currency},
      updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
  const deal = await findDeal(ctx, id)
  return { deal, changes: changeOfDeal(was, deal) }
}
