import type { Context } from '#/kernel/context.ts'
import { toDecimal } from '#/kernel/money.ts'
import { recordEvents } from '#/platform/events.ts'
import { oneAtATime } from '#/platform/perform.ts'
import type { NewLine } from '../lines/insert.ts'
import { holdPlans } from '../plans/lock.ts'
import { findEarner } from './earner.ts'
import type { NewEvent } from './new-event.ts'
import { reckonSale } from './sale.ts'
import type { SourceEvent } from './source-event.ts'
import { storeEvent } from './store.ts'

/** Records a sale in the caller's transaction, for code that knows of one; its lines get this status. An actor asks for `createSourceEvent`. */
export async function recordSale(
  ctx: Context,
  sale: Omit<NewEvent, 'id' | 'type'>,
  status: NewLine['status'],
): Promise<SourceEvent> {
  await oneAtATime(ctx, 'source event', sale.sourceId)
  await holdPlans(ctx)
  const partner = await findEarner(ctx, sale.partnerId)
  const event: NewEvent = { ...sale, id: ctx.newId('sev'), type: 'SALE', partnerId: partner.id }
  const { lines, ...reckoning } = await reckonSale(ctx, event, partner)
  const held = lines.map((line) => ({ ...line, status }))
  const stored = await storeEvent(ctx, event, { ...reckoning, lines: held, originalSourceId: null })
  await recordEvents(ctx, 'source-events.create', [changeOf(event, stored)])
  return stored
}

/** An event that was stored, for the audit log. */
export const changeOf = (
  { id, sourceId, type, partnerId, amount, occurredAt }: NewEvent,
  { lines, skipped }: SourceEvent,
) => ({
  subjectId: id,
  partnerId,
  before: null,
  after: {
    sourceId,
    type,
    amount: toDecimal(amount.minor, amount.currency),
    currency: amount.currency,
    occurredAt,
    lineIds: lines.map((line) => line.id),
    skipped,
  },
})
