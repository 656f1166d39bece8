import { portalTag } from '#/domains/partners/index.ts'
import { portalApi } from '#/platform/http/contracts/partner-api.ts'
import { getHome } from './home.ts'
import { getOwnLine, listOwnLines } from './lines.ts'

/** What takes more than one domain. The other verbs of the portal stand in the domains whose rows they are about. */
export const portalPageRoutes = portalApi(portalTag, [
  ['GET', '/api/v1/portal/home', getHome],
  ['GET', '/api/v1/portal/commission-lines', listOwnLines],
  ['GET', '/api/v1/portal/commission-lines/:id', getOwnLine],
])
