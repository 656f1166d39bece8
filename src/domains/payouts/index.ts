/**
 * Payouts: what each partner is paid for a period, the batch that it is part of, and the statement that explains it.
 *
 * A line is on one payout at most. Whoever puts a line on a payout, takes it off or changes one that is on it locks the
 * payout first and the lines after it, in the order of their ids. A payout keeps the sum and the number of its lines.
 *
 * Owns the tables `payout_setting`, `payout_batch`, `payout` and `payout_stage_change`; `organisation_billing_info` and
 * `partner_billing_info`, who pays and who is paid; `payout_statement` and `organisation_logo`.
 */
export { runPayoutBatches } from './batches/run.ts'
export { payoutLedgerChecks } from './checks.ts'
export { exportPayouts } from './hand-over/export.ts'
export { watchedResultImport } from './hand-over/import-results.ts'
export { type Withdrawn, withdrawLine } from './lines/withdraw.ts'
export { billingInfoRoutes, handOverRoutes, payoutLineRoutes, payoutRoutes } from './routes.ts'
export { hasOwnBillingInfo } from './own/billing-info.ts'
export { ownBalances, ownDue, ownEarned, type OwnLineRow, ownLines, payDaysOf } from './own/lines.ts'
export { ownPayouts } from './own/payouts.ts'
export { ownPayoutRoutes } from './own/routes.ts'
export { tryOpenStatement } from './statements/open.ts'
