import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balances } from '#/testing/ledger.ts'
import { runSql } from '#/testing/sql.ts'
import { type Answer, type Caller, serverOfThisFile, world } from '#/testing/world.ts'

let time = Date.parse('2026-03-10T09:30:00.000Z')
const at = (moment: string) => void (time = Date.parse(moment))
const server = await serverOfThisFile({ now: () => new Date(time) })

const events = '/api/v1/source-events'
let known = 0

async function newPartner(admin: Caller, given: object = {}): Promise<string> {
  const made = await admin.post('/api/v1/partners', { name: `Larkspur ${(known += 1)}`, ...given })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}

async function newPlan(admin: Caller, given: object): Promise<string> {
  const made = await admin.post('/api/v1/commission-plans', {
    name: `Plan ${(known += 1)}`,
    effectiveFrom: '2026-01-01',
    ...given,
  })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}

const sale = (partnerId: string, amount: string, given: object = {}) => ({
  sourceId: `order-${(known += 1)}`,
  type: 'SALE',
  partnerId,
  amount,
  currency: 'USD',
  ...given,
})

async function record(caller: Caller, body: object) {
  const answer = await caller.post(events, body)
  assert.equal(answer.status, 201, answer.text)
  return answer.body.data
}

type Line = { id: string; amount: string; planName: string; periodEnd: string }
const amounts = ({ lines }: { lines: Line[] }) => lines.map(({ amount }) => amount)
const percent = (text: string) => ({ type: 'PERCENT', percent: text })
const faults = ({ status, body }: Answer) => [
  status,
  ...body.error.details.map(({ path, code }: { path: string[]; code: string }) => `${path.join('.')} ${code}`),
]

async function calculationOf(lineId: string) {
  const rows = await runSql(server, 'select calculation from commission_line where id = $1', [lineId])
  return rows[0]?.calculation
}

test('a sale makes one line for each plan that applies, and its amount stands in the journal', async () => {
  at('2026-03-10T09:30:00.000Z')
  const { admin } = await world(server)
  const partner = await newPartner(admin)
  const planId = await newPlan(admin, { name: 'Referral', commission: percent('10'), earningPeriod: 'QUARTER' })
  await newPlan(admin, { name: 'Bonus', commission: { type: 'FIXED', amount: '25', currency: 'USD' } })
  const given = {
    sourceId: 'order-1001',
    type: 'SALE',
    partnerId: partner,
    customerId: 'customer-7',
    amount: '12500',
    currency: 'usd',
    occurredAt: '2026-03-09T14:00:00.000Z',
    description: ' Order 1001 ',
  }
  const made = await record(admin, given)
  assert.match(made.id, /^sev_[0-9A-HJKMNP-TV-Z]{26}$/)
  const { lines, ...event } = made
  assert.deepEqual(event, {
    id: made.id,
    sourceId: 'order-1001',
    type: 'SALE',
    partnerId: partner,
    customerId: 'customer-7',
    amount: '12500.00',
    currency: 'USD',
    occurredAt: '2026-03-09T14:00:00.000Z',
    originalSourceId: null,
    planId: null,
    description: 'Order 1001',
    createdAt: '2026-03-10T09:30:00.000Z',
    skipped: [],
  })
  assert.deepEqual(
    lines.map(({ id: _id, ...line }: Line) => line),
    [
      ['1250.00', 'Referral', '2026-03-31T23:59:59.000Z'],
      ['25.00', 'Bonus', '2026-03-31T23:59:59.000Z'],
    ].map(([amount, planName, periodEnd]) => ({
      partnerId: partner,
      payoutId: null,
      description: 'Order 1001',
      amount,
      sourceAmount: '12500.00',
      currency: 'USD',
      status: 'PENDING',
      planName,
      periodEnd,
      createdAt: '2026-03-10T09:30:00.000Z',
      updatedAt: '2026-03-10T09:30:00.000Z',
    })),
  )
  assert.deepEqual(await balances(server, partner), { 'COMMISSIONS USD': '-127500', 'PAYABLE USD': '127500' })
  assert.deepEqual((await admin.get(`${events}/${made.id}`)).body.data, made)
  assert.deepEqual((await admin.get(`${events}?partnerId=${partner}&type=SALE&sourceId=order-1001`)).body.data, [made])
  assert.deepEqual((await admin.get(`${events}?type=REFUND`)).body.data, [])
  assert.deepEqual(await calculationOf(lines[0].id), {
    kind: 'PERCENT',
    percent: '10',
    occurredAt: '2026-03-09T14:00:00.000Z',
    base: '12500.00',
    currency: 'USD',
    rate: { rate: 'PLAN' },
    reckoned: '1250.00',
    rounding: 'HALF_EVEN',
    caps: [],
    amount: '1250.00',
  })
  const [only] = (await record(admin, sale(partner, '10', { planId }))).lines
  assert.equal(only.planName, 'Referral')
})

test('a sourceId counts once, however often and whatever else it is sent with', async () => {
  const { admin } = await world(server)
  const partner = await newPartner(admin)
  await newPlan(admin, { commission: percent('10') })
  const given = sale(partner, '100')
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, index) => admin.post(events, { ...given, amount: String(100 + index) })),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array.from({ length: 15 }, () => 200), 201])
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
  const other = await admin.post(events, { ...given, partnerId: 'nobody', type: 'RENEWAL', currency: 'EUR' })
  assert.deepEqual([other.status, other.text], [200, answers[0]?.text])
  assert.equal((await admin.get('/api/v1/commission-lines')).body.data.length, 1)
  assert.equal((await admin.get('/api/v1/events?type=source-events.create')).body.data.length, 1)
})

test('an event is reckoned by the version in force when it occurred, and a change leaves what was earned', async () => {
  at('2026-03-10T09:30:00.000Z')
  const { admin } = await world(server)
  const partner = await newPartner(admin)
  const planId = await newPlan(admin, { name: 'First name', commission: percent('10'), effectiveTo: '2026-12-31' })
  const path = `/api/v1/commission-plans/${planId}`
  const before = await record(admin, sale(partner, '100'))
  at('2026-03-11T09:30:00.000Z')
  assert.equal((await admin.patch(path, { name: 'Second name', commission: percent('20') })).status, 200)
  assert.equal((await admin.patch(path, { commission: percent('30'), effectiveFrom: '2026-04-01' })).status, 200)
  assert.deepEqual((await admin.get(`${events}/${before.id}`)).body.data, before)
  const on = async (occurredAt: string) => {
    const { lines, skipped } = await record(admin, sale(partner, '100', { occurredAt, planId }))
    return lines[0] ? [lines[0].amount, lines[0].planName] : skipped[0].reason
  }
  at('2027-01-02T00:00:00.000Z')
  assert.equal(await on('2025-12-31T23:59:59.999Z'), 'NOT_IN_FORCE')
  assert.deepEqual(await on('2026-01-01T00:00:00.000Z'), ['10.00', 'First name'])
  assert.deepEqual(await on('2026-03-11T09:29:59.999Z'), ['10.00', 'First name'])
  assert.deepEqual(await on('2026-03-11T09:30:00.000Z'), ['20.00', 'Second name'])
  assert.deepEqual(await on('2026-04-01T00:00:00.000Z'), ['30.00', 'Second name'])
  assert.deepEqual(await on('2026-12-31T23:59:59.999Z'), ['30.00', 'Second name'])
  assert.equal(await on('2027-01-01T00:00:00.000Z'), 'NOT_IN_FORCE')
  const unasked = await record(admin, sale(partner, '100'))
  assert.deepEqual([unasked.lines, unasked.skipped], [[], []])
})

test('a plan is for those whom it names, also under a former id', async () => {
  at('2026-03-10T09:30:00.000Z')
  const { admin } = await world(server)
  const tierId = (await admin.post('/api/v1/tiers', { name: 'Gold' })).body.data.id
  const [named, golden, labelled, none] = [
    await newPartner(admin),
    await newPartner(admin, { tierId }),
    await newPartner(admin),
    await newPartner(admin),
  ]
  await admin.put(`/api/v1/partners/${labelled}/categories`, { categories: ['Reseller', 'Referral'] })
  const appliesTo = { partnerIds: [named], tierIds: [tierId], categories: ['Reseller'] }
  const planId = await newPlan(admin, { commission: percent('10'), appliesTo })
  for (const partner of [named, golden, labelled])
    assert.deepEqual(amounts(await record(admin, sale(partner, '100'))), ['10.00'])
  const unnamed = await record(admin, sale(none, '100'))
  assert.deepEqual([unnamed.lines, unnamed.skipped], [[], []])
  const asked = await record(admin, sale(none, '100', { planId }))
  assert.deepEqual(asked.skipped, [{ planId, reason: 'NOT_FOR_PARTNER' }])
  assert.equal((await admin.post(`/api/v1/partners/${none}/merge`, { partnerId: named })).status, 200)
  const merged = await record(admin, sale(named, '100'))
  assert.deepEqual([merged.partnerId, ...amounts(merged)], [none, '10.00'])
})

test('the partner’s own rate goes before its tier’s, that before a category’s, that before the plan’s', async () => {
  const { admin } = await world(server)
  const tierId = (await admin.post('/api/v1/tiers', { name: 'Gold' })).body.data.id
  const [own, golden, labelled, plain] = [
    await newPartner(admin, { tierId }),
    await newPartner(admin, { tierId }),
    await newPartner(admin),
    await newPartner(admin),
  ]
  for (const partner of [own, golden, labelled])
    await admin.put(`/api/v1/partners/${partner}/categories`, { categories: ['Reseller'] })
  await newPlan(admin, {
    commission: percent('1'),
    rates: [
      { category: 'Reseller', commission: percent('2') },
      { tierId, commission: percent('3') },
      { partnerId: own, commission: { type: 'FIXED', amount: '40', currency: 'USD' } },
    ],
  })
  const earned = async (partner: string) => {
    const [line] = (await record(admin, sale(partner, '1000'))).lines
    return [line.amount, (await calculationOf(line.id))?.['rate']]
  }
  assert.deepEqual(await earned(own), ['40.00', { rate: 'PARTNER', partnerId: own }])
  assert.deepEqual(await earned(golden), ['30.00', { rate: 'TIER', tierId }])
  assert.deepEqual(await earned(labelled), ['20.00', { rate: 'CATEGORY', category: 'Reseller' }])
  assert.deepEqual(await earned(plain), ['10.00', { rate: 'PLAN' }])
})

test('renewals earn for so many months from the customer’s first sale', async () => {
  at('2026-12-01T00:00:00.000Z')
  const { admin } = await world(server)
  const partner = await newPartner(admin)
  const planId = await newPlan(admin, { commission: percent('10'), recurringMonths: 3 })
  const on = async (type: string, occurredAt: string, customerId: string | null = 'customer-1') => {
    const { lines, skipped } = await record(admin, sale(partner, '100', { type, occurredAt, customerId }))
    return lines[0]?.amount ?? skipped[0]?.reason
  }
  assert.equal(await on('SALE', '2026-01-31T10:00:00.000Z'), '10.00')
  assert.equal(await on('RENEWAL', '2026-02-28T10:00:00.000Z'), '10.00')
  assert.equal(await on('RENEWAL', '2026-04-30T09:59:59.999Z'), '10.00')
  assert.equal(await on('RENEWAL', '2026-04-30T10:00:00.000Z'), 'RECURRING_ENDED')
  assert.equal(await on('SALE', '2026-06-01T10:00:00.000Z'), '10.00')
  assert.equal(await on('RENEWAL', '2026-06-02T10:00:00.000Z'), 'RECURRING_ENDED')
  assert.equal(await on('RENEWAL', '2026-02-01T10:00:00.000Z', null), 'CUSTOMER_UNKNOWN')
  assert.equal(await on('RENEWAL', '2026-02-01T10:00:00.000Z', 'customer-2'), '10.00')
  assert.equal(await on('RENEWAL', '2026-05-01T10:00:00.000Z', 'customer-2'), 'RECURRING_ENDED')
  assert.equal(
    (await admin.patch(`/api/v1/commission-plans/${planId}`, { eventTypes: ['SALE'], effectiveFrom: '2026-01-01' }))
      .status,
    200,
  )
  assert.equal(await on('RENEWAL', '2026-02-01T10:00:00.000Z', 'customer-2'), 'EVENT_TYPE')
})

test('bands look at what the partner sold in the period, each with the part that it pays', async () => {
  at('2026-06-20T00:00:00.000Z')
  const { admin } = await world(server)
  const [one, other] = [await newPartner(admin), await newPartner(admin)]
  const bands = [
    { from: '0', percent: '0' },
    { from: '1000', percent: '10' },
    { from: '2000', percent: '20' },
  ]
  const tiered = { type: 'TIERED', by: 'AMOUNT', period: 'MONTH', method: 'GRADUATED', currency: 'USD', bands }
  const planId = await newPlan(admin, { commission: tiered })
  const on = (partner: string, occurredAt: string, amount: string) =>
    record(admin, sale(partner, amount, { occurredAt }))
  const below = await on(one, '2026-05-01T00:00:00.000Z', '600')
  assert.deepEqual([below.lines, below.skipped], [[], [{ planId, reason: 'NOTHING_EARNED' }]])
  const [line] = (await on(one, '2026-05-31T23:59:59.999Z', '1500.05')).lines
  assert.equal(line.amount, '120.01')
  assert.deepEqual(await calculationOf(line.id), {
    kind: 'TIERED',
    by: 'AMOUNT',
    method: 'GRADUATED',
    period: 'MONTH',
    before: '600.00',
    parts: [
      { from: '0.00', to: '1000.00', base: '400.00', percent: '0' },
      { from: '1000.00', to: '2000.00', base: '1000.00', percent: '10' },
      { from: '2000.00', to: null, base: '100.05', percent: '20' },
    ],
    occurredAt: '2026-05-31T23:59:59.999Z',
    base: '1500.05',
    currency: 'USD',
    rate: { rate: 'PLAN' },
    reckoned: '120.01',
    rounding: 'HALF_EVEN',
    caps: [],
    amount: '120.01',
  })
  assert.deepEqual(amounts(await on(one, '2026-06-01T00:00:00.000Z', '1100')), ['10.00'])
  assert.deepEqual(amounts(await on(other, '2026-05-20T00:00:00.000Z', '1100')), ['10.00'])
  const whole = { ...tiered, method: 'WHOLE' }
  await admin.patch(`/api/v1/commission-plans/${planId}`, { commission: whole, effectiveFrom: '2026-06-01' })
  assert.deepEqual(amounts(await on(one, '2026-06-02T00:00:00.000Z', '900')), ['180.00'])
})

test('what was declined or refunded no longer counts towards a band', async () => {
  at('2026-06-20T00:00:00.000Z')
  const { admin } = await world(server)
  const partner = await newPartner(admin)
  const bands = [
    { from: '0', percent: '10' },
    { from: '1', percent: '50' },
    { from: '2', amount: '1000' },
  ]
  const tiered = { type: 'TIERED', by: 'COUNT', period: 'YEAR', method: 'GRADUATED', currency: 'USD', bands }
  await newPlan(admin, { commission: tiered })
  const [first, second] = [sale(partner, '100'), sale(partner, '100')]
  assert.deepEqual(amounts(await record(admin, first)), ['10.00'])
  const [line] = (await record(admin, second)).lines
  assert.equal(line.amount, '50.00')
  const refund = sale(partner, '100', { type: 'REFUND', originalSourceId: first.sourceId })
  assert.deepEqual(amounts(await record(admin, refund)), ['-10.00'])
  await runSql(
    server,
    `update commission_line set status = 'VOIDED', decline_reason_type = 'DUPLICATE' where id = $1`,
    [line.id],
  )
  assert.deepEqual(amounts(await record(admin, sale(partner, '100'))), ['10.00'])
})

test('an event in another currency than the plan’s earns nothing by it, and says so', async () => {
  const { admin } = await world(server)
  const partner = await newPartner(admin)
  const fixed = await newPlan(admin, { commission: { type: 'FIXED', amount: '5', currency: 'EUR' } })
  await newPlan(admin, { commission: percent('10') })
  const made = await record(admin, sale(partner, '1000', { currency: 'JPY' }))
  assert.deepEqual([amounts(made), made.skipped], [['100'], [{ planId: fixed, reason: 'CURRENCY' }]])
})

test('an archived plan pays nothing more', async () => {
  const { admin } = await world(server)
  const partner = await newPartner(admin)
  const planId = await newPlan(admin, { commission: percent('10') })
  await admin.post(`/api/v1/commission-plans/${planId}/archive`)
  assert.deepEqual((await record(admin, sale(partner, '100'))).lines, [])
  assert.deepEqual(faults(await admin.post(events, sale(partner, '100', { planId }))), [422, 'planId custom'])
  await admin.post(`/api/v1/commission-plans/${planId}/restore`)
  assert.deepEqual(amounts(await record(admin, sale(partner, '100'))), ['10.00'])
})

test('every fault of an event is named with its path', async () => {
  at('2026-03-10T09:30:00.000Z')
  const [{ admin, callerWith, callerBoundTo }, others] = [await world(server), await world(server)]
  const [partner, theirs] = [await newPartner(admin), await newPartner(others.admin)]
  const planOfOthers = await newPlan(others.admin, { commission: percent('10') })
  const refused = async (given: object) => faults(await admin.post(events, { ...sale(partner, '100'), ...given }))
  assert.deepEqual(faults(await admin.post(events, {})), [
    422,
    'sourceId invalid_type',
    'type invalid_value',
    'partnerId invalid_type',
    'amount invalid_type',
    'currency invalid_type',
  ])
  assert.deepEqual(await refused({ amount: '0', originalSourceId: 'x' }), [
    422,
    'amount custom',
    'originalSourceId custom',
  ])
  assert.deepEqual(await refused({ type: 'REFUND', planId: 'x', amount: '-1' }), [
    422,
    'amount custom',
    'originalSourceId custom',
    'planId custom',
  ])
  assert.deepEqual(await refused({ amount: '1.001' }), [422, 'amount custom'])
  assert.deepEqual(await refused({ amount: 5 }), [422, 'amount invalid_type'])
  assert.deepEqual(await refused({ currency: 'XXX', sourceId: '', unknown: 1 }), [
    422,
    'sourceId too_small',
    'currency invalid_value',
    'unknown unrecognized_keys',
  ])
  assert.deepEqual(await refused({ sourceId: 'x'.repeat(256), occurredAt: 'today' }), [
    422,
    'sourceId too_big',
    'occurredAt custom',
  ])
  assert.deepEqual(await refused({ occurredAt: '2026-03-11T09:30:00.001Z' }), [422, 'occurredAt too_big'])
  assert.deepEqual(await refused({ planId: planOfOthers }), [422, 'planId unknown_reference'])
  assert.deepEqual(await refused({ type: 'REFUND', originalSourceId: 'none' }), [
    422,
    'originalSourceId unknown_reference',
  ])
  const foreign = await admin.post(events, sale(theirs, '1'))
  assert.deepEqual([foreign.status, foreign.body.error.code], [404, 'PARTNER_NOT_FOUND'])
  await admin.post(`/api/v1/partners/${partner}/archive`)
  assert.deepEqual(await refused({}), [422, 'partnerId custom'])
  assert.deepEqual((await admin.get(events)).body.data, [])

  const reader = await callerWith('commissions:read')
  assert.equal((await reader.post(events, sale(partner, '1'))).status, 403)
  assert.equal((await (await callerWith('partners:read')).get(events)).status, 403)
  assert.equal((await (await callerBoundTo(partner)).post(events, sale(partner, '1'))).status, 403)
})

test('a commission that has more digits than an amount may have is refused, and nothing is recorded', async () => {
  at('2026-03-10T09:30:00.000Z')
  const { admin } = await world(server)
  const partnerId = await newPartner(admin)
  await newPlan(admin, { commission: percent('999'), mayExceedSale: true })
  const sold = sale(partnerId, '999999999999999.99')
  assert.deepEqual(faults(await admin.post(events, sold)), [422, 'amount custom'])
  const shorter = await record(admin, { ...sold, amount: '100100100100100.09' })
  assert.deepEqual(amounts(shorter), ['999999999999999.90'])
})

test('another organisation’s event does not exist, and its sourceId is free', async () => {
  const [mine, others] = [await world(server), await world(server)]
  const partner = await newPartner(others.admin)
  const theirs = await record(others.admin, sale(partner, '100', { sourceId: 'order-1' }))
  const missing = await mine.admin.get(`${events}/${theirs.id}`)
  assert.deepEqual([missing.status, missing.body.error.code], [404, 'SOURCE_EVENT_NOT_FOUND'])
  assert.deepEqual((await mine.admin.get(`${events}?partnerId=${partner}`)).body.data, [])
  const own = await newPartner(mine.admin)
  const refund = sale(own, '1', { type: 'REFUND', originalSourceId: 'order-1' })
  assert.deepEqual(faults(await mine.admin.post(events, refund)), [422, 'originalSourceId unknown_reference'])
  assert.notEqual((await record(mine.admin, sale(own, '100', { sourceId: 'order-1' }))).id, theirs.id)
})

test('events are listed newest first, page by page', async () => {
  const { admin } = await world(server)
  const partner = await newPartner(admin)
  const made = []
  for (const amount of ['1', '2', '3']) made.unshift((await record(admin, sale(partner, amount))).id)
  const { data, pagination } = (await admin.get(`${events}?limit=2`)).body
  const rest = (await admin.get(`${events}?limit=2&cursor=${pagination.nextCursor}`)).body
  assert.deepEqual(
    [...data, ...rest.data].map(({ id }: { id: string }) => id),
    made,
  )
  assert.equal(rest.pagination.nextCursor, null)
})
