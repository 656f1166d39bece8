import { z } from 'zod'
import { examplePartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { invalidField } from '#/kernel/error.ts'
import { Amount, moneyOf, tryMoney } from '#/kernel/money.ts'
import { Reference, text, token } from '#/kernel/text.ts'
import { Start } from '#/kernel/time.ts'
import { command } from '#/kernel/verb.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { partnerArchived } from '../lines/create.ts'
import { holdPlans } from '../plans/lock.ts'
import { findEarner } from './earner.ts'
import type { NewEvent, Reckoning } from './new-event.ts'
import { tryFindBySourceId } from './queries.ts'
import { changeOf } from './record-sale.ts'
import { reckonRefund } from './refund.ts'
import { reckonSale } from './sale.ts'
import { EventType, SourceEvent } from './source-event.ts'
import { storeEvent } from './store.ts'

const sourceId = token(255)

const Input = z
  .strictObject({
    sourceId: sourceId.meta({ description: 'Your id of it, unique for ever: a repeat answers what is there.' }),
    type: EventType,
    partnerId: Reference.meta({ description: 'Our id or the CRM `externalId`.', examples: [examplePartnerId] }),
    customerId: token(255).nullish().meta({ description: 'Your id of who bought.' }),
    amount: Amount.meta({ description: 'Above zero; of a refund, what goes back.' }),
    currency: Currency,
    occurredAt: Start.optional().meta({ description: 'Default: now. At most a day ahead.' }),
    originalSourceId: sourceId.nullish().meta({ description: 'The `sourceId` of what a REFUND takes back.' }),
    planId: Reference.nullish().meta({ description: 'Only this plan. Default: every plan that applies.' }),
    description: text(0, 2000).nullish().meta({ description: 'Becomes that of its lines.' }),
  })
  .superRefine(({ type, amount, currency, originalSourceId, planId }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const money = tryMoney(amount, currency)
    if (typeof money === 'string') refuse('amount', money)
    else if (money.minor <= 0n) refuse('amount', 'Give an amount above zero; the type says in which direction it goes.')
    if (type === 'REFUND' && originalSourceId == null) refuse('originalSourceId', 'A refund names what it takes back.')
    if (type !== 'REFUND' && originalSourceId != null) refuse('originalSourceId', 'Only a refund takes something back.')
    if (type === 'REFUND' && planId != null) refuse('planId', 'A refund goes by the lines of its sale, not by a plan.')
  })

export const createSourceEvent = command({
  name: 'source-events.create',
  may: 'commissions:write',
  creates: true,
  mayFind: true,
  summary: 'Record a sale, a renewal or a refund',
  description:
    'Every plan that is in force for the partner when it occurred makes a commission line of it. A refund, of a part or of the whole, makes a negative line for each line of its sale, also after payment; all parts together take back exactly what was earned. Repeat it as often as you like: a `sourceId` counts once.',
  input: Input,
  output: SourceEvent,
  refuses: [partnerNotFound],
  example: {
    sourceId: 'order-1001',
    type: 'SALE',
    partnerId: examplePartnerId,
    customerId: 'customer-7',
    amount: '12500',
    currency: 'USD',
    occurredAt: '2026-03-30T14:00:00.000Z',
    description: 'Order 1001',
  },
  async run(ctx, input) {
    await oneAtATime(ctx, 'source event', input.sourceId)
    const known = await tryFindBySourceId(ctx, input.sourceId)
    if (known) return { output: known, isNew: false, changes: [] }
    await holdPlans(ctx)
    const { event, reckoning } = await reckon(ctx, input)
    const output = await storeEvent(ctx, event, { ...reckoning, originalSourceId: input.originalSourceId ?? null })
    return { output, isNew: true, changes: [changeOf(event, output)] }
  },
})

type Given = z.output<typeof Input>

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
