import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertBooks } from '#/testing/ledger.ts'
import { whileMerging } from '#/testing/merging.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const period = { periodStart: '2026-01-01', periodEnd: '2026-03-31' }

async function twoPartners() {
  const { admin, organisation } = await world(server)
  const ids: string[] = []
  for (const name of ['Staying', 'Going']) {
    const { id } = (await admin.post('/api/v1/partners', { name })).body.data
    await admin.post('/api/v1/commission-lines', { partnerId: id, amount: '5', currency: 'USD' })
    ids.push(id)
  }
  const [staying = '', going = ''] = ids
  return { admin, organisation, staying, going }
}

test('a payout that is made while its partner is merged is the one that the other has in the batch', async () => {
  const { admin, organisation, staying, going } = await twoPartners()
  const first = (await admin.post('/api/v1/payouts', { partnerId: staying, ...period })).body.data
  await whileMerging(server, staying, [going], async () => {
    const answer = await admin.post('/api/v1/payouts', { partnerId: going, batchId: first.batchId })
    assert.deepEqual([answer.status, answer.body.data?.id], [200, first.id], answer.text)
  })
  await assertBooks(server, organisation.id)
})

test('a batch of two partners that become one meanwhile has one payout, with the lines of both', async () => {
  const { admin, organisation, staying, going } = await twoPartners()
  await whileMerging(server, staying, [going], async () => {
    const asked = { ...period, partnerIds: [going, staying], attachPendingLines: true }
    const answer = await admin.post('/api/v1/payout-batches', asked)
    assert.deepEqual([answer.status, answer.body.data?.payoutCount], [201, 1], answer.text)
    const { data } = (await admin.get(`/api/v1/payouts?batchId=${answer.body.data.id}`)).body
    assert.deepEqual([data[0].partner.id, data[0].amount.value], [staying, '10.00'])
  })
  await assertBooks(server, organisation.id)
})

test('a partner is on a batch by the payout of one that was merged into it, and a repeated create answers that', async () => {
  const { admin, staying, going } = await twoPartners()
  const asked = { partnerId: going, ...period, attachPendingLines: true }
  const first = (await admin.post('/api/v1/payouts', asked)).body.data
  await admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })
  for (const partnerId of [going, staying]) {
    const answer = await admin.post('/api/v1/payouts', { partnerId, batchId: first.batchId, attachPendingLines: true })
    assert.deepEqual([answer.status, answer.body.data?.id], [200, first.id], answer.text)
  }
  const { payoutCount } = (await admin.get(`/api/v1/payout-batches/${first.batchId}`)).body.data
  assert.equal(payoutCount, 1)
})
