import { planTag } from '#/domains/commissions/index.ts'
import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { createSourceEvent } from './create.ts'

export const sourceEventRoutes = partnerApi(planTag, [['POST', '/api/v1/source-events', createSourceEvent]])
