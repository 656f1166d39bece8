import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { listStageChanges } from './history.ts'
import { createLine } from './lines/create.ts'
import { listPayouts } from './list.ts'
import { getPayout } from './queries.ts'
import { updatePayout } from './update.ts'

export const payoutRoutes = partnerApi({ name: 'Payouts', description: 'What each partner is paid for a period.' }, [
  ['POST', '/api/v1/commission-lines', createLine],
  ['GET', '/api/v1/payouts', listPayouts],
  ['GET', '/api/v1/payouts/:id', getPayout],
  ['PATCH', '/api/v1/payouts/:id', updatePayout],
  ['GET', '/api/v1/payouts/:id/history', listStageChanges],
])
