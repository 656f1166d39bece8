/**
 * Forms: what is asked, what was answered, and the leads and deals that partners register by it.
 *
 * A submission is valid when each field fits its data type; a form says whether somebody decides on what comes in. A
 * conversion is recorded as a submission too, by the statement that records it.
 *
 * A deal is registered by a submission, and decided on with it. An approved one keeps its customer from other partners for
 * so many days; who else has registered the same customer, each deal says.
 *
 * Owns the tables `form`, `form_submission`, `deal` and `deal_conflict`.
 */
export { addForm } from './add.ts'
export { formChecks } from './checks.ts'
export { dealNotFound } from './deals/deal.ts'
export { expireDeals } from './deals/expire.ts'
export { findDeal } from './deals/queries.ts'
export { closeDealAsWon } from './deals/win.ts'
export { type Field, type FieldInput, newFieldId } from './fields.ts'
export { type Form, formNotFound } from './form.ts'
export { ownFormRoutes } from './own/routes.ts'
export { findForm, readForm } from './queries.ts'
export { dealRoutes, formRoutes } from './routes.ts'
export { eraseSubmission } from './submissions/erase.ts'
export { decideSubmissions, moveSubmission } from './submissions/follow.ts'
export { submissionsIn } from './submissions/insert.ts'
export { mapToFields } from './submissions/map.ts'
export type { DealRow, FormRow, SubmissionRow } from './tables.ts'
