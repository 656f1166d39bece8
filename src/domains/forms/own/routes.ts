import { portalTag } from '#/domains/partners/index.ts'
import { portalApi } from '#/platform/http/contracts/partner-api.ts'
import { getOwnDeal, listOwnDeals } from './deals.ts'
import { getOwnForm, listOwnForms } from './forms.ts'
import { getOwnSubmission, listOwnSubmissions } from './submissions.ts'
import { resubmitOwn, submitOwnForm } from './submit.ts'

export const ownFormRoutes = portalApi(portalTag, [
  ['GET', '/api/v1/portal/forms', listOwnForms],
  ['GET', '/api/v1/portal/forms/:id', getOwnForm],
  ['POST', '/api/v1/portal/forms/:id/submissions', submitOwnForm, { perMinute: 30 }],
  ['GET', '/api/v1/portal/submissions', listOwnSubmissions],
  ['GET', '/api/v1/portal/submissions/:id', getOwnSubmission],
  ['PATCH', '/api/v1/portal/submissions/:id', resubmitOwn],
  ['GET', '/api/v1/portal/deals', listOwnDeals],
  ['GET', '/api/v1/portal/deals/:id', getOwnDeal],
])
