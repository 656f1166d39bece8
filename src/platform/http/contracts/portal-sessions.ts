import type { Contract, Route, RouteTable } from '../contract.ts'
import { partnerApiContract } from './partner-api.ts'

/** The manner of `/api/v1` with bare answers. */
const contract: Contract = {
  ...partnerApiContract,
  name: 'portal-sessions',
  one: (text) => text,
  oneSchema: (output) => output,
}

/** A table of routes for servers that let visitors into the portal. */
export function portalSessionsApi(tag: RouteTable['tag'], routes: readonly Route[]): RouteTable {
  return { contract, tag, routes }
}
