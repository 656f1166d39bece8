import type { Money } from '#/kernel/money.ts'
import type { NewLine } from '../lines/insert.ts'
import type { EventType, Skipped } from './source-event.ts'

/** An event that is about to be stored, for a partner by our id. */
export type NewEvent = {
  id: string
  sourceId: string
  type: EventType
  partnerId: string
  customerId: string | null
  /** When a conversion bound the customer to the partner: renewals are counted from then where no sale is known. */
  boundAt?: Date | null
  amount: Money
  occurredAt: Date
  planId: string | null
  description: string | null
}

/** What an event comes to. */
export type Reckoning = {
  lines: NewLine[]
  skipped: Skipped[]
  /** The plans that reckoned a sale or renewal, whatever came of it. */
  reckonedBy: { planId: string; version: number }[]
  /** Our id of the sale that a refund takes back. */
  originalId: string | null
}
