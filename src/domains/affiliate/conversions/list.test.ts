import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLink } from '#/testing/affiliate.ts'
import { newPartner } from '#/testing/commission-lines.ts'
import { conversionSetting } from '#/testing/decisions.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('a conversion leaves with every key that it has, and no other', async () => {
  const own = await conversionSetting(server)
  const acceptAt = new Date('2026-05-14T12:00:00.000Z')
  const id = await own.convert({ customerId: 'customer-7', acceptAt })
  const shown = await own.conversion(id)
  const { clickId, commissionLineId, formSubmissionId, createdAt, updatedAt } = shown
  assert.deepEqual(shown, {
    id,
    status: 'pending',
    campaignId: own.campaign.id,
    partnerId: own.partnerId,
    linkId: own.link.id,
    clickId,
    couponCode: null,
    attributedBy: 'CLICK',
    email: 'buyer@customer.example.com',
    customerId: 'customer-7',
    externalId: null,
    amount: '100.00',
    currency: 'USD',
    commissionLineId,
    commission: { amount: '20.00', currency: 'USD', status: 'HELD' },
    formSubmissionId,
    subIds: { sub1: 'newsletter', sub2: null, sub3: null, sub4: null, sub5: null },
    reasons: [],
    declineReasonType: null,
    declineReason: null,
    acceptAt: acceptAt.toISOString(),
    createdAt,
    decidedAt: null,
    erasedAt: null,
    updatedAt,
  })
})

test('conversions are listed newest first, page by page, by each filter and by all together', async () => {
  const own = await conversionSetting(server)
  const other = await newPartner(own)
  const link = await newLink(own.admin, { campaignId: own.campaign.id, partnerId: other })
  const [a, b, c] = [
    await own.convert({ email: 'Robin@Customer.example.com', customerId: 'customer-7' }),
    await own.convert({ status: 'review', partnerId: other, linkId: link.id }),
    await own.convert({ email: null, commission: null }),
  ]
  const ids = async (query: string) => {
    const answer = await own.admin.get(`/api/v1/conversions?${query}`)
    assert.equal(answer.status, 200, answer.text)
    return answer.body.data.map((one: { id: string }) => one.id)
  }
  const [all, day] = [[c, b, a], (await own.conversion(a)).createdAt.slice(0, 10)]
  const cases: [string, (string | undefined)[]][] = [
    ['', all],
    ['status=review', [b]],
    ['status=accepted', []],
    [`partnerId=${own.partnerId}`, [c, a]],
    [`campaignId=${own.campaign.id}`, all],
    ['campaignId=cmp_nothing', []],
    [`linkId=${link.id}`, [b]],
    ['email=robin%40customer.EXAMPLE.com', [a]],
    ['email=robin%40customer', []],
    ['customerId=customer-7', [a]],
    [`createdFrom=${day}&createdTo=${day}`, all],
    ['createdTo=2020-01-01', []],
    ['createdFrom=2199-01-01', []],
    [`partnerId=${other}&status=review&linkId=${link.id}&campaignId=${own.campaign.id}`, [b]],
    [`partnerId=${other}&status=pending`, []],
  ]
  for (const [query, found] of cases) assert.deepEqual(await ids(query), found, query)
  const first = (await own.admin.get('/api/v1/conversions?limit=2')).body
  const second = (await own.admin.get(`/api/v1/conversions?limit=2&cursor=${first.pagination.nextCursor}`)).body
  assert.deepEqual([first.data.length, second.data[0].id, second.pagination.nextCursor], [2, a, null])
})

test('another organisation’s conversions are in no list, and a list refuses what it does not know', async () => {
  const own = await conversionSetting(server)
  const stranger = await conversionSetting(server)
  const id = await own.convert()
  assert.deepEqual((await stranger.admin.get('/api/v1/conversions')).body.data, [])
  for (const query of [`partnerId=${own.partnerId}`, `linkId=${own.link.id}`])
    assert.deepEqual((await stranger.admin.get(`/api/v1/conversions?${query}`)).body.data, [])
  for (const query of ['status=PENDING', 'createdFrom=yesterday', 'colour=blue', 'limit=101', 'cursor=x'])
    assert.equal((await own.admin.get(`/api/v1/conversions?${query}`)).status, 422, query)
  const reporter = await own.callerWith('affiliate:write')
  assert.equal((await reporter.get('/api/v1/conversions')).status, 403)
  assert.equal((await reporter.get(`/api/v1/conversions/${id}`)).status, 403)
  assert.equal((await own.callerBoundTo(own.partnerId).then((bound) => bound.get('/api/v1/conversions'))).status, 403)
})
