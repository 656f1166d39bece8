import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { partnerOrganizationsApi } from '#/platform/http/contracts/partner-organizations.ts'
import { addAssignments, removeAssignment, setAssignments } from './assignments/change.ts'
import { listAssignments } from './assignments/list.ts'
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
import { assignClientUser, listClientUsers, removeClientUser } from './vendor/assignments.ts'
import { cancelDeletion, scheduleDeletion } from './vendor/deletion.ts'
import { getClient, listAllClients, listClientsOfPartner } from './vendor/queries.ts'
import { listBroughtPartners, makeOnboardingLink } from './vendor/sub-partners.ts'
import { createKey } from './keys/create.ts'
import { deleteKey } from './keys/delete.ts'
import { listKeys } from './keys/list.ts'
import { checkKey, getMe, listReachablePartners } from './me.ts'
import { acceptInvitation, validateInvitation } from './users/invitation.ts'
import { inviteUser } from './users/invite.ts'
import { listUsers, listUsersOfPartner } from './users/queries.ts'
import { removeUser } from './users/remove.ts'
import { updateUser } from './users/update.ts'
import { createChangeRequest } from './billing/create-request.ts'
import { listChangeRequests } from './billing/list-requests.ts'
import {
  getBillingSettings,
  getPartnerBillingSettings,
  listBillingOverrideIds,
  listBillingOverrides,
} from './billing/queries.ts'
import { approveChangeRequest, listAllChangeRequests, rejectChangeRequest } from './billing/resolve-request.ts'
import { withdrawChangeRequest } from './billing/withdraw-request.ts'
import { removeStyleOverride, setDefaultStyle, setStyleOverride } from './notifications/change.ts'
import { getNotificationSettings, getPartnerNotificationSettings } from './notifications/queries.ts'

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
    ['GET', '/api/v1/clients/:id/users', listClientUsers],
    ['PUT', '/api/v1/clients/:id/users/:userId', assignClientUser],
    ['DELETE', '/api/v1/clients/:id/users/:userId', removeClientUser],
    ['GET', '/api/v1/brought-partners', listBroughtPartners],
    ['POST', '/api/v1/brought-partners/:id/onboarding-link', makeOnboardingLink],
  ],
)

export const partnerUserRoutes = partnerOrganizationsApi(
  { name: 'Partner users', description: 'Who acts for a partner: its users, their keys, and which client is whose.' },
  [
    ['GET', '/v2/partner/check', checkKey],
    ['GET', '/v2/partner/partners', listReachablePartners],
    ['GET', '/v2/partner/user', getMe],
    ['GET', '/v2/partner/api_keys', listKeys],
    ['POST', '/v2/partner/api_keys', createKey],
    ['DELETE', '/v2/partner/api_keys/:api_key_id', deleteKey],
    ['GET', '/v2/partner/users', listUsers],
    ['POST', '/v2/partner/users', inviteUser],
    ['PATCH', '/v2/partner/users/:partner_user_id', updateUser],
    ['DELETE', '/v2/partner/users/:partner_user_id', removeUser],
    ['GET', '/v2/partner/user-assignments', listAssignments],
    ['POST', '/v2/partner/user-assignments', addAssignments],
    ['PUT', '/v2/partner/user-assignments', setAssignments],
    ['DELETE', '/v2/partner/user-assignments/:partner_user_id/:organization_id', removeAssignment],
  ],
)

const rare = { perMinute: 30 }

export const vendorUserRoutes = partnerApi(
  { name: 'Partner users and invitations', description: 'The people who act for a partner, and how they come to it.' },
  [
    ['GET', '/api/v1/partners/:id/users', listUsersOfPartner],
    ['POST', '/api/v1/invitations/validate', validateInvitation, rare],
    ['POST', '/api/v1/invitations/accept', acceptInvitation, rare],
  ],
)

export const billingRoutes = partnerOrganizationsApi(
  {
    name: 'Billing settings',
    description:
      'Who is billed for a partner’s organizations. A change is requested, and in force once it is approved.',
  },
  [
    ['GET', '/v2/partner/billing-settings', getBillingSettings],
    ['GET', '/v2/partner/billing-settings/overrides', listBillingOverrides],
    ['GET', '/v2/partner/billing-settings/override-org-ids', listBillingOverrideIds],
    ['POST', '/v2/partner/billing-settings/change-request', createChangeRequest],
    ['GET', '/v2/partner/billing-settings/change-requests', listChangeRequests],
    ['DELETE', '/v2/partner/billing-settings/change-requests/:request_id', withdrawChangeRequest],
  ],
)

export const notificationRoutes = partnerOrganizationsApi(
  { name: 'Notification settings', description: 'Who is told what concerns a partner’s organizations.' },
  [
    ['GET', '/v2/partner/notification-settings', getNotificationSettings],
    ['PATCH', '/v2/partner/notification-settings/default', setDefaultStyle],
    ['PUT', '/v2/partner/notification-settings/override/:organization_id', setStyleOverride],
    ['DELETE', '/v2/partner/notification-settings/override/:organization_id', removeStyleOverride],
  ],
)

export const vendorBillingRoutes = partnerApi(
  {
    name: 'Billing change requests',
    description: 'What partners ask to change in how they are billed, and the settings of each.',
  },
  [
    ['GET', '/api/v1/billing-change-requests', listAllChangeRequests],
    ['POST', '/api/v1/billing-change-requests/:id/approve', approveChangeRequest],
    ['POST', '/api/v1/billing-change-requests/:id/reject', rejectChangeRequest],
    ['GET', '/api/v1/partners/:id/billing-settings', getPartnerBillingSettings],
    ['GET', '/api/v1/partners/:id/notification-settings', getPartnerNotificationSettings],
  ],
)

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
