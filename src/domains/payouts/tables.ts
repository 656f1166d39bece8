import type { Kysely } from 'kysely'
import type { LineRow } from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import type { Stage } from './payout.ts'

export type BatchRow = {
  organisation_id: string
  id: string
  period_start: Date
  period_end: Date
  currency: string
  run_status: 'WAITING' | 'RUNNING' | 'DONE' | null
  run_through: string | null
  run_partners_total: number | null
  run_partners_done: number
  run_lines_done: string
  run_ended_at: Date | null
  created_at: Date
  updated_at: Date
}

/** A payout as stored; `amount` and `line_count` are whole numbers as text, the amount in minor units of `currency`. */
export type PayoutRow = {
  organisation_id: string
  id: string
  batch_id: string
  partner_id: string
  currency: string
  amount: string
  line_count: string
  stage: Stage
  po_number: string | null
  metadata: string | null
  payment_reference: string | null
  created_at: Date
  updated_at: Date
}

type PayoutsTables = { payout_batch: BatchRow; payout: PayoutRow; commission_line: LineRow }

/** The database as this domain sees it: its own tables, and the lines that it puts on payouts. */
export const db = (ctx: Context): Kysely<PayoutsTables> => ctx.db.withTables<PayoutsTables>()
