import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { createLine } from './lines/create.ts'
import { getPayout } from './queries.ts'

export const payoutRoutes = partnerApi({ name: 'Payouts', description: 'What each partner is paid for a period.' }, [
  ['POST', '/api/v1/commission-lines', createLine],
  ['GET', '/api/v1/payouts/:id', getPayout],
])
