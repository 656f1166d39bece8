import { z } from 'zod'
import { examplePartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { Amount, amountIssues, moneyOf, toDecimal } from '#/kernel/money.ts'
import { Reference, token } from '#/kernel/text.ts'
import { DateTime, End, Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { partnerArchived } from '../lines/create.ts'
import type { NewLine } from '../lines/insert.ts'
import { ShownCalculation } from '../plans/shown-calculation.ts'
import { newTermFields } from '../plans/terms.ts'
import { reckonDraft } from './draft.ts'
import { findEarner } from './earner.ts'
import type { NewEvent } from './new-event.ts'
import { reckonSale } from './sale.ts'
import { examplePlanId, Reason } from './source-event.ts'

const input = z
  .strictObject({
    partnerId: Reference.meta({ description: 'Our id or the CRM `externalId`.', examples: [examplePartnerId] }),
    type: z.enum(['SALE', 'RENEWAL']).default('SALE'),
    amount: Amount.meta({ description: 'Above zero.' }),
    currency: Currency,
    occurredAt: Start.optional().meta({ description: 'Default: now.' }),
    customerId: token(255).nullish().meta({ description: 'Your id of who bought.' }),
    customerSince: Start.optional().meta({
      description: 'When a customer of whom no sale is known is said to have come.',
    }),
    planId: Reference.nullish().meta({ description: 'Only this plan. Default: every plan that applies.' }),
    draft: z
      .strictObject({
        effectiveFrom: Start.optional().meta({ description: 'Default: before the sale.' }),
        effectiveTo: End.nullish(),
        ...newTermFields,
      })
      .optional()
      .meta({
        description:
          'A plan that is not saved. Alone it is tried by itself, as a new plan; with `planId` as that plan’s next version, with what was sold and earned under the plan so far.',
      }),
  })
  .superRefine(({ amount, currency }, context) => {
    const issues = amountIssues(['amount'], amount, currency)
    if (!issues.length && amount.startsWith('-'))
      issues.push({ path: ['amount'], code: 'custom', message: 'Give an amount above zero.' })
    for (const { path, message } of issues) context.addIssue({ code: 'custom', path, message })
  })
type Input = z.output<typeof input>

const planId = z.string().nullable().meta({ description: 'Null: the draft of a new plan.' })

const Calculation = z
  .strictObject({
    partnerId: z.string(),
    occurredAt: DateTime,
    lines: z
      .array(
        z.strictObject({
          planId,
          planName: z.string().nullable(),
          version: z.int().nullable(),
          amount: Amount,
          currency: z.string(),
          periodEnd: DateTime,
          calculation: ShownCalculation.meta({ description: 'How the plan comes to the amount, as a line keeps it.' }),
        }),
      )
      .meta({ description: 'The lines that it would make.' }),
    skipped: z
      .array(z.strictObject({ planId, reason: Reason }))
      .meta({ description: 'Plans that would make no line, and why.' }),
  })
  .meta({
    id: 'CommissionCalculation',
    examples: [
      {
        partnerId: examplePartnerId,
        occurredAt: '2026-04-10T09:30:00.000Z',
        lines: [
          {
            planId: examplePlanId,
            planName: 'Resellers 2026',
            version: 1,
            amount: '1250.00',
            currency: 'USD',
            periodEnd: '2026-04-30T23:59:59.000Z',
            calculation: {
              kind: 'PERCENT',
              percent: '10',
              occurredAt: '2026-04-10T09:30:00.000Z',
              base: '12500.00',
              currency: 'USD',
              rate: { rate: 'PLAN' },
              reckoned: '1250.00',
              rounding: 'HALF_EVEN',
              caps: [],
              amount: '1250.00',
            },
          },
        ],
        skipped: [],
      },
    ],
  })

export const calculateCommission = query({
  name: 'commission-plans.calculate',
  may: 'commissions:read',
  summary: 'Calculate what a sale would earn',
  description:
    'Reckons a sale or renewal as recording it does, by the same code and with what was sold and earned so far, and writes nothing. Try a plan before it is saved by `draft`.',
  input,
  output: Calculation,
  refuses: [partnerNotFound],
  example: { partnerId: examplePartnerId, amount: '12500', currency: 'USD', planId: examplePlanId },
  async run(ctx, given) {
    const partner = await findEarner(ctx, given.partnerId, { hold: false })
    if (partner.isArchived) throw partnerArchived()
    const event = eventOf(ctx, given, partner.id)
    const { draft } = given
    const { lines, skipped } = draft
      ? await reckonDraft(ctx, draft, { event, partner })
      : await reckonSale(ctx, event, partner, { isTrial: true })
    return {
      partnerId: partner.id,
      occurredAt: event.occurredAt.toISOString(),
      lines: lines.map(toShown),
      skipped: skipped.map(({ planId: id, reason }) => ({ planId: id || null, reason })),
    }
  },
})

function eventOf(ctx: Context, given: Input, partnerId: string): NewEvent {
  const { type, amount, currency, occurredAt = ctx.now(), customerId = null, customerSince = null } = given
  return {
    id: '',
    sourceId: '',
    type,
    partnerId,
    customerId,
    boundAt: customerSince,
    amount: moneyOf(amount, currency),
    occurredAt,
    planId: given.planId ?? null,
    description: null,
  }
}

const toShown = ({ plan, amount: { minor, currency } }: NewLine) => {
  if (!plan) throw new RangeError('A line of a sale has a plan.')
  return {
    planId: plan.id || null,
    planName: plan.name || null,
    version: plan.version || null,
    amount: toDecimal(minor, currency),
    currency,
    periodEnd: plan.periodEnd.toISOString(),
    calculation: plan.calculation,
  }
}
