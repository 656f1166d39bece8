/**
 * Affiliate: campaigns, the links and coupons that partners spread, the clicks on them, and the conversions that they led to.
 *
 * A click is written before its visitor is sent on, and its signed token is all that a conversion needs. A click converts
 * once, whatever reports it how often. Every conversion, and every report that made none, says which touches were
 * considered, which rules passed and what was earned. Its commission is a line of `commissions`: held until the conversion
 * is accepted, voided when it is declined.
 *
 * Owns the tables `campaign`, `affiliate_link`, `coupon` and `legacy_link` with the owners of codes, keys and old addresses, `click`,
 * `conversion` and `conversion_attempt`.
 */
export { deleteOldAttempts } from './attempts/delete-old.ts'
export { openClicks } from './clicks/open.ts'
export { makeClickPartitionsJob } from './clicks/partitions.ts'
export { siteIdentifier } from './conversions/report/site.ts'
export { watchedLegacyImport } from './legacy/import/import.ts'
export { tryFindLegacyTarget } from './legacy/queries.ts'
export { linkChecks } from './links/checks.ts'
export { attemptRoutes, campaignRoutes, linkRoutes, reportRoutes } from './routes.ts'
export { buildSnippet } from './snippet/build.ts'
export { keepClicks } from './snippet/keep-clicks.ts'
export type { CampaignRow } from './tables.ts'
