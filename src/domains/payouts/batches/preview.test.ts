import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLine, newPartner } from '#/testing/commission-lines.ts'
import { assertBooks } from '#/testing/ledger.ts'
import { refusalOf } from '#/testing/payouts.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const batches = '/api/v1/payout-batches'
const period = { periodStart: '2026-01-01', periodEnd: '2026-03-31' }

test('a preview tells what the run then does, and what it leaves', async () => {
  const own = await world(server)
  const { admin } = own
  await admin.put('/api/v1/payout-settings', { currency: 'EUR', minimumPayouts: [{ currency: 'USD', amount: '50' }] })
  const [rich, poor, owing] = [await newPartner(own), await newPartner(own), await newPartner(own)]
  await newLine(own, { partnerId: rich, amount: '30' })
  await newLine(own, { partnerId: rich, amount: '20.50' })
  await newLine(own, { partnerId: rich, amount: '7', currency: 'JPY' })
  await newLine(own, { partnerId: poor, amount: '49.99' })
  await newLine(own, { partnerId: owing, amount: '-5' })
  const plan = { name: 'Ten', effectiveFrom: '2026-01-01', commission: { type: 'PERCENT', percent: '10' } }
  assert.equal((await admin.post('/api/v1/commission-plans', plan)).status, 201)
  const sale = { sourceId: 'order-1', type: 'SALE', partnerId: poor, amount: '990', currency: 'USD' }
  await admin.post('/api/v1/source-events', { ...sale, occurredAt: '2026-04-02T10:00:00.000Z' })
  const told = await admin.post(`${batches}/preview`, period)
  assert.equal(told.status, 200, told.text)
  const none = (zero: string) => ({ partners: 0, lines: 0, amount: zero })
  assert.deepEqual(told.body.data, {
    currency: 'EUR',
    currencies: [
      {
        currency: 'JPY',
        minimum: '0',
        paidOut: { partners: 1, lines: 1, amount: '7' },
        belowMinimum: none('0'),
        later: none('0'),
      },
      {
        currency: 'USD',
        minimum: '50.00',
        paidOut: { partners: 1, lines: 2, amount: '50.50' },
        belowMinimum: { partners: 2, lines: 2, amount: '44.99' },
        later: { partners: 1, lines: 1, amount: '99.00' },
      },
    ],
  })
  const made = await admin.post(batches, { ...period, allPartners: true, currency: 'USD' })
  await server.application.jobs.runNow('payout-batches.run')
  const totals = (await admin.get(`${batches}/${made.body.data.id}/totals`)).body.data
  const sums = { payouts: 1, lines: 2, amount: '50.50' }
  assert.deepEqual(totals, {
    batchId: made.body.data.id,
    currency: 'USD',
    ...sums,
    stages: [{ stage: 'DRAFT', ...sums }],
  })
  await assertBooks(server, own.organisation.id)
})

test('previews and totals are for who may read commissions, and of the own organisation', async () => {
  const [own, other] = [await world(server), await world(server)]
  await newLine(own, { partnerId: await newPartner(own) })
  const { id } = (await own.admin.post(batches, period)).body.data
  assert.deepEqual((await other.admin.post(`${batches}/preview`, period)).body.data.currencies, [])
  assert.deepEqual(refusalOf(await other.admin.get(`${batches}/${id}/totals`)), [404, 'PAYOUT_BATCH_NOT_FOUND'])
  const reader = await own.callerWith('partners:read')
  assert.equal((await reader.post(`${batches}/preview`, period)).status, 403)
  assert.equal((await reader.get(`${batches}/${id}/totals`)).status, 403)
  const backwards = { periodStart: '2026-03-31', periodEnd: '2026-01-01' }
  assert.deepEqual(refusalOf(await own.admin.post(`${batches}/preview`, backwards)), [
    422,
    'VALIDATION_ERROR',
    'periodEnd',
  ])
  const empty = { batchId: id, currency: 'USD', payouts: 0, lines: 0, amount: '0.00', stages: [] }
  assert.deepEqual((await own.admin.get(`${batches}/${id}/totals`)).body.data, empty)
})
