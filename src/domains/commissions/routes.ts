import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { createLinesInBulk } from './lines/bulk.ts'
import { clawBackLine } from './lines/claw-back.ts'
import { explainLine } from './lines/explanation.ts'
import { importLines } from './lines/import/import.ts'
import { postponeLine, resumeLine } from './lines/postpone.ts'
import { listLines } from './lines/list.ts'
import { getLine } from './lines/queries.ts'
import { restoreLine } from './lines/restore.ts'
import { voidLine } from './lines/void.ts'
import { archivePlan, restorePlan } from './plans/archive.ts'
import { createPlan } from './plans/create.ts'
import { getPlan, listPlans, listPlanVersions } from './plans/queries.ts'
import { updatePlan } from './plans/update.ts'
import { calculateCommission } from './source-events/calculate.ts'
import { getSourceEvent, listSourceEvents } from './source-events/queries.ts'

/** What is done to lines here and, where it concerns a payout, in `payouts`. */
export const lineTag = { name: 'Commission lines', description: 'What partners earn. One line is one amount.' }

export const commissionRoutes = partnerApi(lineTag, [
  ['GET', '/api/v1/commission-lines', listLines],
  ['POST', '/api/v1/commission-lines/bulk', createLinesInBulk],
  ['GET', '/api/v1/commission-lines/:id', getLine],
  ['GET', '/api/v1/commission-lines/:id/explanation', explainLine],
  ['POST', '/api/v1/commission-lines/:id/postpone', postponeLine],
  ['POST', '/api/v1/commission-lines/:id/resume', resumeLine],
  ['POST', '/api/v1/commission-lines/:id/void', voidLine],
  ['POST', '/api/v1/commission-lines/:id/restore', restoreLine],
  ['POST', '/api/v1/commission-lines/:id/claw-back', clawBackLine],
  ['POST', '/api/v1/imports/commission-lines', importLines, { takesFile: true }],
])

/** Sales are recorded in `affiliate`, which knows to whom a click or a customer leads. */
export const planTag = {
  name: 'Commission plans',
  description: 'How partners earn, in versions, and the sales and refunds that plans reckon.',
}

export const planRoutes = partnerApi(planTag, [
  ['GET', '/api/v1/commission-plans', listPlans],
  ['POST', '/api/v1/commission-plans', createPlan],
  ['POST', '/api/v1/commission-plans/calculate', calculateCommission],
  ['GET', '/api/v1/commission-plans/:id', getPlan],
  ['PATCH', '/api/v1/commission-plans/:id', updatePlan],
  ['GET', '/api/v1/commission-plans/:id/versions', listPlanVersions],
  ['POST', '/api/v1/commission-plans/:id/archive', archivePlan],
  ['POST', '/api/v1/commission-plans/:id/restore', restorePlan],
  ['GET', '/api/v1/source-events', listSourceEvents],
  ['GET', '/api/v1/source-events/:id', getSourceEvent],
])
