import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { apiInfo } from '#/application.ts'
import { routeTables } from '#/route-tables.ts'
import type { JsonObject } from '#/kernel/json.ts'
import { describeApi } from './openapi.ts'

type Media = { schema: JsonObject; example?: unknown; examples?: Record<string, { value: unknown }> }
type Operation = {
  operationId: string
  summary: string
  description: string
  tags: string[]
  'x-scopes': string[]
  security: object[]
  parameters: { name: string; in: string; schema: JsonObject; example?: unknown }[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { description: string; content?: Record<string, Media> }>
}
type Described = {
  openapi: string
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: JsonObject }
}

const described = describeApi(
  routeTables,
  await apiInfo({ publicUrl: 'http://localhost:4000' }),
) as unknown as Described
const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ place: `${method.toUpperCase()} ${path}`, path, operation })),
)
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema({ $id: 'api', components: described.components })

const check = (place: string, schema: JsonObject, value: unknown) => {
  const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object
  const validate = ajv.compile(local)
  assert.ok(validate(value), `${place}: ${ajv.errorsText(validate.errors)}`)
}

test('every route of every table is described, under a name of its own', () => {
  const routes = routeTables.flatMap(({ routes }) => routes)
  assert.equal(operations.length, routes.length)
  assert.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, operations.length)
  assert.equal(described.openapi, '3.1.0')
  const tags = described.tags.map(({ name }) => name)
  assert.equal(new Set(tags).size, tags.length)
})

test('every operation says what it is, which scope opens it, and each error with an example', () => {
  for (const { place, operation } of operations) {
    assert.ok(operation.summary && operation.description && operation.tags.length, place)
    assert.match(
      operation.description,
      /Scope: `|Any valid key|Only the root key|No key is needed|For members|For visitors/,
      place,
    )
    const keyed = operation.security.length ? ['401', '403'] : []
    for (const status of [...keyed, '422', '429', '500'])
      assert.ok(operation.responses[status], `${place} lacks ${status}`)
    for (const [status, { content }] of Object.entries(operation.responses).filter(
      ([status]) => Number(status) >= 400,
    )) {
      const { schema, examples = {} } = Object.values(content ?? {})[0] ?? { schema: {} }
      assert.ok(Object.keys(examples).length, `${place} ${status} has no example`)
      for (const { value } of Object.values(examples)) check(`${place} ${status}`, schema, value)
    }
  }
})

test('every path parameter is in its path, and every example fits its schema', () => {
  for (const { place, path, operation } of operations) {
    const inPath = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name)
    assert.deepEqual(
      inPath,
      [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]),
      place,
    )
    const body = operation.requestBody?.content['application/json']
    if (body) {
      assert.ok(body.example, `${place} has no example of its body`)
      check(`${place} body`, body.schema, body.example)
    }
    for (const [status, { content }] of Object.entries(operation.responses).filter(([status]) =>
      status.startsWith('2'),
    )) {
      const media = content?.['application/json']
      if (media) check(`${place} ${status}`, media.schema, media.example)
    }
  }
})

test('the list of partners is described as the contract’s own page describes it', () => {
  const list = described.paths['/api/v1/partners']?.['get']
  const names = list?.parameters.filter((one) => one.in === 'query').map(({ name }) => name) ?? []
  assert.ok(names.includes('limit') && names.includes('cursor'))
  const limit = list?.parameters.find(({ name }) => name === 'limit')?.schema
  assert.deepEqual(
    [limit?.['type'], limit?.['minimum'], limit?.['maximum'], limit?.['default']],
    ['integer', 1, 100, 25],
  )
  const partner = described.components.schemas['Partner'] as {
    additionalProperties: boolean
    properties: JsonObject
    required: string[]
  }
  assert.equal(partner.additionalProperties, false)
  for (const key of ['id', 'name', 'domain', 'createdAt']) assert.ok(partner.required.includes(key), key)
})
