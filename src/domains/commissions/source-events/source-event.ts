import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { Amount, toDecimal } from '#/kernel/money.ts'
import { DateTime } from '#/kernel/time.ts'
import { CommissionLine, exampleId as exampleLineId, toLine } from '../lines/line.ts'
import type { LineRow, SourceEventRow } from '../tables.ts'

export const EventType = z.enum(['SALE', 'RENEWAL', 'REFUND'])
export type EventType = z.infer<typeof EventType>

export const Reason = z
  .enum([
    'NOT_IN_FORCE',
    'NOT_FOR_PARTNER',
    'EVENT_TYPE',
    'CURRENCY',
    'CUSTOMER_UNKNOWN',
    'RECURRING_ENDED',
    'CAP_REACHED',
    'NOTHING_EARNED',
    'LINE_VOIDED',
    'TAKEN_BACK',
  ])
  .meta({
    description:
      'NOT_IN_FORCE and NOT_FOR_PARTNER: only of a plan that was asked for by `planId`. EVENT_TYPE: the plan is not for such events. CURRENCY: the plan pays in another. CUSTOMER_UNKNOWN: renewals earn for some months only, and no customer was named. RECURRING_ENDED: those months are over. CAP_REACHED: the cap had nothing left. NOTHING_EARNED: it comes to zero. LINE_VOIDED: the line of the sale was declined. TAKEN_BACK: so much was taken back before.',
  })
export type Reason = z.infer<typeof Reason>

const Skipped = z.strictObject({ planId: z.string(), reason: Reason })
export type Skipped = z.infer<typeof Skipped>

export const exampleId = 'sev_01KNVBM5E0S55T5ASEZTR4018N'
export const examplePlanId = 'cpl_01KNVBM5E0S55T5ASEZTR4018M'

export const SourceEvent = z
  .strictObject({
    id: z.string(),
    sourceId: z.string(),
    type: EventType,
    partnerId: z.string(),
    customerId: z.string().nullable(),
    amount: Amount.meta({ description: 'Above zero; of a refund, what goes back.' }),
    currency: z.string().meta({ description: 'ISO 4217.' }),
    occurredAt: DateTime,
    originalSourceId: z.string().nullable().meta({ description: 'The sale or renewal that a refund takes back.' }),
    planId: z.string().nullable().meta({ description: 'The one plan that was asked for; null: all.' }),
    description: z.string().nullable(),
    createdAt: DateTime,
    lines: z.array(CommissionLine).meta({ description: 'The lines that it made, as they are now.' }),
    skipped: z.array(Skipped).meta({
      description: 'Plans that made no line, and why: those in force for the partner, or the one that was asked for.',
    }),
  })
  .meta({
    id: 'SourceEvent',
    examples: [
      {
        id: exampleId,
        sourceId: 'order-1001',
        type: 'SALE',
        partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
        customerId: 'customer-7',
        amount: '12500.00',
        currency: 'USD',
        occurredAt: '2026-03-30T14:00:00.000Z',
        originalSourceId: null,
        planId: null,
        description: 'Order 1001',
        createdAt: '2026-03-30T14:00:02.000Z',
        lines: [
          {
            id: exampleLineId,
            partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
            payoutId: null,
            description: 'Order 1001',
            amount: '1250.00',
            sourceAmount: '12500.00',
            currency: 'USD',
            status: 'PENDING',
            planName: 'Resellers 2026',
            periodEnd: '2026-03-31T23:59:59.000Z',
            createdAt: '2026-03-30T14:00:02.000Z',
            updatedAt: '2026-03-30T14:00:02.000Z',
          },
        ],
        skipped: [],
      },
    ],
  })
export type SourceEvent = z.infer<typeof SourceEvent>

/** An event with what the caller calls the sale that it takes back. */
export type SourceEventRecord = SourceEventRow & { original_source_id: string | null }

/** An event as it leaves, with its lines. */
export const toSourceEvent = (row: SourceEventRecord, lines: LineRow[]): SourceEvent => ({
  id: row.id,
  sourceId: row.source_id,
  type: row.type,
  partnerId: row.partner_id,
  customerId: row.customer_id,
  amount: toDecimal(BigInt(row.amount), row.currency),
  currency: row.currency,
  occurredAt: row.occurred_at.toISOString(),
  originalSourceId: row.original_source_id,
  planId: row.plan_id,
  description: row.description,
  createdAt: row.created_at.toISOString(),
  lines: lines.map(toLine),
  skipped: row.skipped,
})

export const sourceEventNotFound = refusal(
  'not_found',
  'SOURCE_EVENT_NOT_FOUND',
  'There is no source event with this id.',
)
