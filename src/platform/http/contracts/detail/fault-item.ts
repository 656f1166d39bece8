import type { Facts, Issue } from '#/kernel/error.ts'
import type { Asked } from '#/platform/http/contract.ts'

/** One fault of a request in Pydantic's words. */
export type FaultItem = {
  type: string
  loc: (string | number)[]
  msg: string
  input: unknown
  ctx?: Record<string, unknown>
}

type Said = Pick<FaultItem, 'type' | 'msg' | 'ctx'>

/** An issue in Pydantic's words: what is wrong, where the caller sent it, and what it sent. */
export function faultItem(issue: Issue, asked: Asked): FaultItem {
  const [key] = issue.path
  const place = key === undefined ? 'body' : asked.placeOf(String(key))
  const value = issue.facts?.body ? undefined : valueAt(asked.given, issue.path)
  const { type, msg, ctx } = said(issue, value)
  const offset = type === 'json_invalid' ? [issue.facts?.offset ?? 0] : []
  const [, ...inside] = issue.path
  const path = key === undefined ? offset : [asked.nameOf?.(String(key)) ?? key, ...inside]
  return { type, loc: [place, ...path], msg, input: value ?? null, ...(ctx && { ctx }) }
}

function valueAt(given: unknown, path: Issue['path']): unknown {
  return path.reduce<unknown>(
    (value, key) => (value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined),
    given,
  )
}

function said(issue: Issue, value: unknown): Said {
  const facts = issue.facts ?? {}
  if (facts.params?.['type']) return facts.params as Said
  if (facts.body) return ofTheBody(facts.body)
  if (value === undefined) return { type: 'missing', msg: 'Field required' }
  if (issue.code === 'invalid_type') return wrongType(facts.expected)
  if (issue.code === 'invalid_value') return notListed(facts.values ?? [])
  if (issue.code === 'too_small' || issue.code === 'too_big') return outOfBounds(issue.code, facts, value)
  return { type: 'value_error', msg: `Value error, ${issue.message}`, ctx: { error: issue.message } }
}

function ofTheBody(body: NonNullable<Facts['body']>): Said {
  if (body === 'missing') return { type: 'missing', msg: 'Field required' }
  if (body === 'malformed') return { type: 'json_invalid', msg: 'JSON decode error', ctx: { error: 'Invalid JSON' } }
  return wrongType('object')
}

function wrongType(expected: string | undefined): Said {
  if (expected === 'boolean') return { type: 'bool_type', msg: 'Input should be a valid boolean' }
  if (expected === 'int' || expected === 'number') return { type: 'int_type', msg: 'Input should be a valid integer' }
  if (expected === 'array') return { type: 'list_type', msg: 'Input should be a valid list' }
  if (expected === 'object') {
    return {
      type: 'model_attributes_type',
      msg: 'Input should be a valid dictionary or object to extract fields from',
    }
  }
  return { type: 'string_type', msg: 'Input should be a valid string' }
}

function notListed(values: readonly unknown[]): Said {
  const quoted = values.map((value) => `'${String(value)}'`)
  const expected = [quoted.slice(0, -1).join(', '), quoted.at(-1)].filter(Boolean).join(' or ')
  return { type: 'enum', msg: `Input should be ${expected}`, ctx: { expected } }
}

const many = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

function outOfBounds(code: 'too_small' | 'too_big', { origin, minimum = 0, maximum = 0 }: Facts, value: unknown): Said {
  const isSmall = code === 'too_small'
  const [bound, word] = isSmall ? [minimum, 'least'] : [maximum, 'most']
  const limit = isSmall ? { min_length: bound } : { max_length: bound }
  if (origin === 'string') {
    const type = isSmall ? 'string_too_short' : 'string_too_long'
    return { type, msg: `String should have at ${word} ${many(bound, 'character')}`, ctx: limit }
  }
  if (origin === 'array') {
    const actual = Array.isArray(value) ? value.length : 0
    const msg = `List should have at ${word} ${many(bound, 'item')} after validation, not ${actual}`
    return {
      type: isSmall ? 'too_short' : 'too_long',
      msg,
      ctx: { field_type: 'List', ...limit, actual_length: actual },
    }
  }
  return isSmall
    ? {
        type: 'greater_than_equal',
        msg: `Input should be greater than or equal to ${bound}`,
        ctx: { ge: bound },
      }
    : { type: 'less_than_equal', msg: `Input should be less than or equal to ${bound}`, ctx: { le: bound } }
}
