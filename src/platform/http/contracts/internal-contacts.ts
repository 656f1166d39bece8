import type { Route, RouteTable } from '../contract.ts'
import { detailContract } from './detail/contract.ts'

const contract = detailContract({
  name: 'internal-contacts',
  security: {
    name: 'BearerAuth',
    scheme: { type: 'http', scheme: 'bearer', description: 'An API key of the organisation.' },
  },
  secretIn: ({ authorization }) => /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1],
  headerInputs: {},
  challenge: 'Bearer',
  words: {
    MISSING_KEY: 'Not authenticated',
    UNAUTHORIZED: 'Not authenticated',
    FORBIDDEN: 'Not enough permissions',
  },
})

/** A table of routes that speak the internal-contacts manner: `Authorization: Bearer`, bare resources, `{detail}`. */
export function internalContactsApi(tag: RouteTable['tag'], routes: readonly Route[]): RouteTable {
  return { contract, tag, routes }
}
