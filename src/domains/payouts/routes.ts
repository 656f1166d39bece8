import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { createBatch } from './batches/create.ts'
import { getBatch, listBatches } from './batches/queries.ts'
import { createPayout } from './create.ts'
import { createLine } from './lines/create.ts'
import { getPayout } from './queries.ts'
import { getPayoutSettings, setPayoutSettings } from './settings.ts'

export const payoutRoutes = partnerApi({ name: 'Payouts', description: 'What each partner is paid for a period.' }, [
  ['POST', '/api/v1/commission-lines', createLine],
  ['POST', '/api/v1/payouts', createPayout],
  ['GET', '/api/v1/payouts/:id', getPayout],
  ['GET', '/api/v1/payout-batches', listBatches],
  ['POST', '/api/v1/payout-batches', createBatch],
  ['GET', '/api/v1/payout-batches/:id', getBatch],
  ['GET', '/api/v1/payout-settings', getPayoutSettings],
  ['PUT', '/api/v1/payout-settings', setPayoutSettings],
])
