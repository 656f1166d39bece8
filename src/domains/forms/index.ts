/**
 * Forms: what is asked, what was answered, and the leads and deals that partners register by it.
 *
 * A submission is valid when each field fits its data type; a form says whether somebody decides on what comes in. A
 * conversion is recorded as a submission too, by the statement that records it.
 *
 * Owns the tables `form`, `form_submission`, `deal` and `deal_conflict`.
 */
export { addForm } from './add.ts'
export { type Field, type FieldInput, newFieldId } from './fields.ts'
export { type Form, formNotFound } from './form.ts'
export { findForm, readForm } from './queries.ts'
export { formRoutes } from './routes.ts'
export { submissionsIn } from './submissions/insert.ts'
export { mapToFields } from './submissions/map.ts'
export type { FormRow, SubmissionRow } from './tables.ts'
