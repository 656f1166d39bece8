import { reportTag } from '#/domains/affiliate/index.ts'
import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { reportCommissions } from './commissions/report.ts'
import { reportOverview } from './overview/report.ts'
import { reportPartners } from './partners/report.ts'
import { reportPayouts } from './payouts/report.ts'

export const dashboardRoutes = partnerApi(reportTag, [
  ['GET', '/api/v1/reports/overview', reportOverview],
  ['GET', '/api/v1/reports/commissions', reportCommissions],
  ['GET', '/api/v1/reports/payouts', reportPayouts],
  ['GET', '/api/v1/reports/partners', reportPartners],
])
