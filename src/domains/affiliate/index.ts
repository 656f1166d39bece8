/**
 * Affiliate: campaigns, the links and coupons that partners spread, the clicks on them, and the conversions that they led to.
 *
 * A click is written before its visitor is sent on, and its signed token is all that a conversion needs. A click converts
 * once, whatever reports it how often. Every conversion, and every report that made none, says which touches were
 * considered, which rules passed and what was earned. Its commission is a line of `commissions`: held until the conversion
 * is accepted, voided when it is declined.
 *
 * Figures are clicks by day, added up by a job, with those that came since: exact to the last click (decision 0025).
 *
 * Owns the tables `campaign`, `affiliate_link`, `coupon` and `legacy_link` with the owners of codes, keys and old addresses, `click`,
 * `conversion` with its attributions and `conversion_attempt`, and the days and months of the figures, `click_day`,
 * `click_sub_day`, `click_month` and `click_sub_month`.
 */
export { deleteOldAttempts } from './attempts/delete-old.ts'
export { openClicks } from './clicks/open.ts'
export { makeClickPartitionsJob } from './clicks/partitions.ts'
export { mintToken } from './clicks/token.ts'
export { acceptDueConversions } from './conversions/decide/accept-due.ts'
export { decisionRoutes } from './conversions/decide/routes.ts'
export { siteIdentifier } from './conversions/report/site.ts'
export { findVisitedPartners } from './figures/active.ts'
export { affiliateReport } from './figures/report.ts'
export { conversionChecks, figureChecks } from './figures/checks.ts'
export {
  dayAfter,
  daysOf,
  groupingOf,
  mostDays,
  monthsOf,
  mostGroups,
  type Range,
  rangeInput,
  wholeRange,
} from './figures/range.ts'
export { keepConversions } from './figures/keep-conversions.ts'
export { rollUpClicks } from './figures/roll-up.ts'
export { watchedLegacyImport } from './legacy/import/import.ts'
export { tryFindLegacyTarget } from './legacy/queries.ts'
export { linkChecks } from './links/checks.ts'
export { acceptTimesOf, ownMonth } from './own/figures.ts'
export { ownAffiliateRoutes } from './own/routes.ts'
export { attemptRoutes, campaignRoutes, figureRoutes, linkRoutes, reportRoutes, reportTag } from './routes.ts'
export { buildSnippet } from './snippet/build.ts'
export { keepClicks } from './snippet/keep-clicks.ts'
export { sourceEventRoutes } from './source-events/routes.ts'
export type { CampaignRow } from './tables.ts'
