import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { partnerOrganizationsApi } from '#/platform/http/contracts/partner-organizations.ts'
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
import { createClient } from './create.ts'
import { removeStyleOverride, setDefaultStyle, setStyleOverride } from './notifications/change.ts'
import { getNotificationSettings, getPartnerNotificationSettings } from './notifications/queries.ts'

export const clientRoutes = partnerOrganizationsApi(
  { name: 'Partner organizations', description: 'The clients of a partner: the companies that it looks after.' },
  [['POST', '/v2/partner/organizations', createClient]],
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
