/**
 * Events: the audit log for everyone.
 *
 * The platform writes an event in the transaction of each change; this domain shows them, and takes
 * personal data out of them. Nothing else may alter one: the database refuses it.
 */
export { eventChecks } from './checks.ts'
export { eventRoutes } from './routes.ts'
