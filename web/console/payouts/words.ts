import type { Schemas } from '../../api/client.ts'
import { dateText } from '../../ui/date.tsx'
import type { Tone } from '../../ui/status.tsx'

export type Payout = Schemas['Payout']
export type Stage = Payout['stage']
export type Batch = Schemas['PayoutBatch']
export type BatchTotals = Schemas['PayoutBatchTotals']

export const stages: Record<Stage, { label: string; tone: Tone }> = {
  DRAFT: { label: 'Draft', tone: 'quiet' },
  PENDING_REVIEW: { label: 'In review', tone: 'waiting' },
  PENDING_INVOICE: { label: 'Waiting for invoice', tone: 'waiting' },
  APPROVED: { label: 'Approved', tone: 'done' },
  SCHEDULED: { label: 'Scheduled', tone: 'done' },
  PENDING_PAYMENT: { label: 'Being paid', tone: 'done' },
  PAID: { label: 'Paid', tone: 'good' },
  DECLINED: { label: 'Declined', tone: 'bad' },
  POSTPONED: { label: 'Postponed', tone: 'quiet' },
  BLOCKED: { label: 'Blocked', tone: 'bad' },
  FAILED: { label: 'Payment failed', tone: 'bad' },
}
export const stageOptions = Object.entries(stages).map(([value, { label }]) => ({ value, label }))

export const obstacles: Record<Schemas['PaymentCheck']['leftOut'][number]['obstacle'], string> = {
  AMOUNT_NOT_ABOVE_ZERO: 'There is nothing to pay',
  AMOUNT_TOO_LARGE: 'The amount is too large for a payment file',
  NO_BILLING_INFO: 'The partner has no billing information',
  NO_PAYOUT_METHOD: 'The partner has named no account',
  OTHER_PAYOUT_METHOD: 'The partner is not paid by bank',
  NAME_NOT_LATIN: 'The name has letters that banks do not take',
  ACCOUNT_NOT_READABLE: 'The account cannot be read',
}

/** A period by its first and its last day. */
export function periodText({ periodStart, periodEnd }: { periodStart: string; periodEnd: string }): string {
  return `${dateText(periodStart.slice(0, 10))} – ${dateText(periodEnd.slice(0, 10))}`
}

/** What a changed payout makes stale. */
export const touched = ['payouts', 'payout-batches', 'commission-lines', 'ledger', 'partners', 'reports']
