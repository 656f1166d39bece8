/**
 * Commissions: what partners earn, line by line, and the journal behind every amount.
 *
 * A line has one amount in one currency, and a status that says where it stands: waiting for its conversion, for a
 * payout, on one, paid, set aside or voided. Each change of a line that moves its amount leaves two entries in the journal,
 * in the same statement. Entries are never changed: the database refuses it, and refuses those that do not add up to zero.
 * Putting lines on payouts belongs to `payouts`, which comes after.
 *
 * A plan says how partners earn. It changes by versions only, and an event is reckoned by the version in force when it
 * occurred; the line keeps how its amount came to be. Events come from outside (source events), each counted once.
 *
 * Owns the tables `commission_line`, `ledger_entry`, `ledger_balance`, `commission_plan` with its versions, targets and results, and
 * `source_event`.
 */
export { commissionChecks, commissionLedgerChecks } from './checks.ts'
export { amountIn } from './journal/decimal.ts'
export { entriesIn, movesOf } from './journal/post.ts'
export { ledgerRoutes } from './journal/routes.ts'
export { correctLine } from './lines/claw-back.ts'
export {
  checkAmounts,
  createLine,
  exampleLine,
  newLineInput,
  partnerArchived,
  toNewLine,
  tryFindLineByKey,
} from './lines/create.ts'
export { calculationOf, LineCalculation } from './lines/explanation.ts'
export { wasCorrected } from './lines/hold.ts'
export { linesIn, type NewLine } from './lines/insert.ts'
export { watchedLineImport } from './lines/import/import.ts'
export {
  CommissionLine,
  exampleId as exampleLineId,
  lineNotFound,
  LineStatus,
  lineVoided,
  toLine,
} from './lines/line.ts'
export { holdWithCorrections, moveLines } from './lines/move.ts'
export { findLine, LineInPath } from './lines/queries.ts'
export { checkReason, reasonInput, reasonTypes } from './lines/reason.ts'
export { holdSale, lineRefunded, wasRefundedUnseen } from './lines/restore.ts'
export { lineCorrected } from './lines/void.ts'
export { type LineChanges, writeLine } from './lines/write.ts'
export { planChecks } from './plans/checks.ts'
export { hasActivePlan } from './plans/queries.ts'
export { commissionRoutes, lineTag, planRoutes, planTag } from './routes.ts'
export { forgetSale, tryFindLastSale } from './source-events/last-sale.ts'
export { checkSourceEvent, holdSourceId, recordSourceEvent, sourceEventInput } from './source-events/record.ts'
export { recordSale } from './source-events/record-sale.ts'
export { SourceEvent } from './source-events/source-event.ts'
export type { LineRow, SourceEventRow } from './tables.ts'
