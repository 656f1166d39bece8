import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conversionSetting } from '#/testing/decisions.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
type Item = { index: number; status: string; conversion: { status: string } | null; error: { code: string } | null }

const shown = (items: Item[]) => items.map(({ status, error }) => error?.code ?? status)

test('many conversions are decided at once, each answered at its place', async () => {
  const own = await conversionSetting(server)
  const other = await conversionSetting(server)
  const ids = [await own.convert(), await own.convert({ status: 'review' }), await own.convert()]
  const [first = '', , last = ''] = ids
  await own.decline(last)
  const foreign = await other.convert()
  const answer = await own.bulk({ action: 'ACCEPT', ids: [...ids, foreign, 'cnv_nothing', first] })
  assert.equal(answer.status, 200, answer.text)
  const { changed, unchanged, refused, items } = answer.body.data
  assert.deepEqual([changed, unchanged, refused], [2, 1, 3])
  assert.deepEqual(shown(items), [
    'CHANGED',
    'CHANGED',
    'CONVERSION_STATUS',
    'CONVERSION_NOT_FOUND',
    'CONVERSION_NOT_FOUND',
    'UNCHANGED',
  ])
  assert.equal(items[0].conversion.status, 'accepted')
  const declined = await own.bulk({ action: 'DECLINE', ids, reasonType: 'CUSTOM', reason: 'A test run.' })
  assert.deepEqual(shown(declined.body.data.items), ['CHANGED', 'CHANGED', 'UNCHANGED'])
  assert.deepEqual(await own.balances(), {})
  const undone = await own.bulk({ action: 'UNDO', ids })
  assert.deepEqual(
    undone.body.data.items.map((item: Item) => item.conversion?.status),
    ['pending', 'review', 'pending'],
  )
  assert.equal((await other.conversion(foreign)).status, 'pending')
  await own.books()
})

test('two that decide on the same conversions at once, in opposite orders, both come to an end', async () => {
  const own = await conversionSetting(server)
  const ids = await Promise.all(Array.from({ length: 20 }, () => own.convert()))
  const [up, down] = await Promise.all([
    own.bulk({ action: 'ACCEPT', ids }),
    own.bulk({ action: 'ACCEPT', ids: ids.toReversed() }),
  ])
  assert.equal(up.body.data.changed + down.body.data.changed, 20)
  assert.equal(up.body.data.unchanged + down.body.data.unchanged, 20)
  await own.books()
})

test('a decision on many names its faults', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert()
  const faulty: [object, string][] = [
    [{ action: 'ACCEPT', ids: [] }, 'ids'],
    [{ action: 'ACCEPT', ids: Array.from({ length: 1001 }, () => id) }, 'ids'],
    [{ action: 'PAY', ids: [id] }, 'action'],
    [{ action: 'DECLINE', ids: [id] }, 'reasonType'],
    [{ action: 'ACCEPT', ids: [id], reasonType: 'DUPLICATE' }, 'reasonType'],
    [{ action: 'DECLINE', ids: [id], reasonType: 'CUSTOM' }, 'reason'],
  ]
  for (const [body, field] of faulty) {
    const answer = await own.bulk(body)
    assert.deepEqual([answer.status, answer.body.error.details[0].path[0]], [422, field])
  }
  const reader = await own.callerWith('affiliate:read', 'affiliate:write')
  assert.equal((await reader.post('/api/v1/conversions/bulk', { action: 'ACCEPT', ids: [id] })).status, 403)
})
