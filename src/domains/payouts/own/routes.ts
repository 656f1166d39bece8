import { portalTag } from '#/domains/partners/index.ts'
import { portalApi } from '#/platform/http/contracts/partner-api.ts'
import { getOwnBillingInfo, setOwnBillingInfo } from './billing-info.ts'
import { createOwnStatement, getOwnPayout, listOwnPayouts } from './payouts.ts'

export const ownPayoutRoutes = portalApi(portalTag, [
  ['GET', '/api/v1/portal/payouts', listOwnPayouts],
  ['GET', '/api/v1/portal/payouts/:id', getOwnPayout],
  ['POST', '/api/v1/portal/payouts/:id/statement', createOwnStatement, { perMinute: 60 }],
  ['GET', '/api/v1/portal/billing-info', getOwnBillingInfo],
  ['PUT', '/api/v1/portal/billing-info', setOwnBillingInfo, { perMinute: 20 }],
])
