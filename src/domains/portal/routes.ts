import { partnerApi, portalApi } from '#/platform/http/contracts/partner-api.ts'
import { portalSessionsApi } from '#/platform/http/contracts/portal-sessions.ts'
import { getEmbedDomains } from './embed-domains/queries.ts'
import { setEmbedDomains } from './embed-domains/set.ts'
import { listRooms } from './rooms/list.ts'
import { createPortalSession } from './sessions/create.ts'
import { endPortalSession, getPortalSession } from './sessions/current.ts'

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
    ['GET', '/api/v1/portal/session', getPortalSession],
    ['DELETE', '/api/v1/portal/session', endPortalSession],
  ],
)
