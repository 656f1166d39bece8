import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { toDecimal } from '#/kernel/money.ts'
import { emptyIsNull, text } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import type { PayoutRow } from './tables.ts'

export const stages = [
  'DRAFT',
  'PENDING_REVIEW',
  'PENDING_INVOICE',
  'APPROVED',
  'SCHEDULED',
  'PENDING_PAYMENT',
  'PAID',
  'DECLINED',
  'POSTPONED',
  'BLOCKED',
  'FAILED',
] as const
export const Stage = z.enum(stages).meta({
  description:
    'Any may follow any other; the usual way is PENDING_REVIEW, APPROVED, PENDING_PAYMENT, PAID. DRAFT, PENDING_REVIEW, APPROVED and BLOCKED are not shown to the partner.',
})
export type Stage = z.infer<typeof Stage>

export const exampleId = 'pay_01KNBX7VE0MEM332E8F7PDPZ7Q'
export const exampleBatchId = 'pbt_01KN461PE0BHN0N7QMTNGRBKWZ'

export const Payout = z
  .strictObject({
    id: z.string(),
    partner: z.strictObject({ id: z.string(), name: z.string().nullable() }),
    batchId: z.string(),
    periodStart: DateTime,
    periodEnd: DateTime,
    amount: z
      .strictObject({ value: z.string(), currency: z.string() })
      .meta({ description: 'The sum of its lines, a decimal string; "0.00" where it has none.' }),
    stage: Stage,
    poNumber: z.string().nullable(),
    metadata: z.string().nullable().meta({ description: 'The note on the statement.' }),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({
    id: 'Payout',
    examples: [
      {
        id: exampleId,
        partner: { id: 'ptn_01KGHDCQE0TSE27719X13KZBKT', name: 'Larkspur Traders' },
        batchId: exampleBatchId,
        periodStart: '2026-01-01T00:00:00.000Z',
        periodEnd: '2026-03-31T23:59:59.000Z',
        amount: { value: '1250.00', currency: 'USD' },
        stage: 'PENDING_REVIEW',
        poNumber: null,
        metadata: null,
        createdAt: '2026-04-04T09:30:00.000Z',
        updatedAt: '2026-04-04T09:30:00.000Z',
      },
    ],
  })
export type Payout = z.infer<typeof Payout>

export const PoNumber = text(0, 200)
  .nullable()
  .transform(emptyIsNull)
  .meta({ description: 'The purchase order number; null clears.' })
export const Metadata = text(0, 2000)
  .nullable()
  .transform(emptyIsNull)
  .meta({ description: 'The note on the statement; newlines are kept, and a small part of Markdown is drawn.' })

/** A payout with what it takes from its partner and its batch. */
export type PayoutRecord = PayoutRow & { partner_name: string | null; period_start: Date; period_end: Date }

/** A payout as it leaves. */
export const toPayout = (row: PayoutRecord): Payout => ({
  id: row.id,
  partner: { id: row.partner_id, name: row.partner_name },
  batchId: row.batch_id,
  periodStart: row.period_start.toISOString(),
  periodEnd: row.period_end.toISOString(),
  amount: { value: toDecimal(BigInt(row.amount), row.currency), currency: row.currency },
  stage: row.stage,
  poNumber: row.po_number,
  metadata: row.metadata,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

export const payoutNotFound = refusal('not_found', 'PAYOUT_NOT_FOUND', 'There is no payout with this id.')
export const payoutLocked = refusal(
  'invalid',
  'PAYOUT_LOCKED',
  'This payout is paid, so its lines do not change. Correct it by a new line.',
)
export const lineNotAttached = refusal(
  'invalid',
  'COMMISSION_LINE_NOT_ATTACHED',
  'This commission line is on no payout. One that waits in the pool is voided or postponed instead.',
)
