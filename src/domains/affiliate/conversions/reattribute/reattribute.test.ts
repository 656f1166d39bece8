import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planChecks } from '#/domains/commissions/index.ts'
import { newLink } from '#/testing/affiliate.ts'
import { eventsOf, newPartner, refused } from '#/testing/commission-lines.ts'
import { conversionSetting } from '#/testing/decisions.ts'
import { inOrder } from '#/testing/in-the-way.ts'
import { type Answer, serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile({ settings: { DATABASE_POOL: '20' } })
const reason = 'They introduced the customer in March.'
const faultsOf = ({ status, body }: Answer) => [status, body.error.details[0].path.join('.')]

test('a conversion is given to another partner: its line is void, the other has one, and both stand in its history', async () => {
  const own = await conversionSetting(server)
  const other = await newPartner(own)
  const link = await newLink(own.admin, { campaignId: own.campaign.id, partnerId: other })
  const id = await own.convert()
  const { id: lineId } = await own.lineOf(id)
  await own.admin.post(`/api/v1/commission-lines/${lineId}/claw-back`, { amount: '5' })
  const answer = await own.reattribute(id, { partnerId: other, reason })
  assert.equal(answer.status, 200, answer.text)
  const { partnerId, linkId, attributedBy, commission, commissionLineId, status } = answer.body.data
  assert.deepEqual([partnerId, linkId, attributedBy, status], [other, link.id, 'PERSON', 'pending'])
  assert.deepEqual(commission, { amount: '15.00', currency: 'USD', status: 'HELD' })
  assert.deepEqual(
    [await own.balances(), await own.balances(other)],
    [{}, { 'COMMISSIONS USD': '-1500', 'EARNED USD': '1500' }],
  )
  const [recorded, given] = await own.history(id)
  assert.deepEqual(recorded.to, { partnerId: own.partnerId, linkId: own.link.id })
  assert.deepEqual(
    [given.action, given.from, given.to, given.reason, given.lineIds.at(-1)],
    ['REATTRIBUTED', recorded.to, { partnerId: other, linkId: link.id }, reason, commissionLineId],
  )
  assert.deepEqual(
    (await own.reattribute(id, { linkId: link.id, reason })).body,
    answer.body,
    'a repeat changes nothing',
  )
  assert.equal((await eventsOf(own, 'conversions.reattribute')).length, 1)
  assert.equal((await own.accept(id)).body.data.commission.status, 'PENDING')
  assert.equal((await own.undo(id)).body.data.commission.status, 'HELD')
  assert.equal((await own.decline(id)).body.data.commission.status, 'VOIDED')
  assert.deepEqual(await own.balances(other), {})
  assert.deepEqual(refused(await own.reattribute(id, { partnerId: own.partnerId, reason })), [422, 'CONVERSION_STATUS'])
  await own.books()
})

test('after payment the one pays back and the other earns', async () => {
  const own = await conversionSetting(server)
  const other = await newPartner(own)
  const id = await own.convert()
  await own.accept(id)
  await own.payOut('PAID')
  const { partnerId, linkId, commission } = (await own.reattribute(id, { partnerId: other, reason })).body.data
  assert.deepEqual([partnerId, linkId, commission.status], [other, null, 'PENDING'])
  assert.deepEqual(
    [await own.balances(), await own.balances(other)],
    [
      { 'COMMISSIONS USD': '0', 'PAID USD': '2000', 'PAYABLE USD': '-2000' },
      { 'COMMISSIONS USD': '-2000', 'PAYABLE USD': '2000' },
    ].map((all) => Object.fromEntries(Object.entries(all).filter(([, amount]) => amount !== '0'))),
  )
  await own.reattribute(id, { partnerId: own.partnerId, reason: 'It was theirs after all.' })
  assert.deepEqual(await own.balances(other), {})
  assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-2000', 'PAID USD': '2000' })
  await own.books()
})

test('a commission plan reckons anew by the rates of the other partner, for what refunds have left', async () => {
  const own = await conversionSetting(server)
  const other = await newPartner(own)
  const terms = {
    name: 'Referrals',
    commission: { type: 'PERCENT', percent: '10' },
    rates: [{ partnerId: other, commission: { type: 'PERCENT', percent: '25' } }],
  }
  const planId = (await own.admin.post('/api/v1/commission-plans', terms)).body.data.id
  const id = await own.convert({ planId })
  const refund = { type: 'REFUND', amount: '40', currency: 'USD', originalSourceId: `conversion:${id}` }
  const refunded = await own.admin.post('/api/v1/source-events', {
    ...refund,
    sourceId: `back-${id}`,
    partnerId: own.partnerId,
  })
  assert.equal(refunded.status, 201, refunded.text)
  assert.deepEqual(refunded.body.data.lines[0].status, 'HELD')
  const { commission } = (await own.reattribute(id, { partnerId: other, reason })).body.data
  assert.deepEqual(commission, { amount: '15.00', currency: 'USD', status: 'HELD' })
  assert.deepEqual(await own.balances(), {})
  assert.equal((await own.reattribute(id, { partnerId: own.partnerId, reason })).body.data.commission.amount, '6.00')
  for (const { name, find } of planChecks) assert.deepEqual(await find(own.ctx), [], name)
  await own.books()
})

test('a link of the same partner is noted without moving money, and one that earned nothing earns nothing', async () => {
  const own = await conversionSetting(server)
  const other = await newPartner(own)
  const id = await own.convert({ commission: null })
  assert.equal((await own.reattribute(id, { partnerId: other, reason })).body.data.commission, null)
  const link = await newLink(own.admin, { campaignId: own.campaign.id, partnerId: other })
  const { linkId, partnerId } = (await own.reattribute(id, { linkId: link.id, reason })).body.data
  assert.deepEqual([linkId, partnerId], [link.id, other])
  assert.equal((await own.history(id)).length, 3)
})

test('who gets a conversion is one partner of ours that earns, or a link of its campaign', async () => {
  const own = await conversionSetting(server)
  const [id, other] = [await own.convert(), await newPartner(own)]
  const stranger = await conversionSetting(server)
  const foreignLink = await newLink(own.admin)
  assert.deepEqual(refused(await own.reattribute(id, { partnerId: stranger.partnerId, reason })), [
    404,
    'PARTNER_NOT_FOUND',
  ])
  assert.deepEqual(refused(await own.reattribute(id, { linkId: stranger.link.id, reason })), [404, 'LINK_NOT_FOUND'])
  assert.deepEqual(faultsOf(await own.reattribute(id, { linkId: foreignLink.id, reason })), [422, 'linkId'])
  assert.deepEqual(faultsOf(await own.reattribute(id, { reason })), [422, 'partnerId'])
  assert.deepEqual(faultsOf(await own.reattribute(id, { partnerId: other, linkId: own.link.id, reason })), [
    422,
    'partnerId',
  ])
  assert.deepEqual(faultsOf(await own.reattribute(id, { partnerId: other })), [422, 'reason'])
  await own.admin.post(`/api/v1/partners/${other}/archive`)
  assert.deepEqual(faultsOf(await own.reattribute(id, { partnerId: other, reason })), [422, 'partnerId'])
  assert.deepEqual(refused(await stranger.reattribute(id, { partnerId: stranger.partnerId, reason })), [
    404,
    'CONVERSION_NOT_FOUND',
  ])
  const reader = await own.callerWith('affiliate:read', 'affiliate:write')
  assert.equal(
    (await reader.post(`/api/v1/conversions/${id}/reattribute`, { partnerId: own.partnerId, reason })).status,
    403,
  )
  assert.equal((await own.history(id)).length, 1)
})

test('two that give one conversion to two partners at once: the later has it, and one line stands', async () => {
  const own = await conversionSetting(server)
  const [first, second] = [await newPartner(own), await newPartner(own)]
  for (const isPaid of [false, true]) {
    const id = await own.convert()
    await own.accept(id)
    if (isPaid) await own.payOut('PAID')
    const acts = [first, second].map((partnerId) => () => own.reattribute(id, { partnerId, reason }))
    await inOrder(server, `select from conversion where id = '${id}' for update`, acts)
    assert.equal((await own.conversion(id)).partnerId, second)
    await Promise.all([first, own.partnerId, second].map((partnerId) => own.reattribute(id, { partnerId, reason })))
    await own.reattribute(id, { partnerId: second, reason })
  }
  assert.deepEqual(await own.balances(first), {})
  assert.deepEqual(await own.balances(second), { 'COMMISSIONS USD': '-4000', 'PAYABLE USD': '4000' })
  await own.books()
})

test('a conversion of a partner that is merged goes on from the one that it became', async () => {
  const own = await conversionSetting(server)
  const [into, other] = [await newPartner(own), await newPartner(own)]
  const id = await own.convert()
  assert.equal((await own.admin.post(`/api/v1/partners/${into}/merge`, { partnerId: own.partnerId })).status, 200)
  assert.equal((await own.conversion(id)).partnerId, into)
  const merging = await own.convert()
  await Promise.all([
    own.reattribute(id, { partnerId: other, reason }),
    own.accept(merging),
    own.admin.post(`/api/v1/partners/${other}/merge`, { partnerId: into }),
  ])
  assert.equal((await own.conversion(id)).partnerId, other)
  const held = async (partnerId: string) =>
    Object.entries(await own.balances(partnerId)).filter(([account]) => !account.startsWith('COMMISSIONS'))
  assert.deepEqual(await held(into), [])
  assert.deepEqual(await held(other), [
    ['EARNED USD', '2000'],
    ['PAYABLE USD', '2000'],
  ])
  await own.books()
})
