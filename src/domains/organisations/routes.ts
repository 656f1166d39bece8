import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { createOrganisation } from './create.ts'
import { createApiKey } from './keys/create.ts'
import { listApiKeys } from './keys/list.ts'
import { revokeApiKey } from './keys/revoke.ts'
import { getMe } from './me.ts'
import { createMember, deleteMember, updateMember } from './members/change.ts'
import { getMember, listMembers } from './members/list.ts'
import { getOrganisation, updateOrganisation } from './settings.ts'

export const organisationRoutes = partnerApi(
  { name: 'Organisation', description: 'The organisation, its users and its API keys.' },
  [
    ['GET', '/api/v1/me', getMe],
    ['GET', '/api/v1/organisation', getOrganisation],
    ['PATCH', '/api/v1/organisation', updateOrganisation],
    ['POST', '/api/v1/organisations', createOrganisation],
    ['GET', '/api/v1/users', listMembers],
    ['POST', '/api/v1/users', createMember],
    ['GET', '/api/v1/users/:id', getMember],
    ['PATCH', '/api/v1/users/:id', updateMember],
    ['DELETE', '/api/v1/users/:id', deleteMember],
    ['GET', '/api/v1/api-keys', listApiKeys],
    ['POST', '/api/v1/api-keys', createApiKey],
    ['DELETE', '/api/v1/api-keys/:id', revokeApiKey],
  ],
)
