import { partnerOrganizationsApi } from '#/platform/http/contracts/partner-organizations.ts'
import { createClient } from './create.ts'
import { completeOnboarding } from './referrals/complete-onboarding.ts'
import { createSubPartner } from './referrals/create.ts'
import { listSubPartners } from './referrals/list.ts'
import { makeSubPartnerLink } from './referrals/make-link.ts'
import { listSubPartnerClients } from './referrals/organizations.ts'
import { rotateReferralKey } from './referrals/rotate.ts'
import { updateSubPartnerClient } from './referrals/update-client.ts'
import { validateOnboardingLink } from './referrals/validate-link.ts'

export const clientRoutes = partnerOrganizationsApi(
  { name: 'Partner organizations', description: 'The clients of a partner: the companies that it looks after.' },
  [['POST', '/v2/partner/organizations', createClient]],
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
