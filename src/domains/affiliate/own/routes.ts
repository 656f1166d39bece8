import { portalTag } from '#/domains/partners/index.ts'
import { portalApi } from '#/platform/http/contracts/partner-api.ts'
import { getOwnCampaign, listOwnCampaigns } from './campaigns.ts'
import { getOwnConversion, listOwnConversions } from './conversions.ts'
import { listOwnCoupons } from './coupons.ts'
import { createOwnAlias, takeLink } from './link-changes.ts'
import { buildDeepLink, drawOwnQr, getOwnLink, listOwnLinks } from './links.ts'

export const ownAffiliateRoutes = portalApi(portalTag, [
  ['GET', '/api/v1/portal/campaigns', listOwnCampaigns],
  ['GET', '/api/v1/portal/campaigns/:id', getOwnCampaign],
  ['POST', '/api/v1/portal/campaigns/:id/link', takeLink, { perMinute: 30 }],
  ['GET', '/api/v1/portal/links', listOwnLinks],
  ['GET', '/api/v1/portal/links/:id', getOwnLink],
  ['GET', '/api/v1/portal/links/:id/qr', drawOwnQr, { streams: ['image/png', 'image/svg+xml; charset=utf-8'] }],
  ['GET', '/api/v1/portal/links/:id/deep-link', buildDeepLink],
  ['POST', '/api/v1/portal/links/:id/aliases', createOwnAlias, { perMinute: 30 }],
  ['GET', '/api/v1/portal/coupons', listOwnCoupons],
  ['GET', '/api/v1/portal/conversions', listOwnConversions],
  ['GET', '/api/v1/portal/conversions/:id', getOwnConversion],
])
