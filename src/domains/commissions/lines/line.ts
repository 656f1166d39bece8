import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { Amount, toDecimal } from '#/kernel/money.ts'
import { DateTime } from '#/kernel/time.ts'
import type { LineRow } from '../tables.ts'

export const lineStatuses = ['HELD', 'PENDING', 'APPROVED', 'PAID', 'POSTPONED', 'VOIDED'] as const
export const LineStatus = z.enum(lineStatuses).meta({
  description:
    'HELD waits for its conversion, PENDING for a payout; APPROVED is on a payout, PAID on a paid one; POSTPONED is set aside, VOIDED declined.',
})
export type LineStatus = z.infer<typeof LineStatus>

export const exampleId = 'cln_01KNVBM5E0S55T5ASEZTR4018K'

/** `exampleId` as it is shown. */
export const shownExample = {
  id: exampleId,
  partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
  payoutId: null,
  description: 'Launch bonus',
  amount: '500.00',
  sourceAmount: '5000.00',
  currency: 'USD',
  status: 'PENDING',
  planName: null,
  periodEnd: null,
  createdAt: '2026-04-10T09:30:00.000Z',
  updatedAt: '2026-04-10T09:30:00.000Z',
}

export const CommissionLine = z
  .strictObject({
    id: z.string(),
    partnerId: z.string(),
    payoutId: z.string().nullable().meta({ description: 'Null: on no payout.' }),
    description: z.string().nullable(),
    amount: Amount,
    sourceAmount: Amount.nullable().meta({ description: 'The sale that it was reckoned from, in `currency`.' }),
    currency: z.string().meta({ description: 'ISO 4217.' }),
    status: LineStatus,
    planName: z.string().nullable().meta({ description: 'The commission plan; null for a line that was entered.' }),
    periodEnd: DateTime.nullable().meta({ description: 'End of the earning period of a plan’s line.' }),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({
    id: 'CommissionLine',
    examples: [shownExample],
  })
export type CommissionLine = z.infer<typeof CommissionLine>

/** A line as it leaves. */
export const toLine = (row: LineRow): CommissionLine => ({
  id: row.id,
  partnerId: row.partner_id,
  payoutId: row.payout_id,
  description: row.description,
  amount: toDecimal(BigInt(row.amount), row.currency),
  sourceAmount: row.source_amount === null ? null : toDecimal(BigInt(row.source_amount), row.currency),
  currency: row.currency,
  status: row.status,
  planName: row.plan_name,
  periodEnd: row.period_end && row.period_end.toISOString(),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

export const lineNotFound = refusal(
  'not_found',
  'COMMISSION_LINE_NOT_FOUND',
  'There is no commission line with this id.',
)
export const lineVoided = refusal(
  'invalid',
  'COMMISSION_LINE_VOIDED',
  'This commission line was declined. Restore it first.',
)
