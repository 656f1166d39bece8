import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { archiveForm, restoreForm } from './archive.ts'
import { createForm } from './create.ts'
import { getForm, listForms } from './queries.ts'
import { getFormSchema } from './schema.ts'
import { createSubmission } from './submissions/create.ts'
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
  ],
)
