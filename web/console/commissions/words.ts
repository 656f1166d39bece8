import type { Schemas } from '../../api/client.ts'
import type { Tone } from '../../ui/status.tsx'

export type Line = Schemas['CommissionLine']
export type LineStatus = Line['status']

export const lineStatuses: Record<LineStatus, { label: string; tone: Tone; told: string }> = {
  HELD: { label: 'Held', tone: 'waiting', told: 'It waits for its conversion to be accepted.' },
  PENDING: { label: 'Pending', tone: 'done', told: 'It waits for the next payout.' },
  APPROVED: { label: 'On a payout', tone: 'good', told: 'It is on a payout that is not paid yet.' },
  PAID: { label: 'Paid', tone: 'good', told: 'Its payout is paid, so it stays as it is.' },
  POSTPONED: { label: 'Postponed', tone: 'quiet', told: 'It is set aside: no payout takes it until it is resumed.' },
  VOIDED: { label: 'Void', tone: 'bad', told: 'It was declined, and counts for nothing.' },
}

/** Why a plan makes no line of a sale. */
export const skipReasons: Record<Schemas['SourceEvent']['skipped'][number]['reason'], string> = {
  NOT_IN_FORCE: 'The plan is not in force at that time',
  NOT_FOR_PARTNER: 'The plan is not for this partner',
  EVENT_TYPE: 'The plan is not for this kind of sale',
  CURRENCY: 'The plan pays in another currency',
  CUSTOMER_UNKNOWN: 'Renewals earn for some months only, and no customer is named',
  RECURRING_ENDED: 'The months in which renewals earn are over',
  CAP_REACHED: 'The cap of the plan is reached',
  NOTHING_EARNED: 'It comes to nothing',
  LINE_VOIDED: 'The line of the sale was declined',
  TAKEN_BACK: 'So much was taken back before',
}

export const eventTypes = { SALE: 'Sale', RENEWAL: 'Renewal', REFUND: 'Refund' } as const

/** What a changed line makes stale elsewhere. */
export const touched = [
  'commission-lines',
  'payouts',
  'payout-batches',
  'ledger',
  'source-events',
  'partners',
  'reports',
]

/** `1 line`, `2 lines`. */
export const many = (count: number, noun = 'line'): string => `${count} ${noun}${count === 1 ? '' : 's'}`
