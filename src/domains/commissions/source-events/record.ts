import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { invalidField } from '#/kernel/error.ts'
import { Amount, moneyOf, tryMoney } from '#/kernel/money.ts'
import { Reference, text, token } from '#/kernel/text.ts'
import { Start } from '#/kernel/time.ts'
import type { Change } from '#/kernel/verb.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { partnerArchived } from '../lines/create.ts'
import { holdPlans } from '../plans/lock.ts'
import { findEarner } from './earner.ts'
import type { NewEvent, Reckoning } from './new-event.ts'
import { tryFindBySourceId } from './queries.ts'
import { changeOf } from './record-sale.ts'
import { reckonRefund } from './refund.ts'
import { reckonSale } from './sale.ts'
import { EventType, type SourceEvent } from './source-event.ts'
import { storeEvent } from './store.ts'

const sourceId = token(255)

/** What a sale, renewal or refund is recorded from, but for whose it is. */
export const sourceEventInput = {
  sourceId: sourceId.meta({ description: 'Your id of it, unique for ever: a repeat answers what is there.' }),
  type: EventType,
  customerId: token(255).nullish().meta({ description: 'Your id of who bought.' }),
  amount: Amount.meta({ description: 'Above zero; of a refund, what goes back.' }),
  currency: Currency,
  occurredAt: Start.optional().meta({ description: 'Default: now. At most a day ahead.' }),
  originalSourceId: sourceId.nullish().meta({ description: 'The `sourceId` of what a REFUND takes back.' }),
  planId: Reference.nullish().meta({ description: 'Only this plan. Default: every plan that applies.' }),
  description: text(0, 2000).nullish().meta({ description: 'Becomes that of its lines.' }),
}

type Input = z.output<z.ZodObject<typeof sourceEventInput>>

/** The check of `sourceEventInput`. What a refund takes back may be said in another way. */
export function checkSourceEvent(
  given: Input & { conversionId?: string | null | undefined },
  context: z.core.$RefinementCtx,
) {
  const { type, amount, currency, originalSourceId, planId, conversionId } = given
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  const money = tryMoney(amount, currency)
  if (typeof money === 'string') refuse('amount', money)
  else if (money.minor <= 0n) refuse('amount', 'Give an amount above zero; the type says in which direction it goes.')
  if (type === 'REFUND' && originalSourceId == null && conversionId == null)
    refuse('originalSourceId', 'A refund names what it takes back.')
  if (type !== 'REFUND' && originalSourceId != null) refuse('originalSourceId', 'Only a refund takes something back.')
  if (type === 'REFUND' && planId != null) refuse('planId', 'A refund goes by the lines of its sale, not by a plan.')
}

/** Whoever records an event of this name waits for whoever is doing so. Gives the event that the caller calls so, if there is one. */
export async function holdSourceId(ctx: Context, id: string): Promise<SourceEvent | undefined> {
  await oneAtATime(ctx, 'source event', id)
  return await tryFindBySourceId(ctx, id)
}

/** Records an event whose name is held, with what it comes to. */
export async function recordSourceEvent(
  ctx: Context,
  given: Given,
): Promise<{ output: SourceEvent; changes: Change[] }> {
  await holdPlans(ctx)
  const { event, reckoning } = await reckon(ctx, given)
  const output = await storeEvent(ctx, event, { ...reckoning, originalSourceId: given.originalSourceId ?? null })
  return { output, changes: [changeOf(event, output)] }
}

type Given = Input & {
  /** Our id or the CRM id. */
  partnerId: string
  /** When a conversion bound the customer to the partner. */
  boundAt: Date | null
}

async function reckon(ctx: Context, given: Given): Promise<{ event: NewEvent; reckoning: Reckoning }> {
  const { sourceId, type, amount, currency, occurredAt = ctx.now(), originalSourceId } = given
  if (occurredAt.getTime() > ctx.now().getTime() + aDay)
    throw invalidField('occurredAt', 'too_big', 'This is more than a day ahead. Record it when it has happened.')
  const partner = await findEarner(ctx, given.partnerId)
  const event: NewEvent = {
    id: ctx.newId('sev'),
    sourceId,
    type,
    partnerId: partner.id,
    customerId: given.customerId ?? null,
    boundAt: given.boundAt,
    amount: moneyOf(amount, currency),
    occurredAt,
    planId: given.planId ?? null,
    description: given.description || null,
  }
  if (originalSourceId != null)
    return { event, reckoning: await reckonRefund(ctx, { event, partner, originalSourceId }) }
  if (partner.isArchived) throw partnerArchived()
  return { event, reckoning: await reckonSale(ctx, event, partner) }
}

const aDay = 24 * 60 * 60 * 1000
