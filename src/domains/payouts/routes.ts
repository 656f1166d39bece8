import { lineTag } from '#/domains/commissions/index.ts'
import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { getBillingInfo, getPartnerBillingInfo } from './billing-info/queries.ts'
import { setBillingInfo, setPartnerBillingInfo } from './billing-info/set.ts'
import { checkPayments } from './hand-over/check.ts'
import { exportPayouts } from './hand-over/export.ts'
import { importResults } from './hand-over/import-results.ts'
import { exportPaymentFile } from './hand-over/payment-file.ts'
import { createBatch } from './batches/create.ts'
import { previewBatch } from './batches/preview.ts'
import { getBatchTotals } from './batches/totals.ts'
import { getBatch, listBatches } from './batches/queries.ts'
import { createPayout } from './create.ts'
import { listStageChanges } from './history.ts'
import { attachLines } from './lines/attach.ts'
import { createLine } from './lines/create.ts'
import { declineLine } from './lines/decline.ts'
import { detachLine } from './lines/detach.ts'
import { updateLine } from './lines/update.ts'
import { listPayouts } from './list.ts'
import { getPayout } from './queries.ts'
import { getPayoutSettings, setPayoutSettings } from './settings.ts'
import { updatePayout } from './update.ts'
import { createStatement } from './statements/create.ts'
import { deleteLogo, setLogo } from './statements/logo/change.ts'
import { getLogo } from './statements/logo/queries.ts'
import { deleteStatement, uploadStatement } from './statements/upload.ts'

export const payoutLineRoutes = partnerApi(lineTag, [
  ['POST', '/api/v1/commission-lines', createLine],
  ['PATCH', '/api/v1/commission-lines/:id', updateLine],
  ['POST', '/api/v1/commission-lines/:id/decline', declineLine],
  ['POST', '/api/v1/commission-lines/:id/detach', detachLine],
])

export const payoutRoutes = partnerApi({ name: 'Payouts', description: 'What each partner is paid for a period.' }, [
  ['GET', '/api/v1/payouts', listPayouts],
  ['POST', '/api/v1/payouts', createPayout],
  ['GET', '/api/v1/payouts/:id', getPayout],
  ['PATCH', '/api/v1/payouts/:id', updatePayout],
  ['GET', '/api/v1/payouts/:id/history', listStageChanges],
  ['POST', '/api/v1/payouts/:id/attach', attachLines],
  ['GET', '/api/v1/payout-batches', listBatches],
  ['POST', '/api/v1/payout-batches', createBatch],
  ['POST', '/api/v1/payout-batches/preview', previewBatch],
  ['GET', '/api/v1/payout-batches/:id', getBatch],
  ['GET', '/api/v1/payout-batches/:id/totals', getBatchTotals],
  ['GET', '/api/v1/payout-settings', getPayoutSettings],
  ['PUT', '/api/v1/payout-settings', setPayoutSettings],
  ['POST', '/api/v1/payouts/:id/statement', createStatement],
  ['PUT', '/api/v1/payouts/:id/statement', uploadStatement, { takesFile: true }],
  ['DELETE', '/api/v1/payouts/:id/statement', deleteStatement],
])

export const billingInfoRoutes = partnerApi(
  { name: 'Billing information', description: 'Who pays and who is paid: names, addresses and accounts.' },
  [
    ['GET', '/api/v1/billing-info', getBillingInfo],
    ['PUT', '/api/v1/billing-info', setBillingInfo],
    ['GET', '/api/v1/billing-info/logo', getLogo],
    ['PUT', '/api/v1/billing-info/logo', setLogo, { takesFile: true }],
    ['DELETE', '/api/v1/billing-info/logo', deleteLogo],
    ['GET', '/api/v1/partners/:id/billing-info', getPartnerBillingInfo],
    ['PUT', '/api/v1/partners/:id/billing-info', setPartnerBillingInfo],
  ],
)

export const handOverRoutes = partnerApi(
  { name: 'Hand-over of payouts', description: 'To the finance team and its bank, and back.' },
  [
    ['GET', '/api/v1/exports/payouts', exportPayouts, { streams: ['text/csv; charset=utf-8'] }],
    ['GET', '/api/v1/exports/payouts/pain.001', exportPaymentFile, { streams: ['application/xml; charset=utf-8'] }],
    ['GET', '/api/v1/payout-batches/:id/payment-check', checkPayments],
    ['POST', '/api/v1/imports/payout-results', importResults, { takesFile: true }],
  ],
)
