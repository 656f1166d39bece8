import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { getLine, listLines } from './lines/queries.ts'

export const commissionRoutes = partnerApi(
  { name: 'Commission lines', description: 'What partners earn. One line is one amount.' },
  [
    ['GET', '/api/v1/commission-lines', listLines],
    ['GET', '/api/v1/commission-lines/:id', getLine],
  ],
)
