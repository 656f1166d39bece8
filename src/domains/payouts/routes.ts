import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { createLine } from './lines/create.ts'
import { getPayout } from './queries.ts'
import { createStatement } from './statements/create.ts'
import { deleteLogo, setLogo } from './statements/logo/change.ts'
import { getLogo } from './statements/logo/queries.ts'
import { deleteStatement, uploadStatement } from './statements/upload.ts'

export const payoutRoutes = partnerApi({ name: 'Payouts', description: 'What each partner is paid for a period.' }, [
  ['POST', '/api/v1/commission-lines', createLine],
  ['GET', '/api/v1/payouts/:id', getPayout],
  ['POST', '/api/v1/payouts/:id/statement', createStatement],
  ['PUT', '/api/v1/payouts/:id/statement', uploadStatement, { takesFile: true }],
  ['DELETE', '/api/v1/payouts/:id/statement', deleteStatement],
  ['GET', '/api/v1/billing-info/logo', getLogo],
  ['PUT', '/api/v1/billing-info/logo', setLogo, { takesFile: true }],
  ['DELETE', '/api/v1/billing-info/logo', deleteLogo],
])
