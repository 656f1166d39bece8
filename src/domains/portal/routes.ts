import { partnerApi, portalApi } from '#/platform/http/contracts/partner-api.ts'
import { portalSessionsApi } from '#/platform/http/contracts/portal-sessions.ts'
import { getEmbedDomains } from './embed-domains/queries.ts'
import { setEmbedDomains } from './embed-domains/set.ts'
import { listRooms } from './rooms/list.ts'
import { createPortalSession } from './sessions/create.ts'
import { endPortalSession, getPortalSession } from './sessions/current.ts'
import { redeemCode } from './sign-in/redeem-code.ts'
import { requestCode } from './sign-in/request-code.ts'
import { getWaysIn } from './sign-in/ways.ts'

export const portalSessionRoutes = portalSessionsApi(
  { name: 'Portal sessions', description: 'Let visitors into the portal from a product of your own.' },
  [['POST', '/api/v1/auth/session', createPortalSession]],
)

export const embedRoutes = partnerApi(
  { name: 'Embedding', description: 'Which sites may show the portal, and where its links lead.' },
  [
    ['GET', '/api/v1/rooms', listRooms],
    ['GET', '/api/v1/embed-domains', getEmbedDomains],
    ['PUT', '/api/v1/embed-domains', setEmbedDomains],
  ],
)

export const portalSignInRoutes = portalApi(
  { name: 'Portal sign-in', description: 'How the pages of the portal know their visitor.' },
  [
    ['GET', '/api/v1/portal/sign-in', getWaysIn, { perMinute: 120 }],
    ['POST', '/api/v1/portal/codes', requestCode, { perMinute: 20, bodyLimitBytes: 4096 }],
    ['GET', '/api/v1/portal/session', getPortalSession],
    ['POST', '/api/v1/portal/session', redeemCode, { perMinute: 30, bodyLimitBytes: 4096 }],
    ['DELETE', '/api/v1/portal/session', endPortalSession],
  ],
)
