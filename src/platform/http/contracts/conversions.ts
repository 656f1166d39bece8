import type { Contract, Route, RouteTable } from '../contract.ts'
import { partnerApiContract } from './partner-api.ts'

/** The manner of `/api/v1` with bare answers, for servers and, by a key that everybody may see, for web pages. */
const contract: Contract = {
  ...partnerApiContract,
  name: 'conversions',
  siteKeys: {
    security: {
      name: 'PublishableKey',
      scheme: {
        type: 'apiKey',
        in: 'header',
        name: 'x-introw-publishable-key',
        description:
          'A publishable key: of the organisation (`pk_aff_org_…`) or of one campaign (`pk_aff_…`). It is safe to show, opens this one operation, and may stand in the body as `publishableKey` instead.',
      },
    },
    header: 'x-introw-publishable-key',
    input: 'publishableKey',
    perMinute: 120,
  },
  one: (text) => text,
  oneSchema: (output) => output,
}

/** A table of routes that web pages call. */
export function conversionsApi(tag: RouteTable['tag'], routes: readonly Route[]): RouteTable {
  return { contract, tag, routes }
}
