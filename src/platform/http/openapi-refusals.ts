import type { JsonObject, JsonValue } from '#/kernel/json.ts'
import { takesRepeatKey, type Verb } from '#/kernel/verb.ts'
import type { Asked, Contract } from './contract.ts'
import { statusOf } from './faults.ts'

type Possible = [status: number, code: string, message: string]

/** Every error that an operation can answer, by status, each with an example. */
export function refusals(contract: Contract, method: string, verb: Verb): JsonObject {
  const takesBody = method !== 'GET' && method !== 'DELETE'
  const isCreation = contract.hasExtraHeaders && takesRepeatKey(verb)
  const keyed: Possible[] = [
    [401, 'UNAUTHORIZED', 'The API key is missing, invalid, expired or revoked. Send a live key.'],
    [403, 'FORBIDDEN', 'This key does not allow that.'],
  ]
  const possible: Possible[] = [
    ...(verb.may === 'public' ? [] : keyed),
    [422, 'VALIDATION_ERROR', 'The request is not valid: name: At least 1 character needed.'],
    [429, 'RATE_LIMIT_EXCEEDED', 'This key may make 120 requests a minute. Try again in 17 seconds.'],
    [500, 'INTERNAL_ERROR', 'Something went wrong on our side. The request id helps to find it.'],
    [503, 'SERVICE_UNAVAILABLE', 'The database cannot serve this now. Try again shortly.'],
    ...(takesBody ? [[413, 'PAYLOAD_TOO_LARGE', 'The body is larger than this server accepts.'] as Possible] : []),
    ...(isCreation
      ? [[409, 'IDEMPOTENCY_CONFLICT', 'This Idempotency-Key was used with another body.'] as Possible]
      : []),
    ...(contract.hasExtraHeaders && verb.kind === 'command' && verb.current
      ? [[412, 'PRECONDITION_FAILED', 'The resource has changed since you read it.'] as Possible]
      : []),
    ...(verb.refuses ?? []).map((one): Possible => [statusOf[one.kind], one.code, one.message]),
  ]
  const byStatus = Map.groupBy(possible, ([status]) => status)
  return Object.fromEntries([...byStatus].map(([status, all]) => [status, fault(contract, all)]))
}

function fault(contract: Contract, possible: Possible[]): JsonObject {
  const example = ([status, code, message]: Possible) => ({
    summary: code,
    value: JSON.parse(contract.fault({ status, code, message, ...detailsFor(code) }, exampleAsked)) as JsonValue,
  })
  return {
    description: possible.map(([, code]) => `\`${code}\``).join(', '),
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${contract.faultSchemaOf(possible[0]?.[0] ?? 500)}` },
        examples: Object.fromEntries(possible.map((one) => [one[1], example(one)])),
      },
    },
  }
}

const detailsFor = (code: string) =>
  code === 'VALIDATION_ERROR'
    ? { details: [{ path: ['name'], message: 'At least 1 character needed.', code: 'too_small', facts: tooShort }] }
    : {}

const tooShort = { origin: 'string', minimum: 1 }
const exampleAsked: Asked = { hasSecret: true, given: { name: '' }, placeOf: () => 'body' }
