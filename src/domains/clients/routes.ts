import { partnerOrganizationsApi } from '#/platform/http/contracts/partner-organizations.ts'
import { createClient } from './create.ts'
import { listClients, searchClients, summarizeClients } from './list.ts'

export const clientRoutes = partnerOrganizationsApi(
  { name: 'Partner organizations', description: 'The clients of a partner: the companies that it looks after.' },
  [
    ['POST', '/v2/partner/organizations', createClient],
    ['GET', '/v2/partner/organizations/list', listClients],
    ['GET', '/v2/partner/organizations/search', searchClients],
    ['GET', '/v2/partner/organizations/summary', summarizeClients],
  ],
)
