import type { IncomingHttpHeaders } from 'node:http'
import type { JsonObject } from '#/kernel/json.ts'
import type { Verb } from '#/kernel/verb.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** How a route differs from what its method and verb say already. */
export type RouteOptions = {
  /** The body is a form with one file, which is the verb's input `file`; its other inputs come from the query. */
  takesFile?: boolean
  /** The answer is no JSON of ours: text of this media type, which the verb gives piece by piece. */
  streams?: string
}

export type Route = readonly [method: Method, path: `/${string}`, verb: Verb, options?: RouteOptions]

/** The HTTP face of a domain: its routes, in one manner of speaking, under one heading of the API reference. */
export type RouteTable = { contract: Contract; tag: { name: string; description: string }; routes: readonly Route[] }

export type Fault = { status: number; code: string; message: string; details?: unknown }

/** A manner of speaking: how a caller shows its key, how answers and errors look, what is counted how. */
export type Contract = {
  name: string
  /** The OpenAPI security scheme, by name. */
  security: { name: string; scheme: JsonObject }
  secretIn(headers: IncomingHttpHeaders): string | undefined
  /** The answer's body for the JSON text of one resource. */
  one(text: string): string
  oneSchema(output: JsonObject): JsonObject
  /** The answer's body for the JSON text of a page `{data, nextCursor}`. */
  page(rows: readonly string[], nextCursor: string | null): string
  pageSchema(item: JsonObject): JsonObject
  fault(fault: Fault): string
  faultSchema: JsonObject
}
