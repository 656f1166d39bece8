import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults, newPartner } from '#/testing/commission-lines.ts'
import { assertBooks } from '#/testing/ledger.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, world, type World } from '#/testing/world.ts'

const now = '2026-03-10T09:30:00.000Z'
const server = await serverOfThisFile({ now: () => new Date(now) })
const calculate = '/api/v1/commission-plans/calculate'

const percent = (text: string) => ({ type: 'PERCENT', percent: text })
const bands = [
  { from: '0', percent: '10', amount: null },
  { from: '1000', percent: '20', amount: null },
]
const graduated = { type: 'TIERED', by: 'AMOUNT', period: 'MONTH', method: 'GRADUATED', currency: 'USD', bands }

let known = 0
async function newPlan({ admin }: World, terms: object): Promise<string> {
  const body = { name: `Plan ${(known += 1)}`, effectiveFrom: '2026-01-01', ...terms }
  const made = await admin.post('/api/v1/commission-plans', body)
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}

async function record({ admin }: World, sale: object) {
  const body = { sourceId: `order-${(known += 1)}`, type: 'SALE', currency: 'USD', ...sale }
  const made = await admin.post('/api/v1/source-events', body)
  assert.equal(made.status, 201, made.text)
  return made.body.data
}

async function newReseller(own: World): Promise<string> {
  const id = await newPartner(own)
  const put = await own.admin.put(`/api/v1/partners/${id}/categories`, { categories: ['Reseller'] })
  assert.equal(put.status, 200, put.text)
  return id
}

type Earned = { amount: string; planName: string | null }
const earned = ({ lines }: { lines: Earned[] }) => lines.map(({ amount, planName }) => `${planName} ${amount}`)

test('a calculation says line by line what recording the sale then makes, and writes nothing', async () => {
  const own = await world(server)
  const partnerId = await newReseller(own)
  await newPlan(own, {
    commission: percent('12.5'),
    caps: { currency: 'USD', perPartner: { amount: '150', period: 'MONTH' } },
  })
  await newPlan(own, { commission: graduated, appliesTo: { categories: ['Reseller'] } })
  const ofRenewals = await newPlan(own, { commission: percent('5'), eventTypes: ['RENEWAL'] })
  await record(own, { partnerId, amount: '800' })
  const count = `select (select count(*) from commission_line) as lines, (select count(*) from event) as events, (select count(*) from source_event) as sales`
  const before = await runSql(server, count)
  const sale = { partnerId, amount: '1000', currency: 'USD' }
  const told = await own.admin.post(calculate, sale)
  assert.equal(told.status, 200, told.text)
  assert.deepEqual(await runSql(server, count), before)
  const { data } = told.body
  assert.deepEqual(data.skipped, [{ planId: ofRenewals, reason: 'EVENT_TYPE' }])
  const made = await record(own, sale)
  assert.deepEqual(earned(data), earned(made))
  assert.deepEqual(data.skipped, made.skipped)
  for (const [at, { id }] of made.lines.entries()) {
    const { body } = await own.admin.get(`/api/v1/commission-lines/${id}/explanation`)
    assert.deepEqual(data.lines[at].calculation, body.data.calculation)
  }
  await assertBooks(server, own.organisation.id)
})

const drafts: { terms: object; sale?: object }[] = [
  { terms: { commission: { type: 'FIXED', amount: '25', currency: 'USD' } } },
  { terms: { commission: percent('7.25') }, sale: { amount: '333.33' } },
  { terms: { commission: graduated }, sale: { amount: '2500' } },
  { terms: { commission: percent('10'), caps: { currency: 'USD', perLine: '40' } } },
  { terms: { commission: percent('10'), caps: { currency: 'EUR', perLine: '40' } } },
  { terms: { commission: percent('10'), rates: [{ category: 'Reseller', commission: percent('15') }] } },
  { terms: { commission: percent('10'), appliesTo: { categories: ['Referral'] } } },
  { terms: { commission: percent('10'), appliesTo: { categories: ['Referral', 'Reseller'] } } },
  { terms: { commission: percent('10'), recurringMonths: 3 }, sale: { type: 'RENEWAL' } },
  { terms: { commission: percent('10'), effectiveTo: '2026-02-01' } },
  { terms: { commission: percent('0') } },
]

test('a draft comes to what the plan comes to once it is saved, whatever its terms', async () => {
  for (const { terms, sale } of drafts) {
    const own = await world(server)
    const partnerId = await newReseller(own)
    const event = { partnerId, amount: '1200', currency: 'USD', ...sale }
    const draft = { effectiveFrom: '2026-01-01', ...terms }
    const told = await own.admin.post(calculate, { ...event, draft })
    assert.equal(told.status, 200, told.text)
    const planId = await newPlan(own, terms)
    const made = await record(own, { ...event, planId })
    const amounts = ({ lines }: { lines: Earned[] }) => lines.map(({ amount }) => amount)
    const reasons = ({ skipped }: { skipped: { reason: string }[] }) => skipped.map(({ reason }) => reason)
    assert.deepEqual(
      [amounts(told.body.data), reasons(told.body.data)],
      [amounts(made), reasons(made)],
      JSON.stringify(terms),
    )
  }
})

test('a draft of a plan that is there counts what was sold under it, and before its time the version in force decides', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const planId = await newPlan(own, { commission: percent('10') })
  await record(own, { partnerId, amount: '900', planId })
  const ask = async (draft: object) => {
    const { body } = await own.admin.post(calculate, { partnerId, amount: '200', currency: 'USD', planId, draft })
    return body.data.lines.map(({ amount, version }: { amount: string; version: number }) => [amount, version])
  }
  assert.deepEqual(await ask({ commission: graduated }), [['30.00', 2]])
  assert.deepEqual(await ask({ commission: graduated, effectiveFrom: '2026-04-01' }), [['20.00', 1]])
})

test('faults of a calculation stand at their fields, and it is for who may read commissions of the organisation', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const sale = { partnerId, amount: '100', currency: 'USD' }
  const bad = (body: object) => own.admin.post(calculate, { ...sale, ...body })
  assert.deepEqual(faults(await bad({ amount: '-1' })), [422, 'amount custom'])
  assert.deepEqual(faults(await bad({ amount: '1.234' })), [422, 'amount custom'])
  assert.deepEqual(faults(await bad({ draft: { commission: percent('101') } })), [
    422,
    'draft.commission.percent custom',
  ])
  const ofTier = { commission: percent('1'), appliesTo: { tierIds: ['tier_none'] } }
  assert.deepEqual(faults(await bad({ draft: ofTier })), [422, 'draft.appliesTo.tierIds.0 unknown_reference'])
  assert.deepEqual((await bad({ planId: 'cpl_none' })).status, 422)
  assert.equal((await own.admin.post(calculate, { ...sale, stranger: 1 })).status, 422)
  const reader = await own.callerWith('partners:read')
  assert.equal((await reader.post(calculate, sale)).status, 403)
  const other = await world(server)
  assert.equal((await other.admin.post(calculate, sale)).status, 404)
})
