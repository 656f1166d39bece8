/**
 * Reports: the figures behind the dashboards.
 *
 * Amounts are by currency and never folded into one. What partners earned, what was taken back of it and what they were
 * paid comes from the ledger's entries, each counted on the day of its movement in the organisation's time zone. Days and
 * months are added up by a job; what it has not come to yet waits in a tail that every report reads (decision 0030).
 *
 * Owns the tables `commission_day`, `commission_programme_day`, `commission_partner_month`, `commission_tail`,
 * `commission_line_campaign` and `commission_figures_zone`.
 */
export { addUpCommissions } from './commissions/add-up.ts'
export { commissionFigureChecks } from './commissions/checks.ts'
export { dashboardRoutes } from './routes.ts'
