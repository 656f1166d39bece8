import { z } from 'zod'
import {
  checkSourceEvent,
  holdSourceId,
  recordSourceEvent,
  SourceEvent,
  sourceEventInput,
} from '#/domains/commissions/index.ts'
import { closeDealAsWon } from '#/domains/forms/index.ts'
import { examplePartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { moneyOf } from '#/kernel/money.ts'
import { Reference, token } from '#/kernel/text.ts'
import { type Change, command } from '#/kernel/verb.ts'
import { namesSomebody } from './names-somebody.ts'
import { whoseIs } from './whose.ts'

const ourNames = /^conversion:cnv_/

const { sourceId, type, ...rest } = sourceEventInput
const fields = {
  sourceId,
  type,
  partnerId: Reference.optional().meta({
    description: 'Our id or the CRM `externalId`. May be left out where one of the following leads to the partner.',
    examples: [examplePartnerId],
  }),
  conversionId: Reference.optional().meta({
    description: 'The conversion that brought the customer; of a REFUND, the one whose sale goes back.',
  }),
  clickId: token(256).optional().meta({ description: 'The click token that the customer came with.' }),
  dealId: Reference.optional().meta({ description: 'The registered deal that this closes: a SALE makes it WON.' }),
  ...rest,
}

const Input = z
  .strictObject(fields)
  .check(namesSomebody(Object.keys(fields)))
  .superRefine(checkSourceEvent)
  .superRefine(({ sourceId, type, dealId, clickId }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (ourNames.test(sourceId)) refuse('sourceId', 'The sales of conversions are recorded under such names.')
    if (type !== 'REFUND') return
    if (dealId !== undefined) refuse('dealId', 'A refund goes by its sale, not by a deal.')
    if (clickId !== undefined) refuse('clickId', 'A refund goes by its sale, not by a click.')
  })
export type SourceEventGiven = z.output<typeof Input>

export const createSourceEvent = command({
  name: 'source-events.create',
  may: 'commissions:write',
  creates: true,
  mayFind: true,
  summary: 'Record a sale, a renewal or a refund',
  description:
    'Every plan that is in force for the partner when it occurred makes a commission line of it. The partner is the one that you name, or the one that the conversion, the click, the deal or the customer leads to: a customer whom a conversion or an earlier sale brought stays with that partner, also after the window of the click. What is named must not contradict itself. A refund, of a part or of the whole, makes a negative line for each line of its sale, also after payment; all parts together take back exactly what was earned. Repeat it as often as you like: a `sourceId` counts once.',
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
  async run(ctx, given) {
    const known = await holdSourceId(ctx, given.sourceId)
    if (known) return { output: known, isNew: false, changes: [] }
    const whose = await whoseIs(ctx, given)
    const { conversionId: _conversion, clickId: _click, dealId: _deal, ...event } = given
    const { output, changes } = await recordSourceEvent(ctx, { ...event, ...whose })
    return { output, isNew: true, changes: [...changes, ...(await closeDeal(ctx, given))] }
  },
})

async function closeDeal(ctx: Context, { type, dealId, amount, currency }: SourceEventGiven): Promise<Change[]> {
  if (dealId === undefined || type !== 'SALE') return []
  return (await closeDealAsWon(ctx, dealId, { worth: moneyOf(amount, currency) })).changes
}
