import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standInTheWay } from '#/testing/in-the-way.ts'
import { balances } from '#/testing/ledger.ts'
import { runSql } from '#/testing/sql.ts'
import { type Caller, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const events = '/api/v1/source-events'
let known = 0

async function newPartners(admin: Caller, many: number): Promise<string[]> {
  const made = Array.from({ length: many }, () => admin.post('/api/v1/partners', { name: `Larkspur ${(known += 1)}` }))
  return (await Promise.all(made)).map(({ body }) => body.data.id)
}

async function newPlan(admin: Caller, given: object): Promise<string> {
  const made = await admin.post('/api/v1/commission-plans', { name: `Plan ${(known += 1)}`, ...given })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}

async function sell(admin: Caller, partnerId: string | undefined, amount: string) {
  const sale = { sourceId: `order-${(known += 1)}`, type: 'SALE', partnerId, amount, currency: 'USD' }
  const answer = await admin.post(events, sale)
  assert.equal(answer.status, 201, answer.text)
  return answer.body.data
}

const percent = (text: string) => ({ type: 'PERCENT', percent: text })
type Sold = { lines: { amount: string; planName: string }[]; skipped: { reason: string }[] }
const amounts = (sold: Sold[]) => sold.flatMap(({ lines }) => lines.map(({ amount }) => amount)).sort()

test('twenty sales at once never pass a partner’s cap, and use it to the last cent', async () => {
  const { admin } = await world(server)
  const [partner = ''] = await newPartners(admin, 1)
  const caps = { currency: 'USD', perPartner: { amount: '75.55', period: 'YEAR' } }
  await newPlan(admin, { commission: percent('10'), caps })
  const sold: Sold[] = await Promise.all(Array.from({ length: 20 }, () => sell(admin, partner, '100')))
  assert.deepEqual(amounts(sold), ['10.00', '10.00', '10.00', '10.00', '10.00', '10.00', '10.00', '5.55'])
  assert.deepEqual(
    sold.flatMap(({ skipped }) => skipped.map(({ reason }) => reason)),
    Array.from({ length: 12 }, () => 'CAP_REACHED'),
  )
  assert.deepEqual(await balances(server, partner), { 'COMMISSIONS USD': '-7555', 'PAYABLE USD': '7555' })
})

test('sales of many partners at once never pass the cap of all together', async () => {
  const { admin } = await world(server)
  const partners = await newPartners(admin, 5)
  await newPlan(admin, {
    commission: percent('10'),
    caps: { currency: 'USD', perPeriod: { amount: '75.55', period: 'YEAR' } },
  })
  const sold = await Promise.all(Array.from({ length: 20 }, (_, index) => sell(admin, partners[index % 5], '100')))
  assert.deepEqual(amounts(sold), ['10.00', '10.00', '10.00', '10.00', '10.00', '10.00', '10.00', '5.55'])
})

test('what a refund takes back is free in the cap again', async () => {
  const { admin } = await world(server)
  const [partnerId] = await newPartners(admin, 1)
  await newPlan(admin, {
    commission: percent('10'),
    caps: { currency: 'USD', perPartner: { amount: '10', period: 'YEAR' } },
  })
  const { sourceId, lines } = await sell(admin, partnerId, '100')
  assert.equal(lines[0].amount, '10.00')
  const refund = {
    sourceId: `${sourceId}-back`,
    type: 'REFUND',
    partnerId,
    amount: '40',
    currency: 'USD',
    originalSourceId: sourceId,
  }
  assert.equal((await admin.post(events, refund)).status, 201)
  assert.deepEqual(amounts([await sell(admin, partnerId, '100')]), ['4.00'])
})

test('twenty sales at once go through graduated bands one after the other', async () => {
  const { admin } = await world(server)
  const [partner = ''] = await newPartners(admin, 1)
  const bands = [
    { from: '0', percent: '1' },
    { from: '500', percent: '2' },
    { from: '1500', percent: '3' },
  ]
  await newPlan(admin, {
    commission: { type: 'TIERED', by: 'AMOUNT', period: 'YEAR', method: 'GRADUATED', currency: 'USD', bands },
  })
  await Promise.all(Array.from({ length: 20 }, () => sell(admin, partner, '100')))
  assert.deepEqual(await balances(server, partner), { 'COMMISSIONS USD': '-4000', 'PAYABLE USD': '4000' })
})

test('sales and refunds under many plans with caps never wait in a ring, and none passes a cap', async () => {
  const { admin } = await world(server)
  const partners = await newPartners(admin, 3)
  const capped = { currency: 'USD', perPartner: { amount: '50', period: 'YEAR' } }
  const ofAll = { currency: 'USD', perPeriod: { amount: '12', period: 'YEAR' } }
  await Promise.all([
    ...Array.from({ length: 4 }, () => newPlan(admin, { commission: percent('10'), caps: capped })),
    newPlan(admin, { commission: percent('1'), caps: ofAll }),
  ])
  const selling = (many: number) => Array.from({ length: many }, (_, index) => sell(admin, partners[index % 3], '100'))
  const sold: (Sold & { sourceId: string; partnerId: string })[] = await Promise.all(selling(30))
  const earned = (all: Sold[], amount: string) => amounts(all).filter((one) => one === amount).length
  assert.deepEqual([earned(sold, '10.00'), earned(sold, '1.00')], [3 * 4 * 5, 12])
  const refunds = sold.map(({ sourceId, partnerId }) => {
    const refund = { sourceId: `${sourceId}-back`, type: 'REFUND', originalSourceId: sourceId, partnerId }
    return admin.post(events, { ...refund, amount: '100', currency: 'USD' })
  })
  const amid = await Promise.all([...selling(30), ...refunds])
  assert.deepEqual(new Set(amid.map((one) => one.status ?? 201)), new Set([201]))
  const again = [...(amid.slice(0, 30) as Sold[]), ...(await Promise.all(selling(60)))]
  assert.deepEqual([earned(again, '10.00'), earned(again, '1.00')], [3 * 4 * 5, 12])
  const [{ deadlocks }] = await runSql(
    server,
    'select deadlocks::integer from pg_stat_database where datname = current_database()',
  )
  assert.equal(deadlocks, 0)
})

test('a change of a plan amid sales lets no sale go by a version that was out of force, nor past the cap', async () => {
  const { admin } = await world(server)
  const [partner = ''] = await newPartners(admin, 1)
  const planId = await newPlan(admin, { commission: percent('10') })
  const change = () =>
    admin.patch(`/api/v1/commission-plans/${planId}`, {
      caps: { currency: 'USD', perPartner: { amount: '40', period: 'YEAR' } },
    })
  const selling = (many: number) => Array.from({ length: many }, () => sell(admin, partner, '100'))
  const [changed, ...amid] = await Promise.all([change(), ...selling(10)])
  assert.equal(changed.body.data.version, 2)
  const after: Sold[] = await Promise.all(selling(10))
  const before = amounts(amid as Sold[]).length
  assert.equal(amounts(after).length, Math.max(0, 4 - before))
})

test('a change of a plan waits for the sales that are being reckoned, and later sales for the change', async () => {
  const { admin } = await world(server)
  const [partner = ''] = await newPartners(admin, 1)
  const planId = await newPlan(admin, { commission: percent('10') })
  await using lock = await standInTheWay(server, 'lock table source_event in share mode')
  const before = sell(admin, partner, '100')
  await lock.areWaiting(1)
  const change = admin.patch(`/api/v1/commission-plans/${planId}`, {
    commission: percent('20'),
    effectiveFrom: '2026-01-01',
  })
  await lock.areWaiting(2)
  const after = sell(admin, partner, '100')
  await lock.areWaiting(3)
  await lock.letGo()
  assert.equal((await change).body.data.version, 2)
  assert.deepEqual(amounts([await before, await after]), ['10.00', '20.00'])
})

test('a partner is not archived amid its sale', async () => {
  const { admin } = await world(server)
  const [partner = ''] = await newPartners(admin, 1)
  await newPlan(admin, { commission: percent('10') })
  await using lock = await standInTheWay(server, 'lock table source_event in share mode')
  const sold = sell(admin, partner, '100')
  await lock.areWaiting(1)
  const archived = admin.post(`/api/v1/partners/${partner}/archive`)
  await lock.areWaiting(2)
  await lock.letGo()
  assert.deepEqual(amounts([await sold]), ['10.00'])
  assert.equal((await archived).body.data.status, 'inactive')
})
