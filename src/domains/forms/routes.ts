import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { extendDeal } from './deals/extend.ts'
import { getDeal, listDeals } from './deals/queries.ts'
import { updateDeal } from './deals/update.ts'
import { archiveForm, restoreForm } from './archive.ts'
import { createForm } from './create.ts'
import { getForm, listForms } from './queries.ts'
import { getFormSchema } from './schema.ts'
import { createSubmission } from './submissions/create.ts'
import { acceptSubmission, declineSubmission, returnSubmission } from './submissions/decide.ts'
import { listSubmissions } from './submissions/list.ts'
import { getSubmission } from './submissions/queries.ts'
import { resubmit } from './submissions/resubmit.ts'
import { updateForm } from './update.ts'

export const formRoutes = partnerApi(
  { name: 'Forms', description: 'What is asked, what was answered, and who decides on it.' },
  [
    ['GET', '/api/v1/forms', listForms],
    ['POST', '/api/v1/forms', createForm],
    ['GET', '/api/v1/forms/:id', getForm],
    ['PATCH', '/api/v1/forms/:id', updateForm],
    ['POST', '/api/v1/forms/:id/archive', archiveForm],
    ['POST', '/api/v1/forms/:id/restore', restoreForm],
    ['GET', '/api/v1/forms/:formId/schema', getFormSchema],
    ['POST', '/api/v1/forms/:formId/submissions', createSubmission],
    ['GET', '/api/v1/form-submissions', listSubmissions],
    ['GET', '/api/v1/form-submissions/:id', getSubmission],
    ['PATCH', '/api/v1/form-submissions/:id', resubmit],
    ['POST', '/api/v1/form-submissions/:id/accept', acceptSubmission],
    ['POST', '/api/v1/form-submissions/:id/return', returnSubmission],
    ['POST', '/api/v1/form-submissions/:id/decline', declineSubmission],
  ],
)

export const dealRoutes = partnerApi(
  { name: 'Deals', description: 'Sales that partners registered, and for how long each keeps its customer.' },
  [
    ['GET', '/api/v1/deals', listDeals],
    ['GET', '/api/v1/deals/:id', getDeal],
    ['PATCH', '/api/v1/deals/:id', updateDeal],
    ['POST', '/api/v1/deals/:id/extend', extendDeal],
  ],
)
