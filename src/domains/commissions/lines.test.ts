import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balances } from '#/testing/ledger.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('a line is made in the pool, and its amount stands twice in the journal', async () => {
  const { admin } = await world(server)
  const partner = (await admin.post('/api/v1/partners', { name: 'Larkspur' })).body.data
  const given = {
    partnerId: partner.id,
    amount: '500',
    currency: 'usd',
    sourceAmount: '5000',
    description: ' Launch bonus ',
  }
  const made = await admin.post('/api/v1/commission-lines', { ...given, idempotencyKey: 'bonus-2026-04' })
  assert.equal(made.status, 201, made.text)
  const { id, createdAt, updatedAt, ...rest } = made.body.data
  assert.match(id, /^cln_/)
  assert.equal(createdAt, updatedAt)
  assert.deepEqual(rest, {
    partnerId: partner.id,
    payoutId: null,
    description: 'Launch bonus',
    amount: '500.00',
    sourceAmount: '5000.00',
    currency: 'USD',
    status: 'PENDING',
    planName: null,
    periodEnd: null,
  })
  assert.deepEqual(await balances(server, partner.id), { 'COMMISSIONS USD': '-50000', 'PAYABLE USD': '50000' })

  const again = await admin.post('/api/v1/commission-lines', { ...given, amount: '7', idempotencyKey: 'bonus-2026-04' })
  assert.equal(again.status, 200, again.text)
  assert.deepEqual(again.body, made.body)
  assert.deepEqual((await admin.get(`/api/v1/commission-lines/${id}`)).body, made.body)
  assert.deepEqual((await admin.get(`/api/v1/commission-lines?partnerId=${partner.id}`)).body.data, [made.body.data])
})
