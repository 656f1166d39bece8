import { conversionsApi } from '#/platform/http/contracts/conversions.ts'
import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { listAttempts } from './attempts/list.ts'
import { createCampaign } from './campaigns/create.ts'
import { getPublishableKey } from './campaigns/publishable-keys.ts'
import { getInstallation } from './campaigns/installation.ts'
import { getCampaign, listCampaigns } from './campaigns/queries.ts'
import { rotateCampaignKey, rotateOwnKey } from './campaigns/rotate.ts'
import { endCampaign, pauseCampaign, resumeCampaign } from './campaigns/status.ts'
import { updateCampaign } from './campaigns/update.ts'
import { reportConversion } from './conversions/report/report.ts'
import { createCoupon } from './coupons/create.ts'
import { endCoupon } from './coupons/end.ts'
import { getCoupon, listCoupons } from './coupons/queries.ts'
import { deleteLegacyLink } from './legacy/delete.ts'
import { importLegacyLinks } from './legacy/import/import.ts'
import { listLegacyLinks } from './legacy/queries.ts'
import { reportAffiliate } from './figures/report.ts'
import { createAlias, deleteAlias } from './links/aliases.ts'
import { createLink } from './links/create.ts'
import { drawQr } from './links/qr.ts'
import { getLink, listAliases, listLinks } from './links/queries.ts'
import { restoreLink, revokeLink } from './links/status.ts'

export const campaignRoutes = partnerApi(
  {
    name: 'Campaigns',
    description: 'What partners promote, where its visitors are sent, and what a conversion earns.',
  },
  [
    ['GET', '/api/v1/campaigns', listCampaigns],
    ['POST', '/api/v1/campaigns', createCampaign],
    ['GET', '/api/v1/campaigns/:id', getCampaign],
    ['PATCH', '/api/v1/campaigns/:id', updateCampaign],
    ['POST', '/api/v1/campaigns/:id/pause', pauseCampaign],
    ['POST', '/api/v1/campaigns/:id/resume', resumeCampaign],
    ['POST', '/api/v1/campaigns/:id/end', endCampaign],
    ['POST', '/api/v1/campaigns/:id/rotate-publishable-key', rotateCampaignKey],
    ['GET', '/api/v1/campaigns/:id/installation', getInstallation],
    ['GET', '/api/v1/publishable-key', getPublishableKey],
    ['POST', '/api/v1/publishable-key/rotate', rotateOwnKey],
  ],
)

export const linkRoutes = partnerApi(
  {
    name: 'Links and coupons',
    description: 'What partners spread: addresses that lead to a campaign, and codes for the till.',
  },
  [
    ['POST', '/api/v1/campaigns/:id/links', createLink],
    ['GET', '/api/v1/links', listLinks],
    ['GET', '/api/v1/links/:id', getLink],
    ['GET', '/api/v1/links/:id/qr', drawQr, { streams: ['image/png', 'image/svg+xml; charset=utf-8'] }],
    ['GET', '/api/v1/links/:id/aliases', listAliases],
    ['POST', '/api/v1/links/:id/aliases', createAlias],
    ['DELETE', '/api/v1/links/:id/aliases/:alias', deleteAlias],
    ['POST', '/api/v1/links/:id/revoke', revokeLink],
    ['POST', '/api/v1/links/:id/restore', restoreLink],
    ['POST', '/api/v1/campaigns/:id/coupons', createCoupon],
    ['GET', '/api/v1/coupons', listCoupons],
    ['GET', '/api/v1/coupons/:id', getCoupon],
    ['POST', '/api/v1/coupons/:id/end', endCoupon],
    ['GET', '/api/v1/legacy-links', listLegacyLinks],
    ['DELETE', '/api/v1/legacy-links/:id', deleteLegacyLink],
    ['POST', '/api/v1/imports/legacy-links', importLegacyLinks, { takesFile: true }],
  ],
)

export const reportRoutes = conversionsApi(
  {
    name: 'Reports of conversions',
    description: 'What a server or a web page tells of a click that came to something.',
  },
  [['POST', '/api/v1/affiliate/conversions', reportConversion, { bodyLimitBytes: 64 * 1024 }]],
)

export const attemptRoutes = partnerApi(
  { name: 'Conversion attempts', description: 'Reports that made no conversion, and why.' },
  [['GET', '/api/v1/conversion-attempts', listAttempts]],
)

export const reportTag = {
  name: 'Reports',
  description: 'What came of links, what partners earned and were paid, and what waits for somebody.',
}

export const figureRoutes = partnerApi(reportTag, [['GET', '/api/v1/reports/affiliate', reportAffiliate]])
