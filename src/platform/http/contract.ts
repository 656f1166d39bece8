import type { IncomingHttpHeaders } from 'node:http'
import type { Actor } from '#/kernel/actor.ts'
import type { JsonObject } from '#/kernel/json.ts'
import type { Verb } from '#/kernel/verb.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** The first where the verb names none. */
export type MediaTypes = readonly [string, ...string[]]

/** How a route differs from what its method and verb say already. */
export type RouteOptions = {
  /** The body is a form with one file, which is the verb's input `file`; its other inputs come from the query. */
  takesFile?: boolean
  /** The answer is no JSON of ours: text or bytes of one of these media types, which the verb gives piece by piece. */
  streams?: MediaTypes
  /** A limit of the route's own, per key or, where no key is shown, per address. */
  perMinute?: number
  /** A limit of the route's own, where it is below the server's. */
  bodyLimitBytes?: number
}

export type Route = readonly [method: Method, path: `/${string}`, verb: Verb, options?: RouteOptions]

/** The HTTP face of a domain: its routes, in one manner of speaking, under one heading of the API reference. */
export type RouteTable = { contract: Contract; tag: { name: string; description: string }; routes: readonly Route[] }

export type Fault = { status: number; code: string; message: string; details?: unknown }

/** Where an input came from. */
export type Place = 'path' | 'query' | 'header' | 'body'

/** What a fault may say of the request it answers. */
export type Asked = {
  hasSecret: boolean
  given: Readonly<Record<string, unknown>>
  placeOf(key: string): Place
  /** The name that the caller used for an input. */
  nameOf?(key: string): string
}

/** A key that everybody may see, for web pages: it stands in a header or else in the body, where no secret is shown. */
export type SiteKeys = {
  security: Contract['security']
  header: string
  /** The input of the verb that holds it. */
  input: string
  /** For each key and address. */
  perMinute: number
}

/** People who sign in: members to the console, visitors to the portal. */
export type SessionKind = 'member' | 'visitor'

/** A manner of speaking: how a caller shows its key, how answers and errors look, what is counted how. */
export type Contract = {
  name: string
  /** The OpenAPI security scheme, by name. */
  security: { name: string; scheme: JsonObject }
  secretIn(headers: IncomingHttpHeaders): string | undefined
  /** Whose session counts, by its cookie, where no secret is shown. */
  sessions?: SessionKind
  /** The keys of web pages: such routes are called from pages of other origins, and answer browsers as CORS asks. */
  siteKeys?: SiteKeys
  /** Headers that are inputs of the verbs that have them: the input's name → the header's. */
  headerInputs: Readonly<Record<string, string>>
  /** Whether a key that a verb does not know is refused or passed over. */
  refusesStrangers: boolean
  /** Whether answers tell the rate, and a caller may send `Idempotency-Key` and `If-Match`. */
  hasExtraHeaders: boolean
  /** The rate of a key that names none, where the contract has one of its own. */
  ratePerMinute?(actor: Actor): number | undefined
  /** The `WWW-Authenticate` of a 401. */
  challenge?: string
  /** The answer's body for the JSON text of one resource. */
  one(text: string): string
  oneSchema(output: JsonObject): JsonObject
  /** The answer's body for the JSON text of a page `{data, nextCursor}`. */
  page(rows: readonly string[], nextCursor: string | null): string
  pageSchema(item: JsonObject): JsonObject
  fault(fault: Fault, asked?: Asked): string
  /** The schemas of its faults by name, and which one an answer of a status has. */
  faultSchemas: JsonObject
  faultSchemaOf(status: number): string
}
