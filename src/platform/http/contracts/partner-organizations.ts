import type { Route, RouteTable } from '../contract.ts'
import { detailContract } from './detail/contract.ts'

const contract = detailContract({
  name: 'partner-organizations',
  security: {
    name: 'APIKeyHeader',
    scheme: {
      type: 'apiKey',
      in: 'header',
      name: 'X-API-KEY',
      description:
        'A key of a partner; or of a referral partner or the organisation, which name the partner in `x-partner-id`.',
    },
  },
  secretIn: (headers) => {
    const secret = headers['x-api-key']
    return typeof secret === 'string' && secret ? secret : undefined
  },
  headerInputs: { partnerId: 'x-partner-id' },
  ratePerMinute: (actor) => (actor.kind === 'key' && actor.actsFor !== 'ORGANISATION' ? 10_000 : undefined),
  words: {
    MISSING_KEY: 'API key is missing or empty.',
    UNAUTHORIZED: 'Unauthenticated request.',
    FORBIDDEN: 'This API key cannot be used for this endpoint.',
  },
})

/** A table of routes that speak the partner-organizations manner: `X-API-KEY`, `x-partner-id`, bare resources, `{detail}`. */
export function partnerOrganizationsApi(tag: RouteTable['tag'], routes: readonly Route[]): RouteTable {
  return { contract, tag, routes }
}
