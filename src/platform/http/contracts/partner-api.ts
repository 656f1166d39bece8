import type { Issue } from '#/kernel/error.ts'
import type { Contract, Route, RouteTable } from '../contract.ts'

/** The manner of `/api/v1`: `x-api-key`, `{data}`, `{data, pagination}` and `{error: {code, message, details}}`. */
const contract: Contract = {
  name: 'partner-api',
  security: {
    name: 'ApiKeyAuth',
    scheme: {
      type: 'apiKey',
      in: 'header',
      name: 'x-api-key',
      description: 'A secret API key. It is shown once, when it is made.',
    },
  },
  secretIn: (headers) => {
    const secret = headers['x-api-key']
    return typeof secret === 'string' ? secret : undefined
  },
  sessions: 'member',
  headerInputs: {},
  refusesStrangers: true,
  hasExtraHeaders: true,
  one: (text) => `{"data":${text}}`,
  oneSchema: (output) => ({
    type: 'object',
    properties: { data: output },
    required: ['data'],
    additionalProperties: false,
  }),
  page: (rows, nextCursor) => {
    const end = `],"pagination":{"nextCursor":${nextCursor === null ? 'null' : JSON.stringify(nextCursor)}}}`
    return ['{"data":[', ...rows.flatMap((row, index) => (index ? [',', row] : row)), end].join('')
  },
  pageSchema: (item) => ({
    type: 'object',
    properties: {
      data: { type: 'array', items: item },
      pagination: {
        type: 'object',
        properties: {
          nextCursor: { description: 'Cursor of the next page, or null at the end.', type: ['string', 'null'] },
        },
        required: ['nextCursor'],
        additionalProperties: false,
      },
    },
    required: ['data', 'pagination'],
    additionalProperties: false,
  }),
  fault: ({ code, message, details }) =>
    JSON.stringify({ error: details === undefined ? { code, message } : { code, message, details: shown(details) } }),
  faultSchemaOf: () => 'PublicApiError',
  faultSchemas: {
    PublicApiError: {
      type: 'object',
      required: ['error'],
      additionalProperties: false,
      properties: {
        error: {
          type: 'object',
          required: ['code', 'message'],
          additionalProperties: false,
          properties: {
            code: { type: 'string', description: 'Stable code for programs.' },
            message: { type: 'string', description: 'A sentence for people.' },
            details: { description: 'Optional; of VALIDATION_ERROR an array of {path, message, code}.' },
          },
        },
      },
    },
  },
}

/** Issues in three keys; what else they know is for other contracts. */
const shown = (details: unknown) =>
  Array.isArray(details) ? (details as Issue[]).map(({ path, message, code }) => ({ path, message, code })) : details

/** A table of routes that speak the partner API's manner. */
export function partnerApi(tag: RouteTable['tag'], routes: readonly Route[]): RouteTable {
  return { contract, tag, routes }
}

/** What the portal's pages call: the same manner, for the visitor whose cookie it is. */
const portalContract: Contract = {
  ...contract,
  name: 'portal',
  security: {
    name: 'PortalSession',
    scheme: {
      type: 'apiKey',
      in: 'cookie',
      name: 'symbolon_portal',
      description:
        'The session of a visitor, under https `__Host-symbolon_portal`. Opening the URL of a portal session sets it.',
    },
  },
  secretIn: () => undefined,
  sessions: 'visitor',
}

/** A table of routes for the pages of the portal. */
export function portalApi(tag: RouteTable['tag'], routes: readonly Route[]): RouteTable {
  return { contract: portalContract, tag, routes }
}

export { contract as partnerApiContract }
