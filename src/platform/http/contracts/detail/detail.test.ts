import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { issuesOf } from '#/platform/issues.ts'
import { faultItem } from './fault-item.ts'
import { day, email, nullableText, queryBoolean, queryInteger, search } from './values.ts'

/** The faults of an input, as type, message and context. */
function faultsOf(schema: z.ZodType, value: unknown) {
  const given = { value }
  const result = z.object({ value: schema }).safeParse(given)
  if (result.success) return []
  return issuesOf(result.error)
    .map((issue) => faultItem(issue, { hasSecret: true, given, placeOf: () => 'query' }))
    .map(({ type, msg, ctx, loc }) => {
      assert.deepEqual(loc, ['query', 'value'])
      return [type, msg, ctx]
    })
}
const parsed = (schema: z.ZodType, value: unknown) => z.object({ value: schema }).parse({ value }).value

test('a fault has Pydantic’s type, words and context, once each', () => {
  const limit = queryInteger({ min: 1, max: 500, fallback: 100 })
  const notInteger = 'Input should be a valid integer, unable to parse string as an integer'
  assert.deepEqual(faultsOf(limit, 'x'), [['int_parsing', notInteger, undefined]])
  assert.deepEqual(faultsOf(limit, '0'), [
    ['greater_than_equal', 'Input should be greater than or equal to 1', { ge: 1 }],
  ])
  assert.deepEqual(faultsOf(limit, '501'), [
    ['less_than_equal', 'Input should be less than or equal to 500', { le: 500 }],
  ])
  assert.deepEqual(faultsOf(queryBoolean, 'yes'), [
    ['bool_parsing', 'Input should be a valid boolean, unable to interpret input', undefined],
  ])
  assert.deepEqual(faultsOf(nullableText(3), 'four'), [
    ['string_too_long', 'String should have at most 3 characters', { max_length: 3 }],
  ])
  assert.deepEqual(faultsOf(nullableText(3), 4), [['string_type', 'Input should be a valid string', undefined]])
  assert.deepEqual(
    faultsOf(day, '2026-02-30').map(([type]) => type),
    ['date_from_datetime_parsing'],
  )
  assert.deepEqual(faultsOf(email({ hasDomain: false }), ' '), [
    ['string_too_short', 'String should have at least 1 character', { min_length: 1 }],
  ])
  for (const hasDomain of [true, false]) {
    assert.deepEqual(
      faultsOf(email({ hasDomain }), 'a@b@c').map(([type]) => type),
      ['value_error'],
    )
  }
  assert.equal(faultsOf(email({ hasDomain: true }), 'a@b').length, 1)
  assert.equal(faultsOf(email({ hasDomain: false }), 'a@b').length, 0)
})

test('a missing key and a null are told apart', () => {
  assert.deepEqual(faultsOf(email({ hasDomain: false }), undefined), [['missing', 'Field required', undefined]])
  assert.deepEqual(
    faultsOf(email({ hasDomain: false }), null).map(([type]) => type),
    ['string_type'],
  )
})

test('values of a query have their defaults', () => {
  const page = queryInteger({ min: 0, fallback: 7 })
  assert.deepEqual(
    [undefined, '3', ' +4 ', '9'.repeat(30)].map((value) => parsed(page, value)),
    [7, 3, 4, Number.MAX_SAFE_INTEGER],
  )
  assert.deepEqual(
    [undefined, 'false', 'true'].map((value) => parsed(queryBoolean, value)),
    [false, false, true],
  )
  assert.deepEqual(
    [undefined, '  ', ' a '].map((value) => parsed(search, value)),
    [undefined, undefined, 'a'],
  )
  assert.deepEqual(
    [' ', null, ' a '].map((value) => parsed(nullableText(3), value)),
    [null, null, 'a'],
  )
})
