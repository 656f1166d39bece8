import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lines, newLine, newPartner, putOnPayout, refused } from '#/testing/commission-lines.ts'
import { serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

const explained = async ({ admin }: World, id: string) => {
  const answer = await admin.get(`${lines}/${id}/explanation`)
  assert.equal(answer.status, 200, answer.text)
  return answer.body.data
}

test('an explanation tells where the amount stood when, and why', async () => {
  const own = await world(server)
  const [staying, going] = [await newPartner(own), await newPartner(own)]
  const id = await newLine(own, { partnerId: going })
  await own.admin.post(`${lines}/${id}/postpone`)
  await own.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })
  await own.admin.post(`${lines}/${id}/resume`)
  await own.admin.post(`${lines}/${id}/void`, { reasonType: 'CUSTOM', reason: 'Cancelled' })
  const answer = await own.admin.get(`${lines}/${id}/explanation`)
  const { entries, ...rest } = answer.body.data
  assert.deepEqual(rest, {
    lineId: id,
    status: 'VOIDED',
    amount: '100.00',
    currency: 'USD',
    plan: null,
    calculation: null,
    sourceEventId: null,
    corrects: null,
    corrections: [],
    declined: { reasonType: 'CUSTOM', reason: 'Cancelled', formerPayoutId: null },
  })
  type Entry = { account: string; amount: string; createdAt: string; transactionId: string }
  assert.deepEqual(
    entries.map(({ account, amount }: Entry) => `${account} ${amount}`),
    [
      ['COMMISSIONS -100.00', 'PAYABLE 100.00'],
      ['PAYABLE -100.00', 'EARNED 100.00'],
      ['EARNED -100.00', 'EARNED 100.00'],
      ['EARNED -100.00', 'PAYABLE 100.00'],
      ['PAYABLE -100.00', 'COMMISSIONS 100.00'],
    ].flat(),
  )
  const times = entries.map(({ createdAt }: Entry) => createdAt)
  assert.deepEqual(times, times.toSorted())
  const other = await world(server)
  assert.deepEqual(refused(await other.admin.get(`${lines}/${id}/explanation`)), [404, 'COMMISSION_LINE_NOT_FOUND'])
  const writer = await own.callerWith('commissions:write')
  assert.deepEqual(refused(await writer.get(`${lines}/${id}/explanation`)), [403, 'FORBIDDEN'])
})

test('the explanation of a plan’s line holds the plan in its version, the calculation and what was refunded', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const commission = { type: 'PERCENT', percent: '12.5' }
  const made = await own.admin.post('/api/v1/commission-plans', {
    name: 'Referral',
    commission,
    appliesTo: { partnerIds: [partnerId] },
  })
  assert.equal(made.status, 201, made.text)
  const event = { partnerId, currency: 'USD' }
  const sale = (
    await own.admin.post('/api/v1/source-events', { ...event, sourceId: 'o-1', type: 'SALE', amount: '100' })
  ).body.data
  const [{ id }] = sale.lines
  const first = await explained(own, id)
  assert.deepEqual(first.plan, { id: made.body.data.id, name: 'Referral', version: 1 })
  assert.equal(first.sourceEventId, sale.id)
  assert.equal(first.calculation.amount, '12.50')
  const refund = { ...event, sourceId: 'r-1', type: 'REFUND', originalSourceId: 'o-1', amount: '40' }
  const [refunded] = (await own.admin.post('/api/v1/source-events', refund)).body.data.lines
  const clawed = (await own.admin.post(`${lines}/${id}/claw-back`, { amount: '1.25' })).body.data
  assert.deepEqual((await explained(own, id)).corrections, [
    { lineId: refunded.id, amount: '-5.00', status: 'PENDING' },
    { lineId: clawed.id, amount: '-1.25', status: 'PENDING' },
  ])
  const { corrects, plan, calculation } = await explained(own, refunded.id)
  assert.deepEqual([corrects, plan, calculation.kind], [id, first.plan, 'REFUND'])
  assert.equal((await own.admin.post(`${lines}/${id}/claw-back`)).status, 422, 'a body is wanted')
  const rest = await own.admin.post(`${lines}/${id}/claw-back`, {})
  assert.deepEqual([rest.status, rest.body.data.amount], [201, '-6.25'], 'what was refunded is not taken again')
})

test('the entries of a line on a payout name it', async () => {
  const own = await world(server)
  const id = await newLine(own, { partnerId: await newPartner(own) })
  const payoutId = await putOnPayout(server, id, 'PAID')
  const { entries, declined } = await explained(own, id)
  assert.equal(declined, null)
  type Entry = { account: string; amount: string; payoutId: string | null }
  assert.deepEqual(
    entries.map(({ account, amount, payoutId: on }: Entry) => [account, amount, on]),
    [
      ['COMMISSIONS', '-100.00', null],
      ['PAYABLE', '100.00', null],
      ['PAYABLE', '-100.00', null],
      ['PAID', '100.00', payoutId],
    ],
  )
})
