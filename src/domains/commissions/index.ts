/**
 * Commissions: what partners earn, line by line, and the journal behind every amount.
 *
 * A line has one amount in one currency, and a status that says where it stands: waiting for its conversion, for a
 * payout, on one, paid, set aside or voided. Each change of a line that moves its amount leaves two entries in the journal,
 * in the same statement. Entries are never changed: the database refuses it, and refuses those that do not add up to zero.
 * Putting lines on payouts belongs to `payouts`, which comes after.
 *
 * Owns the tables `commission_line` and `ledger_entry`.
 */
export { accountOf } from './journal/account.ts'
export { entriesIn } from './journal/post.ts'
export { checkAmounts, createLine, exampleLine, newLineInput, partnerArchived, toNewLine } from './lines/create.ts'
export { watchedLineImport } from './lines/import/import.ts'
export { CommissionLine, exampleId as exampleLineId, lineNotFound, lineVoided, toLine } from './lines/line.ts'
export { findLine, LineInPath } from './lines/queries.ts'
export { type LineChanges, writeLine } from './lines/write.ts'
export { commissionRoutes } from './routes.ts'
export type { LineRow } from './tables.ts'
