import { writeFile } from 'node:fs/promises'
import { apiInfo } from '../application.ts'
import type { JsonObject, JsonValue } from '../kernel/json.ts'
import { describeApi } from '../platform/http/openapi.ts'
import { routeTables } from '../route-tables.ts'

/** Writes the types of the pages' API client from the API description: there is no second list of shapes. */
const api = describeApi(routeTables, await apiInfo({ publicUrl: 'http://localhost' }))
const components = (api['components'] as JsonObject)['schemas'] as Record<string, JsonObject>
const paths = api['paths'] as Record<string, Record<string, JsonObject>>

const isPlain = (name: string) => /^[A-Za-z_$][\w$]*$/.test(name)
const keyOf = (name: string) => (isPlain(name) ? name : JSON.stringify(name))
const either = (types: string[]) => [...new Set(types)].join(' | ') || 'never'

function typeOf(schema: JsonValue | undefined): string {
  if (schema === undefined || schema === true || typeof schema !== 'object' || schema === null) return 'unknown'
  const { $ref, enum: values, const: only, anyOf, oneOf, allOf, type } = schema as JsonObject
  if (typeof $ref === 'string') return `Schemas[${JSON.stringify($ref.split('/').at(-1))}]`
  if (only !== undefined) return JSON.stringify(only)
  if (Array.isArray(values)) return either(values.map((value) => JSON.stringify(value)))
  if (Array.isArray(anyOf ?? oneOf)) return either(((anyOf ?? oneOf) as JsonValue[]).map((one) => bracketed(one)))
  if (Array.isArray(allOf)) return allOf.map(bracketed).join(' & ')
  if (Array.isArray(type)) return either(type.map((one) => bracketed({ ...(schema as JsonObject), type: one })))
  return typeOfKind(schema as JsonObject, type)
}

const bracketed = (schema: JsonValue) => {
  const type = typeOf(schema)
  return /[|&]/.test(type) ? `(${type})` : type
}

function typeOfKind(schema: JsonObject, type: JsonValue | undefined): string {
  if (type === 'string' || type === 'boolean' || type === 'null') return type
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'array') return `${bracketed(schema['items'] ?? true)}[]`
  if (type === 'object' || schema['properties']) return objectType(schema)
  return 'unknown'
}

function objectType({ properties, required, additionalProperties }: JsonObject): string {
  const needed = (required ?? []) as string[]
  const fields = Object.entries((properties ?? {}) as JsonObject).map(
    ([name, value]) => `${keyOf(name)}${needed.includes(name) ? '' : '?'}: ${typeOf(value)}`,
  )
  if (!fields.length) return `Record<string, ${typeOf(additionalProperties)}>`
  return `{ ${fields.join('; ')} }`
}

type Parameter = { name: string; in: string; required: boolean; schema: JsonObject }

function operationType(operation: JsonObject): string {
  const parameters = (operation['parameters'] ?? []) as Parameter[]
  const among = (place: string) => {
    const fields = parameters.filter((parameter) => parameter.in === place)
    return `{ ${fields.map(({ name, required, schema }) => `${keyOf(name)}${required ? '' : '?'}: ${typeOf(schema)}`).join('; ')} }`
  }
  const content = (operation['requestBody'] as JsonObject | undefined)?.['content'] as JsonObject | undefined
  const body = content?.['application/json'] as JsonObject | undefined
  const file = content?.['multipart/form-data'] ? 'FormData' : 'undefined'
  return `{ path: ${among('path')}; query: ${among('query')}; body: ${body ? typeOf(body['schema']) : file}; answer: ${answerType(operation)} }`
}

function answerType({ responses }: JsonObject): string {
  const all = responses as Record<string, JsonObject>
  const good = all['201'] ?? all['200']
  if (!good) return 'undefined'
  const content = (good['content'] ?? {}) as Record<string, JsonObject>
  return content['application/json'] ? typeOf(content['application/json']['schema']) : 'Blob'
}

const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) => `  ${JSON.stringify(`${method.toUpperCase()} ${path}`)}: ${operationType(operation)}`,
  ),
)
const named = Object.entries(components).map(([name, schema]) => `  ${keyOf(name)}: ${typeOf(schema)}`)

const text = `// Made from the API description by \`npm run api-types\`; not kept in the repository.

/** Every named shape of the API. */
export type Schemas = {
${named.join('\n')}
}

/** Every operation of the API by method and path. */
export type Operations = {
${operations.join('\n')}
}
`
await writeFile(new URL('../../web/api/schema.ts', import.meta.url), text)
