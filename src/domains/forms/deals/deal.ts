import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { Amount, toDecimal } from '#/kernel/money.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { exampleId as exampleSubmissionId } from '../submissions/submission.ts'
import type { DealRow } from '../tables.ts'

export const exampleId = 'deal_01KPAT0FE0S4FQ643XD0RW2QZA'
export const DealInPath = Reference.meta({ examples: [exampleId] })

export const Stage = z.enum(['OPEN', 'WON', 'LOST'])
export const DealStatus = z.enum(['PENDING', 'APPROVED', 'REJECTED', 'EXPIRED']).meta({
  description:
    'Of its registration: PENDING waits for the decision on its submission, APPROVED keeps its customer until `protectedUntil`, EXPIRED keeps it no longer.',
})

export const DealConflict = z.strictObject({
  dealId: z.string(),
  partnerId: z.string(),
  reason: z.enum(['DOMAIN', 'NAME']).meta({ description: 'One customer domain, or names that are alike.' }),
  similarity: z.number().min(0).max(1).meta({ description: 'Of the two names; 1: the same.' }),
  status: DealStatus,
  isEarlier: z.boolean().meta({ description: 'It was registered before this one.' }),
})
export type DealConflict = z.infer<typeof DealConflict>

export const exampleDeal = {
  id: exampleId,
  formSubmissionId: exampleSubmissionId,
  partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
  name: 'Quarry Tools, 40 seats',
  amount: '12000.00',
  currency: 'EUR',
  closeDate: '2026-06-30',
  customerDomain: 'quarry-tools.example.com',
  customerName: 'Quarry Tools',
  stage: 'OPEN',
  status: 'APPROVED',
  protectedUntil: '2026-07-15T09:30:00.000Z',
  conflicts: [],
  createdAt: '2026-04-16T09:30:00.000Z',
  updatedAt: '2026-04-16T09:30:00.000Z',
} as const

export const Deal = z
  .strictObject({
    id: z.string(),
    formSubmissionId: z.string(),
    partnerId: z.string(),
    name: z.string(),
    amount: Amount.nullable(),
    currency: z.string().nullable(),
    closeDate: z.string().nullable(),
    customerDomain: z.string().nullable(),
    customerName: z.string().nullable(),
    stage: Stage,
    status: DealStatus,
    protectedUntil: DateTime.nullable(),
    conflicts: z.array(DealConflict).meta({
      description: 'Open registrations of other partners for what seems to be the same customer.',
    }),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({
    id: 'Deal',
    examples: [exampleDeal],
  })
export type Deal = z.infer<typeof Deal>

/** A deal with the conflicts that count at this moment. */
export type DealRecord = DealRow & { conflicts: DealConflict[] }

/** A deal as it leaves. */
export const toDeal = (row: DealRecord): Deal => ({
  id: row.id,
  formSubmissionId: row.form_submission_id,
  partnerId: row.partner_id,
  name: row.name,
  amount: amountOf(row),
  currency: row.currency,
  closeDate: row.close_date,
  customerDomain: row.customer_domain,
  customerName: row.customer_name,
  stage: row.stage,
  status: row.status,
  protectedUntil: row.protected_until && row.protected_until.toISOString(),
  conflicts: row.conflicts,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

export const amountOf = ({ amount, currency }: Pick<DealRow, 'amount' | 'currency'>): string | null =>
  amount === null || currency === null ? null : toDecimal(BigInt(amount), currency)

export const dealNotFound = refusal('not_found', 'DEAL_NOT_FOUND', 'There is no deal with this id.')
export const dealConflict = refusal(
  'conflict',
  'DEAL_CONFLICT',
  'Another partner has registered what seems to be the same customer. Look at the conflicts, and repeat with overrideConflicts to let both stand.',
)
export const wrongStatus = refusal(
  'invalid',
  'DEAL_STATUS',
  'The registration of this deal is not approved. Decide on its submission first.',
)
