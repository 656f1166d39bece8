import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runSql } from '#/testing/sql.ts'
import { type Answer, type Caller, serverOfThisFile, world } from '#/testing/world.ts'

let time = Date.parse('2026-03-10T09:30:00.000Z')
const at = (moment: string) => void (time = Date.parse(moment))
const server = await serverOfThisFile({ now: () => new Date(time) })

const plans = '/api/v1/commission-plans'
const tenPercent = { name: 'Referral 10 percent', commission: { type: 'PERCENT', percent: '10' } }
const unsaid = {
  eventTypes: ['SALE', 'RENEWAL'],
  appliesTo: null,
  recurringMonths: null,
  rates: [],
  caps: null,
  earningPeriod: 'MONTH',
  mayExceedSale: false,
}

async function made(caller: Caller, body: object) {
  const answer = await caller.post(plans, body)
  assert.equal(answer.status, 201, answer.text)
  return answer.body.data
}

const faults = ({ status, body }: Answer) => [
  status,
  ...body.error.details.map(({ path, code }: { path: string[]; code: string }) => `${path.join('.')} ${code}`),
]

test('a plan is made with what is said, and holds what is not', async () => {
  at('2026-03-10T09:30:00.000Z')
  const { admin } = await world(server)
  const plan = await made(admin, { ...tenPercent, name: ' Referral 10 percent ' })
  assert.match(plan.id, /^cpl_[0-9A-HJKMNP-TV-Z]{26}$/)
  const now = '2026-03-10T09:30:00.000Z'
  assert.deepEqual(plan, {
    id: plan.id,
    name: 'Referral 10 percent',
    status: 'ACTIVE',
    version: 1,
    effectiveFrom: now,
    effectiveTo: null,
    ...unsaid,
    commission: { type: 'PERCENT', percent: '10' },
    createdAt: now,
    updatedAt: now,
  })
  assert.deepEqual((await admin.get(`${plans}/${plan.id}`)).body.data, plan)
  const { key } = (await admin.get('/api/v1/me')).body.data
  const { id, status: _status, updatedAt: _updatedAt, ...shown } = plan
  const version = { planId: id, ...shown, createdBy: { kind: 'key', id: key.id, name: key.name } }
  assert.deepEqual((await admin.get(`${plans}/${id}/versions`)).body.data, [version])
})

test('a plan keeps all that it says, each value in its one spelling, and takes back what it shows', async () => {
  at('2026-03-10T09:30:00.000Z')
  const { admin } = await world(server)
  const partner = (await admin.post('/api/v1/partners', { name: 'Larkspur' })).body.data
  await admin.patch(`/api/v1/partners/${partner.id}/crm-record`, { externalId: '77001' })
  const tier = (await admin.post('/api/v1/tiers', { name: 'Gold' })).body.data
  const plan = await made(admin, {
    name: 'Resellers',
    effectiveFrom: '2026-04-01',
    effectiveTo: '2026-12-31',
    eventTypes: ['RENEWAL', 'SALE', 'SALE'],
    appliesTo: { partnerIds: ['77001', partner.id], categories: ['Reseller'] },
    commission: {
      type: 'TIERED',
      by: 'AMOUNT',
      period: 'QUARTER',
      method: 'GRADUATED',
      currency: 'usd',
      bands: [
        { from: '0', percent: '010.50' },
        { from: '1000', percent: '12.500000' },
      ],
    },
    rates: [{ tierId: tier.id, commission: { type: 'FIXED', amount: '5', currency: 'USD' } }],
    caps: { currency: 'USD', perLine: '100', perPartner: { amount: '250.5', period: 'YEAR' } },
    recurringMonths: 12,
    earningPeriod: 'QUARTER',
  })
  assert.deepEqual(
    { ...plan, id: '', createdAt: '', updatedAt: '' },
    {
      id: '',
      name: 'Resellers',
      status: 'ACTIVE',
      version: 1,
      effectiveFrom: '2026-04-01T00:00:00.000Z',
      effectiveTo: '2026-12-31T23:59:59.000Z',
      eventTypes: ['SALE', 'RENEWAL'],
      appliesTo: { partnerIds: [partner.id], tierIds: [], categories: ['Reseller'] },
      commission: {
        type: 'TIERED',
        by: 'AMOUNT',
        period: 'QUARTER',
        method: 'GRADUATED',
        currency: 'USD',
        bands: [
          { from: '0.00', percent: '10.5', amount: null },
          { from: '1000.00', percent: '12.5', amount: null },
        ],
      },
      recurringMonths: 12,
      rates: [
        {
          partnerId: null,
          tierId: tier.id,
          category: null,
          commission: { type: 'FIXED', amount: '5.00', currency: 'USD' },
        },
      ],
      caps: { currency: 'USD', perLine: '100.00', perPartner: { amount: '250.50', period: 'YEAR' }, perPeriod: null },
      earningPeriod: 'QUARTER',
      mayExceedSale: false,
      createdAt: '',
      updatedAt: '',
    },
  )
  const { id, status: _status, version: _version, createdAt: _createdAt, updatedAt: _updatedAt, ...shown } = plan
  const same = await admin.patch(`${plans}/${id}`, shown)
  assert.equal(same.status, 200, same.text)
  assert.deepEqual(same.body.data, plan)
  assert.equal((await admin.delete(`/api/v1/tiers/${tier.id}`)).body.error.code, 'IN_USE')
})

test('a change makes a version, and one that changes nothing makes none', async () => {
  at('2026-03-10T09:30:00.000Z')
  const { admin } = await world(server)
  const plan = await made(admin, tenPercent)
  const path = `${plans}/${plan.id}`
  at('2026-03-11T09:30:00.000Z')
  assert.deepEqual((await admin.patch(path, {})).body.data, plan)
  assert.deepEqual((await admin.patch(path, { commission: { type: 'PERCENT', percent: '10.0' } })).body.data, plan)
  const changed = await admin.patch(path, { commission: { type: 'PERCENT', percent: '12.5' } })
  assert.equal(changed.status, 200, changed.text)
  const now = '2026-03-11T09:30:00.000Z'
  assert.deepEqual(changed.body.data, {
    ...plan,
    version: 2,
    effectiveFrom: now,
    commission: { type: 'PERCENT', percent: '12.5' },
    updatedAt: now,
  })
  const scheduled = (await admin.patch(path, { name: 'Referral', effectiveFrom: '2026-07-01', recurringMonths: 6 }))
    .body.data
  assert.deepEqual([scheduled.version, scheduled.effectiveFrom], [3, '2026-07-01T00:00:00.000Z'])
  const further = (await admin.patch(path, { recurringMonths: null })).body.data
  assert.deepEqual([further.version, further.effectiveFrom], [4, '2026-07-01T00:00:00.000Z'])
  const { data, pagination } = (await admin.get(`${path}/versions?limit=3`)).body
  assert.deepEqual(
    data.map(({ version, name, recurringMonths }: Record<string, unknown>) => [version, name, recurringMonths]),
    [
      [4, 'Referral', null],
      [3, 'Referral', 6],
      [2, 'Referral 10 percent', null],
    ],
  )
  const rest = (await admin.get(`${path}/versions?cursor=${pagination.nextCursor}`)).body.data
  assert.deepEqual(
    rest.map(({ version }: { version: number }) => version),
    [1],
  )
  const events = (await admin.get('/api/v1/events?type=commission-plans.update')).body.data
  assert.deepEqual(events.at(-1).before, { version: 1, effectiveFrom: plan.effectiveFrom, commission: plan.commission })
})

test('a version is never changed, not even in the database', async () => {
  const { admin } = await world(server)
  await made(admin, tenPercent)
  await assert.rejects(runSql(server, `update commission_plan_version set name = 'x'`), /never changed/)
  await assert.rejects(runSql(server, 'delete from commission_plan_target'), /never changed/)
})

test('one changes only the plan that one has seen', async () => {
  const { admin } = await world(server)
  const plan = await made(admin, tenPercent)
  const path = `${plans}/${plan.id}`
  const etag = (await admin.get(path)).headers.get('etag') ?? ''
  const change = (percent: string) =>
    admin.patch(path, { commission: { type: 'PERCENT', percent } }, { headers: { 'if-match': etag } })
  const answers = await Promise.all(['1', '2', '3', '4'].map(change))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412, 412])
})

test('changes at once each make a version of their own', async () => {
  const { admin } = await world(server)
  const plan = await made(admin, tenPercent)
  const change = (months: number) => admin.patch(`${plans}/${plan.id}`, { recurringMonths: months })
  const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => change(at + 1)))
  assert.deepEqual(
    answers.map(({ body }) => body.data.version).sort((a, b) => a - b),
    Array.from({ length: 12 }, (_, at) => at + 2),
  )
})

test('a name is one active plan’s; archiving frees it', async () => {
  const { admin } = await world(server)
  const plan = await made(admin, tenPercent)
  const same = { ...tenPercent, name: 'REFERRAL 10 Percent' }
  assert.deepEqual(faults(await admin.post(plans, same)), [422, 'name already_taken'])
  const archived = await admin.post(`${plans}/${plan.id}/archive`)
  assert.deepEqual([archived.status, archived.body.data.status], [200, 'ARCHIVED'])
  assert.deepEqual((await admin.post(`${plans}/${plan.id}/archive`)).body, archived.body)
  const races = await Promise.all(Array.from({ length: 8 }, () => admin.post(plans, same)))
  assert.deepEqual(races.map(({ status }) => status).sort(), [201, ...Array.from({ length: 7 }, () => 422)])
  const refused = await admin.post(`${plans}/${plan.id}/restore`)
  assert.deepEqual([refused.status, refused.body.error.code], [409, 'COMMISSION_PLAN_NAME_TAKEN'])
  assert.equal((await admin.patch(`${plans}/${plan.id}`, { name: 'Another' })).status, 200)
  assert.equal((await admin.post(`${plans}/${plan.id}/restore`)).body.data.status, 'ACTIVE')
  const names = async (query: string) =>
    (await admin.get(`${plans}${query}`)).body.data.map((one: { name: string }) => one.name)
  assert.deepEqual(await names(''), ['REFERRAL 10 Percent', 'Another'])
  assert.deepEqual(await names('?status=ARCHIVED'), [])
  assert.deepEqual(await names('?status=ACTIVE&limit=1'), ['REFERRAL 10 Percent'])
})

test('every fault of a plan is named with its path', async () => {
  const { admin } = await world(server)
  const refused = async (given: object) => faults(await admin.post(plans, { ...tenPercent, ...given }))
  assert.deepEqual(faults(await admin.post(plans, {})), [422, 'name invalid_type', 'commission invalid_type'])
  assert.deepEqual(await refused({ commission: { type: 'NONE' } }), [422, 'commission.type invalid_union'])
  assert.deepEqual(await refused({ commission: { type: 'PERCENT', percent: 10 } }), [
    422,
    'commission.percent invalid_type',
  ])
  assert.deepEqual(await refused({ commission: { type: 'PERCENT', percent: '-1' } }), [
    422,
    'commission.percent invalid_format',
  ])
  assert.deepEqual(await refused({ commission: { type: 'PERCENT', percent: '101' } }), [
    422,
    'commission.percent custom',
  ])
  assert.deepEqual(await refused({ commission: { type: 'FIXED', amount: '1', currency: 'XAU' } }), [
    422,
    'commission.currency invalid_value',
  ])
  const tiered = { type: 'TIERED', by: 'AMOUNT', period: 'MONTH', method: 'WHOLE', currency: 'JPY' }
  const bands = [
    { from: '0', percent: '1' },
    { from: '10.5', amount: '1' },
    { from: '5', percent: '200' },
    { from: '5' },
  ]
  assert.deepEqual(await refused({ commission: { ...tiered, bands } }), [
    422,
    'commission.bands.1.from custom',
    'commission.bands.3.from custom',
    'commission.bands.2.percent custom',
    'commission.bands.3 custom',
  ])
  assert.deepEqual(await refused({ commission: { ...tiered, bands: [] } }), [422, 'commission.bands too_small'])
  assert.deepEqual(await refused({ effectiveFrom: '2026-05-01', effectiveTo: '2026-04-30' }), [
    422,
    'effectiveTo custom',
  ])
  assert.deepEqual(
    await refused({ effectiveFrom: 'soon', eventTypes: [], earningPeriod: 'WEEK', recurringMonths: 0, unknown: 1 }),
    [
      422,
      'effectiveFrom custom',
      'eventTypes too_small',
      'recurringMonths too_small',
      'earningPeriod invalid_value',
      'unknown unrecognized_keys',
    ],
  )
  assert.deepEqual(await refused({ appliesTo: {} }), [422, 'appliesTo custom'])
  const commission = tenPercent.commission
  assert.deepEqual(
    await refused({
      appliesTo: { partnerIds: ['ptn_none'], tierIds: ['tier_none'] },
      rates: [
        { category: 'x', commission },
        { partnerId: 'ptn_none', commission },
      ],
    }),
    [
      422,
      'appliesTo.partnerIds.0 unknown_reference',
      'rates.1.partnerId unknown_reference',
      'appliesTo.tierIds.0 unknown_reference',
    ],
  )
  const plan = await made(admin, tenPercent)
  const change = async (given: object) => faults(await admin.patch(`${plans}/${plan.id}`, given))
  assert.deepEqual(await change({ caps: { currency: 'EUR', perLine: '0' } }), [422, 'caps.perLine custom'])
  assert.deepEqual(await change({ commission: null, name: '', effectiveTo: '2026-01-01' }), [
    422,
    'name too_small',
    'commission invalid_type',
  ])
  assert.equal((await admin.get(`${plans}/${plan.id}`)).body.data.version, 1)
})

test('another organisation’s plan does not exist, and the wrong scope is refused', async () => {
  const [mine, others] = [await world(server), await world(server)]
  const plan = await made(others.admin, tenPercent)
  const calls = (caller: Caller): Promise<Answer>[] => [
    caller.get(`${plans}/${plan.id}`),
    caller.get(`${plans}/${plan.id}/versions`),
    caller.patch(`${plans}/${plan.id}`, { name: 'Mine' }),
    caller.post(`${plans}/${plan.id}/archive`),
    caller.post(`${plans}/${plan.id}/restore`),
  ]
  for (const answer of await Promise.all(calls(mine.admin)))
    assert.deepEqual([answer.status, answer.body.error.code], [404, 'COMMISSION_PLAN_NOT_FOUND'])
  assert.deepEqual((await mine.admin.get(plans)).body.data, [])
  const reader = await others.callerWith('commissions:read')
  const statuses = (await Promise.all([...calls(reader), reader.post(plans, tenPercent)])).map(({ status }) => status)
  assert.deepEqual(statuses, [200, 200, 403, 403, 403, 403])
  const stranger = await others.callerWith('partners:read')
  assert.equal((await stranger.get(plans)).status, 403)
})

test('a repeat under one Idempotency-Key makes one plan', async () => {
  const { admin } = await world(server)
  const headers = { 'idempotency-key': 'plan-1' }
  const answers = await Promise.all(Array.from({ length: 6 }, () => admin.post(plans, tenPercent, { headers })))
  assert.equal(new Set(answers.map(({ status, body }) => `${status} ${body.data.id}`)).size, 1)
  assert.equal((await admin.get(plans)).body.data.length, 1)
})
