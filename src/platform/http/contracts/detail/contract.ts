import type { Issue } from '#/kernel/error.ts'
import type { JsonObject } from '#/kernel/json.ts'
import type { Asked, Contract, Fault } from '#/platform/http/contract.ts'
import { faultItem } from './fault-item.ts'

type Own = Pick<Contract, 'name' | 'security' | 'secretIn' | 'headerInputs' | 'ratePerMinute' | 'challenge'> & {
  /** The contract's own sentences for what every verb may refuse, by code. */
  words: { UNAUTHORIZED: string; FORBIDDEN: string; MISSING_KEY: string }
}

const words: Record<string, string> = {
  NOT_FOUND: 'Not Found',
  METHOD_NOT_ALLOWED: 'Method Not Allowed',
  PAYLOAD_TOO_LARGE: 'Request body too large',
  RATE_LIMIT_EXCEEDED: 'Rate limit exceeded',
  INTERNAL_ERROR: 'Internal Server Error',
}

/** The manner of FastAPI: the bare resource, `{detail}` for errors, Pydantic's items for what is not valid. */
export function detailContract({ words: own, ...contract }: Own): Contract {
  const wordsOf = (fault: Fault, asked: Asked) =>
    fault.code === 'UNAUTHORIZED' && !asked.hasSecret
      ? own.MISSING_KEY
      : (own[fault.code as keyof typeof own] ?? words[fault.code] ?? fault.message)
  return {
    ...contract,
    refusesStrangers: false,
    hasExtraHeaders: false,
    one: (text) => text,
    oneSchema: (output) => output,
    page: (rows) => `[${rows.join(',')}]`,
    pageSchema: (item) => ({ type: 'array', items: item }),
    fault: (fault, asked = unasked) => JSON.stringify({ detail: detailOf(fault, named(contract, asked), wordsOf) }),
    faultSchemas,
    faultSchemaOf: (status) => (status === 422 ? 'HTTPValidationError' : status === 400 ? 'CodedError' : 'DetailError'),
  }
}

const unasked: Asked = { hasSecret: true, given: {}, placeOf: () => 'body' }

/** Headers are named in faults as the caller sent them. */
const named = ({ headerInputs }: Pick<Contract, 'headerInputs'>, asked: Asked): Asked => ({
  ...asked,
  nameOf: (key) => headerInputs[key] ?? key,
})

function detailOf(fault: Fault, asked: Asked, wordsOf: (fault: Fault, asked: Asked) => string): unknown {
  if (fault.status === 422) return (fault.details as Issue[]).map((issue) => faultItem(issue, asked))
  if (fault.status === 400) return { code: fault.code, message: fault.message }
  return wordsOf(fault, asked)
}

const faultSchemas: JsonObject = {
  HTTPValidationError: {
    type: 'object',
    required: ['detail'],
    properties: {
      detail: { type: 'array', minItems: 1, items: { $ref: '#/components/schemas/ValidationError' } },
    },
  },
  ValidationError: {
    type: 'object',
    required: ['loc', 'msg', 'type'],
    properties: {
      loc: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
      msg: { type: 'string' },
      type: { type: 'string' },
      input: { description: 'The offending value; null where it is missing.' },
      ctx: { type: 'object', description: 'The bounds or values that were expected.' },
    },
  },
  DetailError: { type: 'object', required: ['detail'], properties: { detail: { type: 'string' } } },
  CodedError: {
    type: 'object',
    required: ['detail'],
    properties: {
      detail: {
        type: 'object',
        required: ['code', 'message'],
        properties: { code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}
