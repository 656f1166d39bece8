import type { Kysely } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import type { LineStatus } from './lines/line.ts'
import type { Account } from './journal/account.ts'
import type { Terms } from './plans/terms.ts'
import type { EventType, Skipped } from './source-events/source-event.ts'
import type { Calculation } from './plans/evaluate.ts'
import type { RefundCalculation } from './plans/refund.ts'

/** A commission line as stored. The driver gives whole numbers of 64 bits as text: they are minor units of `currency`. */
export type LineRow = {
  organisation_id: string
  id: string
  partner_id: string
  payout_id: string | null
  former_payout_id: string | null
  description: string | null
  amount: string
  source_amount: string | null
  currency: string
  status: LineStatus
  plan_id: string | null
  plan_version: number | null
  plan_name: string | null
  source_event_id: string | null
  calculation: Calculation | RefundCalculation | null
  corrects_id: string | null
  period_end: Date | null
  note: string | null
  decline_reason_type: string | null
  decline_reason: string | null
  idempotency_key: string | null
  created_at: Date
  updated_at: Date
}

export type EntryRow = {
  organisation_id: string
  transaction_id: string
  number: number
  account: Account
  partner_id: string
  commission_line_id: string
  payout_id: string | null
  currency: string
  amount: string
  created_at: Date
}

export type PlanRow = {
  organisation_id: string
  id: string
  name: string
  version: number
  archived_at: Date | null
  created_at: Date
  updated_at: Date
}

export type PlanVersionRow = {
  organisation_id: string
  plan_id: string
  number: number
  name: string
  effective_from: Date
  effective_to: Date | null
  is_for_all: boolean
  sums_partner: boolean
  sums_plan: boolean
  terms: Terms
  actor_kind: string
  actor_id: string
  actor_name: string
  created_at: Date
}

/** A sale, renewal or refund as stored; `amount` in minor units of `currency` as text. */
export type SourceEventRow = {
  organisation_id: string
  id: string
  source_id: string
  type: EventType
  partner_id: string
  customer_id: string | null
  amount: string
  currency: string
  occurred_at: Date
  original_id: string | null
  plan_id: string | null
  description: string | null
  skipped: Skipped[]
  created_at: Date
}

type CommissionsTables = { commission_line: LineRow; ledger_entry: EntryRow }

/** The database as this domain sees it: its own tables and no others. */
export const db = (ctx: Context): Kysely<CommissionsTables> => ctx.db.withTables<CommissionsTables>()
