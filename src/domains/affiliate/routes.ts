import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { acceptConversion } from './conversions/decide/accept.ts'
import { decideInBulk } from './conversions/decide/bulk.ts'
import { declineConversion } from './conversions/decide/decline.ts'
import { undoDecision } from './conversions/decide/undo.ts'
import { listSteps } from './conversions/history.ts'
import { listConversions } from './conversions/list.ts'
import { getConversion } from './conversions/queries.ts'

export const conversionRoutes = partnerApi(
  { name: 'Conversions', description: 'What clicks and coupons led to, who earned it, and why.' },
  [
    ['GET', '/api/v1/conversions', listConversions],
    ['POST', '/api/v1/conversions/bulk', decideInBulk],
    ['GET', '/api/v1/conversions/:id', getConversion],
    ['GET', '/api/v1/conversions/:id/history', listSteps],
    ['POST', '/api/v1/conversions/:id/accept', acceptConversion],
    ['POST', '/api/v1/conversions/:id/decline', declineConversion],
    ['POST', '/api/v1/conversions/:id/undo', undoDecision],
  ],
)
