import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { partnerOrganizationsApi } from '#/platform/http/contracts/partner-organizations.ts'
import { createClient } from './create.ts'
import { listClients, searchClients, summarizeClients } from './list.ts'
import { completeOnboarding } from './referrals/complete-onboarding.ts'
import { createSubPartner } from './referrals/create.ts'
import { listSubPartners } from './referrals/list.ts'
import { makeSubPartnerLink } from './referrals/make-link.ts'
import { listSubPartnerClients } from './referrals/organizations.ts'
import { rotateReferralKey } from './referrals/rotate.ts'
import { updateSubPartnerClient } from './referrals/update-client.ts'
import { validateOnboardingLink } from './referrals/validate-link.ts'
import { updateClient } from './update.ts'
import { archiveClient, restoreClient } from './vendor/archive.ts'
import { cancelDeletion, scheduleDeletion } from './vendor/deletion.ts'
import { getClient, listAllClients, listClientsOfPartner } from './vendor/queries.ts'

export const clientRoutes = partnerOrganizationsApi(
  { name: 'Partner organizations', description: 'The clients of a partner: the companies that it looks after.' },
  [
    ['POST', '/v2/partner/organizations', createClient],
    ['GET', '/v2/partner/organizations/list', listClients],
    ['GET', '/v2/partner/organizations/search', searchClients],
    ['GET', '/v2/partner/organizations/summary', summarizeClients],
    ['PUT', '/v2/partner/organizations/:organization_id', updateClient],
  ],
)

export const vendorClientRoutes = partnerApi(
  { name: 'Clients', description: 'The clients of all partners: read them, archive them, delete them.' },
  [
    ['GET', '/api/v1/clients', listAllClients],
    ['GET', '/api/v1/clients/:id', getClient],
    ['GET', '/api/v1/partners/:id/clients', listClientsOfPartner],
    ['POST', '/api/v1/clients/:id/archive', archiveClient],
    ['POST', '/api/v1/clients/:id/restore', restoreClient],
    ['POST', '/api/v1/clients/:id/schedule-deletion', scheduleDeletion],
    ['DELETE', '/api/v1/clients/:id/scheduled-deletion', cancelDeletion],
  ],
)

const rare = { perMinute: 30 }

export const referralRoutes = partnerOrganizationsApi(
  { name: 'Referral', description: 'The partners that a referral partner brings, and how their owners come.' },
  [
    ['GET', '/v2/referral/partners', listSubPartners],
    ['POST', '/v2/referral/partners', createSubPartner, rare],
    ['POST', '/v2/referral/partners/:partner_id/onboarding-url', makeSubPartnerLink],
    ['GET', '/v2/referral/partners/:partner_id/organizations', listSubPartnerClients],
    ['PATCH', '/v2/referral/partners/:partner_id/organizations/:organization_id', updateSubPartnerClient, rare],
    ['POST', '/v2/referral/api_keys/rotate', rotateReferralKey],
    ['POST', '/v2/referral/onboarding/validate', validateOnboardingLink, rare],
    ['POST', '/v2/referral/onboarding/complete', completeOnboarding, rare],
  ],
)
