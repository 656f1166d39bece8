import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertBooks, balances } from '#/testing/ledger.ts'
import { runSql } from '#/testing/sql.ts'
import { type Caller, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const quarter = { periodStart: '2026-01-01', periodEnd: '2026-03-31' }
const runs = () => server.application.jobs.runNow('payout-batches.run')

async function partner(admin: Caller, name: string): Promise<string> {
  return (await admin.post('/api/v1/partners', { name })).body.data.id
}

async function line(admin: Caller, partnerId: string, amount: string, currency = 'USD'): Promise<string> {
  const made = await admin.post('/api/v1/commission-lines', { partnerId, amount, currency })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}

/** The payouts of a batch as they leave, by partner. */
async function payoutsOf(admin: Caller, batchId: string) {
  const rows = await runSql(server, `select id from payout where batch_id = $1 order by partner_id`, [batchId])
  return await Promise.all(rows.map(async ({ id }) => (await admin.get(`/api/v1/payouts/${id}`)).body.data))
}

test('a batch makes a draft for each partner that is named, with the lines that wait', async () => {
  const { admin, organisation } = await world(server)
  const [a, b] = [await partner(admin, 'A'), await partner(admin, 'B')]
  await admin.patch(`/api/v1/partners/${b}/crm-record`, { externalId: '77002', externalIdType: 'PARTNER' })
  await line(admin, a, '100')
  await line(admin, a, '-20.50')
  await line(admin, a, '7', 'EUR')
  const made = await admin.post('/api/v1/payout-batches', {
    ...quarter,
    partnerIds: [a, '77002', a],
    attachPendingLines: true,
  })
  assert.equal(made.status, 201, made.text)
  const { id, createdAt, updatedAt, ...rest } = made.body.data
  assert.match(id, /^pbt_/)
  assert.equal(createdAt, updatedAt)
  assert.deepEqual(rest, {
    periodStart: '2026-01-01T00:00:00.000Z',
    periodEnd: '2026-03-31T23:59:59.000Z',
    payoutCount: 2,
  })
  const payouts = await payoutsOf(admin, id)
  assert.deepEqual(
    payouts.map((payout: { amount: object; stage: string }) => [payout.amount, payout.stage]),
    [
      [{ value: '79.50', currency: 'USD' }, 'DRAFT'],
      [{ value: '0.00', currency: 'USD' }, 'DRAFT'],
    ],
  )
  assert.deepEqual(await balances(server, a), {
    'COMMISSIONS EUR': '-700',
    'COMMISSIONS USD': '-7950',
    'IN_PAYOUT USD': '7950',
    'PAYABLE EUR': '700',
  })
  assert.deepEqual((await admin.get(`/api/v1/payout-batches/${id}`)).body, made.body)
  assert.deepEqual((await admin.get('/api/v1/payout-batches')).body.data, [made.body.data])
  await assertBooks(server, organisation.id)
})

test('a batch names every partner that it does not know, and makes nothing', async () => {
  const [{ admin }, other] = [await world(server), await world(server)]
  const [own, foreign] = [await partner(admin, 'Own'), await partner(other.admin, 'Foreign')]
  const refused = await admin.post('/api/v1/payout-batches', { ...quarter, partnerIds: [own, foreign, 'nobody'] })
  assert.equal(refused.status, 404)
  assert.equal(refused.body.error.code, 'PARTNER_NOT_FOUND')
  assert.deepEqual(refused.body.error.details, { partnerIds: [foreign, 'nobody'] })
  assert.deepEqual((await admin.get('/api/v1/payout-batches')).body.data, [])
  const batch = (await other.admin.post('/api/v1/payout-batches', quarter)).body.data.id
  assert.equal((await admin.get(`/api/v1/payout-batches/${batch}`)).body.error.code, 'PAYOUT_BATCH_NOT_FOUND')
  const onTheirs = await admin.post('/api/v1/payouts', { partnerId: own, batchId: batch })
  assert.deepEqual([onTheirs.status, onTheirs.body.error.code], [404, 'PAYOUT_BATCH_NOT_FOUND'])
})

test('what is wrong with a batch or payout is named by its field', async () => {
  const { admin, callerWith } = await world(server)
  const a = await partner(admin, 'A')
  const wrong: [string, object, string][] = [
    ['payout-batches', { periodStart: '2026-04-01', periodEnd: '2026-03-31' }, 'periodEnd'],
    ['payout-batches', { periodEnd: '2026-03-31' }, 'periodStart'],
    ['payout-batches', { ...quarter, partnerIds: [] }, 'partnerIds'],
    ['payout-batches', { ...quarter, partnerIds: [a], allPartners: true }, 'partnerIds'],
    ['payout-batches', { ...quarter, currency: 'XAU' }, 'currency'],
    ['payout-batches', { ...quarter, note: 'x' }, 'note'],
    ['payouts', { partnerId: a, periodStart: '2026-04-01', periodEnd: '2026-03-31' }, 'periodEnd'],
    ['payouts', { partnerId: a, periodStart: '2026-04-01' }, 'periodEnd'],
    ['payouts', { ...quarter }, 'partnerId'],
    ['payouts', { ...quarter, partnerId: a, metadata: 'x'.repeat(2001) }, 'metadata'],
    ['payouts', { ...quarter, partnerId: a, currency: 'usdx' }, 'currency'],
  ]
  for (const [path, body, field] of wrong) {
    const { status, body: answer } = await admin.post(`/api/v1/${path}`, body)
    assert.equal(status, 422, JSON.stringify(body))
    assert.deepEqual([answer.error.code, answer.error.details[0].path[0]], ['VALIDATION_ERROR', field])
  }
  const reader = await callerWith('commissions:read')
  assert.equal((await reader.post('/api/v1/payout-batches', quarter)).status, 403)
  assert.equal((await reader.post('/api/v1/payouts', { ...quarter, partnerId: a })).status, 403)
  assert.equal((await (await callerWith('partners:read')).get('/api/v1/payout-batches')).status, 403)
})

test('a partner has one payout in a batch, however often it is asked for', async () => {
  const { admin, organisation } = await world(server)
  const a = await partner(admin, 'A')
  await line(admin, a, '12')
  const first = await admin.post('/api/v1/payouts', {
    ...quarter,
    partnerId: a,
    metadata: ' Thank **you**\nfor the quarter ',
  })
  assert.equal(first.status, 201, first.text)
  assert.equal(first.body.data.metadata, 'Thank **you**\nfor the quarter')
  assert.deepEqual(first.body.data.partner, { id: a, name: 'A' })
  const { batchId } = first.body.data
  const again = await admin.post('/api/v1/payouts', {
    partnerId: a,
    batchId,
    attachPendingLines: true,
    metadata: 'Other',
  })
  assert.deepEqual([again.status, again.body], [200, first.body])

  const batch = (await admin.post('/api/v1/payout-batches', { ...quarter, currency: 'usd' })).body.data.id
  const asked = { partnerId: a, batchId: batch, attachPendingLines: true }
  const answers = await Promise.all(Array.from({ length: 16 }, () => admin.post('/api/v1/payouts', asked)))
  assert.equal(answers.filter(({ status }) => status === 201).length, 1)
  assert.equal(answers.filter(({ status }) => status === 200).length, 15)
  assert.equal(new Set(answers.map(({ body }) => body.data.id)).size, 1)
  assert.ok(answers.every(({ body }) => body.data.amount.value === '12.00'))
  await assertBooks(server, organisation.id)
})

test('a late line and one of another currency wait for a payout of theirs', async () => {
  const { admin, organisation } = await world(server)
  const a = await partner(admin, 'A')
  const [early, late] = [await line(admin, a, '1'), await line(admin, a, '2')]
  await runSql(server, `update commission_line set period_end = '2026-04-30' where id = $1`, [late])
  await runSql(server, `update commission_line set period_end = '2026-03-31T23:59:59Z' where id = $1`, [early])
  const francs = await line(admin, a, '5', 'CHF')
  const payout = (await admin.post('/api/v1/payouts', { ...quarter, partnerId: a, attachPendingLines: true })).body.data
  assert.deepEqual(payout.amount, { value: '1.00', currency: 'USD' })
  const next = {
    partnerId: a,
    periodStart: '2026-04-01',
    periodEnd: '2026-06-30',
    attachPendingLines: true,
    currency: 'CHF',
  }
  assert.deepEqual((await admin.post('/api/v1/payouts', next)).body.data.amount, { value: '5.00', currency: 'CHF' })
  const byId = async (id: string) => (await admin.get(`/api/v1/commission-lines/${id}`)).body.data.status
  assert.deepEqual([await byId(early), await byId(late), await byId(francs)], ['APPROVED', 'PENDING', 'APPROVED'])
  await assertBooks(server, organisation.id)
})

test('the organisation says in which currency and from which amount on it pays', async () => {
  const { admin } = await world(server)
  const settings = '/api/v1/payout-settings'
  assert.deepEqual((await admin.get(settings)).body.data, { currency: 'USD', minimumPayouts: [], schedule: null })
  const set = await admin.put(settings, {
    currency: 'eur',
    minimumPayouts: [{ currency: 'JPY', amount: '5000' }],
    schedule: { every: 'QUARTER', daysAfter: 30 },
  })
  assert.deepEqual(set.body.data, {
    currency: 'EUR',
    minimumPayouts: [{ currency: 'JPY', amount: '5000' }],
    schedule: { every: 'QUARTER', daysAfter: 30 },
  })
  const a = await partner(admin, 'A')
  const payout = await admin.post('/api/v1/payouts', { ...quarter, partnerId: a })
  assert.deepEqual(payout.body.data.amount, { value: '0.00', currency: 'EUR' })
  const wrong = {
    currency: 'EUR',
    minimumPayouts: [
      { currency: 'JPY', amount: '0.5' },
      { currency: 'EUR', amount: '-1' },
      { currency: 'EUR', amount: '1' },
    ],
  }
  const refused = await admin.put(settings, wrong)
  assert.deepEqual(
    refused.body.error.details.map(({ path }: { path: unknown[] }) => path),
    [
      ['minimumPayouts', 0, 'amount'],
      ['minimumPayouts', 1, 'amount'],
      ['minimumPayouts', 2, 'currency'],
    ],
  )
})

test('a run pays every partner from the minimum on, and carries the others over', async () => {
  const { admin, organisation } = await world(server)
  await admin.put('/api/v1/payout-settings', { currency: 'USD', minimumPayouts: [{ currency: 'USD', amount: '50' }] })
  const names = ['enough', 'exactly', 'little', 'negative', 'none']
  const [enough = '', exactly = '', little = '', negative = ''] = await Promise.all(
    names.map((name) => partner(admin, name)),
  )
  await line(admin, enough, '70')
  await line(admin, enough, '-10')
  await line(admin, exactly, '50')
  await line(admin, little, '49.99')
  await line(admin, negative, '100')
  await line(admin, negative, '-150')
  const made = await admin.post('/api/v1/payout-batches', { ...quarter, allPartners: true })
  assert.equal(made.status, 201, made.text)
  assert.equal(made.body.data.run.status, 'WAITING')
  await runs()
  const { id } = made.body.data
  const { run, payoutCount } = (await admin.get(`/api/v1/payout-batches/${id}`)).body.data
  assert.equal(payoutCount, 2)
  assert.match(run.endedAt, /Z$/)
  assert.deepEqual(
    { ...run, endedAt: '' },
    { status: 'DONE', currency: 'USD', partnersTotal: 4, partnersDone: 4, linesDone: 3, endedAt: '' },
  )
  const amounts = (await payoutsOf(admin, id)).map(({ amount }: { amount: { value: string } }) => amount.value)
  assert.deepEqual(amounts.toSorted(), ['50.00', '60.00'])

  await line(admin, little, '0.01')
  await line(admin, negative, '30')
  const next = (await admin.post('/api/v1/payout-batches', { ...quarter, allPartners: true })).body.data.id
  await runs()
  const [only, ...rest] = await payoutsOf(admin, next)
  assert.deepEqual([only.partner.id, only.amount.value, rest.length], [little, '50.00', 0])
  assert.deepEqual(await balances(server, negative), { 'COMMISSIONS USD': '2000', 'PAYABLE USD': '-2000' })
  const events = (await admin.get('/api/v1/events?type=payout-batches.run')).body.data
  assert.equal(events.length, 2)
  await assertBooks(server, organisation.id)
})

test('six runs at once over the same lines put each on one payout', async () => {
  const { admin, organisation } = await world(server)
  const partners = await Promise.all(Array.from({ length: 12 }, (_, n) => partner(admin, `Partner ${n}`)))
  for (const id of partners) await Promise.all(Array.from({ length: 5 }, (_, n) => line(admin, id, `${n + 1}.25`)))
  const batches = await Promise.all(
    Array.from({ length: 6 }, () => admin.post('/api/v1/payout-batches', { ...quarter, allPartners: true })),
  )
  const alone = partners
    .slice(0, 6)
    .map((partnerId) => admin.post('/api/v1/payouts', { ...quarter, partnerId, attachPendingLines: true }))
  await Promise.all([...Array.from({ length: 6 }, runs), ...alone])
  await runs()
  for (const { body } of batches)
    assert.equal((await admin.get(`/api/v1/payout-batches/${body.data.id}`)).body.data.run.status, 'DONE')
  const [{ lines, payouts }] = await runSql(
    server,
    `select count(*)::int as lines, count(distinct payout_id)::int as payouts from commission_line where organisation_id = $1 and status = 'APPROVED'`,
    [organisation.id],
  )
  assert.deepEqual([lines, payouts], [60, 12])
  await assertBooks(server, organisation.id)
})
