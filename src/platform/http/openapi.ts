import { z } from 'zod'
import type { JsonObject, JsonValue } from '#/kernel/json.ts'
import { takesRepeatKey, type Verb } from '#/kernel/verb.ts'
import type { Contract, MediaTypes, Route, RouteTable } from './contract.ts'
import { fileBody } from './file.ts'
import { refusals } from './openapi-refusals.ts'

type Info = { title: string; version: string; description: string; serverUrl: string }

/** The OpenAPI 3.1 description of every route, made from the route tables and their verbs alone. */
export function describeApi(tables: readonly RouteTable[], info: Info): JsonObject {
  const schemas: JsonObject = {}
  const paths: Record<string, JsonObject> = {}
  for (const table of tables) {
    Object.assign(schemas, table.contract.faultSchemas)
    for (const route of table.routes) {
      const path = route[1].replaceAll(/:(\w+)/g, '{$1}')
      paths[path] = { ...paths[path], [route[0].toLowerCase()]: describe(table, route, schemas) }
    }
  }
  const contracts = [...new Map(tables.map(({ contract }) => [contract.name, contract])).values()]
  const securities = contracts.flatMap(({ security, siteKeys }) => [security, ...(siteKeys ? [siteKeys.security] : [])])
  return {
    openapi: '3.1.0',
    info: {
      title: info.title,
      version: info.version,
      description: info.description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: info.serverUrl }],
    tags: [...new Map(tables.map(({ tag }) => [tag.name, { ...tag }])).values()],
    security: securities.map(({ name }) => ({ [name]: [] })),
    paths,
    components: {
      schemas,
      securitySchemes: Object.fromEntries(securities.map(({ name, scheme }) => [name, scheme])),
    },
  }
}

function describe(table: RouteTable, [method, path, verb, options = {}]: Route, schemas: JsonObject): JsonObject {
  const inPath = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  const places = { inPath, inHeader: table.contract.headerInputs }
  const input = schemaOf(verb.input, schemas)
  if (options.takesFile) delete input.properties?.['file']
  const fromQuery = method === 'GET' || method === 'DELETE' || options.takesFile === true
  return {
    operationId: verb.name.replaceAll(/[.-](\w)/g, (_match, letter: string) => letter.toUpperCase()),
    tags: [table.tag.name],
    summary: verb.summary,
    description: `${verb.description ?? ''}\n\n${permission(verb)}`.trim(),
    security: securityOf(table.contract, verb),
    'x-scopes': scopesOf(verb),
    parameters: [
      ...parameters(verb, input, places, fromQuery),
      ...(options.streams ? [] : headers(table.contract, method, verb)),
    ],
    ...(fromQuery ? {} : body(table.contract, verb, input, places)),
    ...(options.takesFile ? { requestBody: fileBody } : {}),
    responses: {
      ...(options.streams ? streamed(options.streams) : success(table.contract, method, verb, schemas)),
      ...refusals(table.contract, method, verb),
    },
  }
}

const securityOf = ({ security, siteKeys }: Contract, { may, opensToSites }: Verb): JsonObject[] =>
  may === 'public'
    ? []
    : [{ [security.name]: [] }, ...(siteKeys && opensToSites ? [{ [siteKeys.security.name]: [] }] : [])]

const scopesOf = ({ may, orMay }: Verb): string[] => (may in unscoped ? [] : [may, ...(orMay ? [orMay] : [])])

const unscoped: { [permission: string]: string } = {
  public: 'No key is needed.',
  any: 'Any valid key may call this.',
  root: 'Only the root key may call this.',
  member: 'For members who are signed in to the console.',
  visitor: 'For visitors who are signed in to the portal.',
}

function permission(verb: Verb): string {
  const words = unscoped[verb.may]
  if (words) return words
  if (verb.opensToSites) return `Scope: \`${verb.may}\`; or a publishable key, from a browser.`
  return `Scope: ${scopesOf(verb)
    .map((scope) => `\`${scope}\``)
    .join(' or ')}.`
}

type Shape = JsonObject & { properties?: Record<string, JsonObject>; required?: string[] }

/** A schema as JSON Schema; named ones go to the components and are referred to. */
function schemaOf(schema: z.ZodType, schemas: JsonObject): Shape {
  const {
    $defs = {},
    $schema: _dialect,
    ...made
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ jsonSchema }) => tidy(jsonSchema as JsonObject),
  }) as JsonObject & { $defs?: JsonObject }
  const refer = (value: JsonValue) =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonObject
  for (const [name, definition] of Object.entries($defs)) schemas[name] = refer(definition)
  return refer(made) as Shape
}

/** A value that comes from a query is text with a pattern to us, and a number with a default to the caller. */
function tidy(schema: JsonObject): void {
  delete schema['id']
  if (schema['type'] === 'integer') delete schema['pattern']
  if (schema['x-default'] !== undefined) schema['default'] = schema['x-default']
  delete schema['x-default']
}

const exampleOf = (verb: Verb): Record<string, JsonValue> => (verb.example ?? {}) as Record<string, JsonValue>

type Places = { inPath: string[]; inHeader: Contract['headerInputs'] }

function parameters(verb: Verb, input: Shape, { inPath, inHeader }: Places, fromQuery: boolean): JsonObject[] {
  const isParameter = (name: string) => inPath.includes(name) || name in inHeader || fromQuery
  const named = Object.entries(input.properties ?? {}).filter(([name]) => isParameter(name))
  return named.map(([name, { description, ...schema }]) => ({
    name: inHeader[name] ?? name,
    in: inPath.includes(name) ? 'path' : name in inHeader ? 'header' : 'query',
    required: inPath.includes(name) || (input.required ?? []).includes(name),
    ...(description === undefined ? {} : { description }),
    schema: inPath.includes(name) ? { type: 'string' } : schema,
    ...(name in exampleOf(verb) ? { example: exampleOf(verb)[name] ?? null } : {}),
  }))
}

function headers(contract: Contract, method: string, verb: Verb): JsonObject[] {
  const header = (name: string, description: string): JsonObject => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  })
  if (method === 'GET')
    return [header('If-None-Match', 'The `ETag` of an earlier answer: 304 when nothing has changed.')]
  if (verb.kind !== 'command' || !contract.hasExtraHeaders) return []
  return [
    ...(takesRepeatKey(verb)
      ? [
          header(
            'Idempotency-Key',
            '1 to 255 visible ASCII characters. The same key and body within 24 hours give the same answer and no second change.',
          ),
        ]
      : []),
    ...(verb.current
      ? [header('If-Match', 'The `ETag` that you have read: 412 when the resource has changed since.')]
      : []),
  ]
}

function body(contract: Contract, verb: Verb, input: Shape, { inPath, inHeader }: Places): JsonObject {
  const isInBody = (name: string) => !inPath.includes(name) && !(name in inHeader)
  const inBody = (values: Record<string, JsonValue>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => isInBody(name)))
  const properties = inBody(input.properties ?? {})
  if (!Object.keys(properties).length) return {}
  const required = (input.required ?? []).filter(isInBody)
  const example = inBody(exampleOf(verb))
  const schema = {
    type: 'object',
    properties,
    ...(required.length ? { required } : {}),
    ...(contract.refusesStrangers ? { additionalProperties: false } : {}),
  }
  return { requestBody: { required: true, content: { 'application/json': { schema, example } } } }
}

const nameHeader: JsonObject = {
  'x-request-id': { description: 'Names this request in the logs and in its events.', schema: { type: 'string' } },
}

const rateHeaders: JsonObject = {
  'x-ratelimit-limit-minute': {
    description: 'Maximum number of requests allowed in the current minute.',
    schema: { type: 'string' },
  },
  'x-ratelimit-remaining-minute': {
    description: 'Number of requests remaining in the current minute.',
    schema: { type: 'string' },
  },
  ...nameHeader,
}

const streamed = (types: MediaTypes): JsonObject => ({
  200: {
    description: 'Sent piece by piece.',
    headers: rateHeaders,
    content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }])),
  },
})

function success(contract: Contract, method: string, verb: Verb, schemas: JsonObject): JsonObject {
  const headers = contract.hasExtraHeaders ? rateHeaders : nameHeader
  if (verb.output instanceof z.ZodUndefined) return { 204: { description: 'Done.', headers } }
  const output = schemaOf(verb.output, schemas)
  const items = output.properties?.['data']?.['items'] as JsonObject | undefined
  const isPage = items !== undefined && output.properties?.['nextCursor'] !== undefined
  const schema = isPage ? contract.pageSchema(items) : contract.oneSchema(output)
  const [example] = examplesOf(isPage ? items : output, schemas)
  const shown = isPage
    ? contract.page(example === undefined ? [] : [JSON.stringify(example)], null)
    : contract.one(JSON.stringify(example ?? null))
  const answer = (description: string): JsonObject => ({
    description,
    headers,
    content: { 'application/json': { schema, example: JSON.parse(shown) as JsonValue } },
  })
  if (verb.kind === 'query' && method !== 'GET') return { 200: answer('Found.') }
  if (verb.kind === 'query')
    return { 200: answer('Found.'), 304: { description: 'Not changed since the `ETag` that was sent.' } }
  if (!verb.creates) return { 200: answer('Done.') }
  return { 201: answer('Made.'), ...(verb.mayFind ? { 200: answer('It was there already.') } : {}) }
}

function examplesOf(schema: JsonObject, schemas: JsonObject): JsonValue[] {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined
  const named = name === undefined ? schema : (schemas[name] as JsonObject)
  return Array.isArray(named['examples']) ? named['examples'] : []
}
