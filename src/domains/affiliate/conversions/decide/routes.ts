import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { acceptConversion } from './accept.ts'
import { decideInBulk } from './bulk.ts'
import { declineConversion } from './decline.ts'
import { undoDecision } from './undo.ts'
import { eraseConversion } from '../erase.ts'
import { explainConversion } from '../explain.ts'
import { listSteps } from '../history.ts'
import { listConversions } from '../list.ts'
import { getConversion } from '../queries.ts'
import { reattributeConversion } from '../reattribute/reattribute.ts'

export const decisionRoutes = partnerApi(
  { name: 'Conversions', description: 'What clicks and coupons led to, who earned it, and why.' },
  [
    ['GET', '/api/v1/conversions', listConversions],
    ['POST', '/api/v1/conversions/bulk', decideInBulk],
    ['GET', '/api/v1/conversions/:id', getConversion],
    ['GET', '/api/v1/conversions/:id/history', listSteps],
    ['GET', '/api/v1/conversions/:id/explanation', explainConversion],
    ['POST', '/api/v1/conversions/:id/erase', eraseConversion],
    ['POST', '/api/v1/conversions/:id/accept', acceptConversion],
    ['POST', '/api/v1/conversions/:id/decline', declineConversion],
    ['POST', '/api/v1/conversions/:id/undo', undoDecision],
    ['POST', '/api/v1/conversions/:id/reattribute', reattributeConversion],
  ],
)
