import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { createCampaign } from './campaigns/create.ts'
import { getPublishableKey } from './campaigns/publishable-keys.ts'
import { getCampaign, listCampaigns } from './campaigns/queries.ts'
import { updateCampaign } from './campaigns/update.ts'
import { reportAffiliate } from './figures/report.ts'
import { createAlias, deleteAlias } from './links/aliases.ts'
import { createLink } from './links/create.ts'
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
    ['GET', '/api/v1/publishable-key', getPublishableKey],
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
    ['GET', '/api/v1/links/:id/aliases', listAliases],
    ['POST', '/api/v1/links/:id/aliases', createAlias],
    ['DELETE', '/api/v1/links/:id/aliases/:alias', deleteAlias],
    ['POST', '/api/v1/links/:id/revoke', revokeLink],
    ['POST', '/api/v1/links/:id/restore', restoreLink],
  ],
)

export const figureRoutes = partnerApi({ name: 'Reports', description: 'What came of links, and what it earned.' }, [
  ['GET', '/api/v1/reports/affiliate', reportAffiliate],
])
