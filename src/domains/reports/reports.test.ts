import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLine, newPartner, refused } from '#/testing/commission-lines.ts'
import { conversionSetting } from '#/testing/decisions.ts'
import { newPayout } from '#/testing/payouts.ts'
import { type Answer, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const clock = { at: new Date('2026-05-20T12:00:00Z') }
const server = await serverOfThisFile({ now: () => clock.at })
const setTime = (time: string) => void (clock.at = new Date(time))

async function get(caller: Caller, path: string) {
  const answer = await caller.get(`/api/v1/reports/${path}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.body.data
}
const paid = async (own: World, partnerId: string, lineIds: string[], stage: string) => {
  const payoutId = await newPayout(own.admin, { partnerId })
  assert.equal((await own.admin.post(`/api/v1/payouts/${payoutId}/attach`, { lineIds })).status, 200)
  assert.equal((await own.admin.patch(`/api/v1/payouts/${payoutId}`, { stage })).status, 200)
  return payoutId
}

test('the overview tells of this month and the one before, what the ledger holds and what waits', async () => {
  setTime('2026-04-30T23:30:00Z')
  const own = await conversionSetting(server)
  await own.convert({ commission: '10' })
  const line = await newLine(own, { partnerId: own.partnerId, amount: '40' })
  setTime('2026-05-01T00:30:00Z')
  const other = await newPartner(own)
  const open = await newLine(own, { partnerId: other, amount: '5.50', currency: 'EUR' })
  await paid(own, own.partnerId, [line], 'PAID')
  const { thisMonth, lastMonth, ...now } = await get(own.admin, 'overview')
  const amount = (currency: string, earned: string, byPayout = '0.00') => ({
    currency,
    earned,
    reversed: '0.00',
    net: earned,
    paid: byPayout,
  })
  assert.deepEqual(thisMonth, {
    month: '2026-05',
    from: '2026-05-01',
    to: '2026-05-31',
    clicks: 0,
    conversions: { pending: 0, review: 0, accepted: 0, declined: 0 },
    rate: null,
    amounts: [amount('EUR', '5.50'), amount('USD', '0.00', '40.00')],
    newPartners: 1,
    activePartners: 1,
  })
  assert.deepEqual([lastMonth.month, lastMonth.newPartners, lastMonth.activePartners], ['2026-04', 1, 1])
  assert.deepEqual(lastMonth.amounts, [amount('USD', '40.00')])
  assert.deepEqual(now.balances, [
    { currency: 'EUR', held: '0.00', payable: '5.50', inPayouts: '0.00', paid: '0.00' },
    { currency: 'USD', held: '10.00', payable: '0.00', inPayouts: '0.00', paid: '40.00' },
  ])
  assert.deepEqual(now.partners, { active: 2, archived: 0 })
  const waiting = { conversionsInReview: 0, submissions: 0, deals: 0, billingChanges: 0 }
  assert.deepEqual(now.waiting, { ...waiting, conversionsPending: 1, payouts: [] })
  assert.equal((await own.admin.post(`/api/v1/commission-lines/${open}/postpone`)).status, 200)
  assert.equal((await get(own.admin, 'overview')).balances[0].held, '5.50')
  await own.admin.patch('/api/v1/organisation', { timeZone: 'America/New_York' })
  await server.application.jobs.runNow('reports.add-up')
  const elsewhere = await get(own.admin, 'overview')
  assert.deepEqual([elsewhere.thisMonth.month, elsewhere.timeZone], ['2026-04', 'America/New_York'])
  assert.deepEqual(elsewhere.thisMonth.amounts, [amount('EUR', '5.50'), amount('USD', '40.00', '40.00')])
})

test('payouts are reported by stage, by month and by what is due', async () => {
  setTime('2026-05-20T12:00:00Z')
  const own = await world(server)
  const [first, second] = [await newPartner(own), await newPartner(own)]
  const line = (partnerId: string, amount: string) => newLine(own, { partnerId, amount })
  await paid(own, first, [await line(first, '10')], 'PAID')
  await paid(own, second, [await line(second, '20')], 'PENDING_REVIEW')
  await paid(own, second, [await line(second, '0.25')], 'SCHEDULED')
  await paid(own, first, [await line(first, '4')], 'BLOCKED')
  await line(first, '3')
  const tally = (stage: string, value: string) => ({ stage, payouts: 1, amounts: [{ value, currency: 'USD' }] })
  const stages = [
    tally('PENDING_REVIEW', '20.00'),
    tally('SCHEDULED', '0.25'),
    tally('PAID', '10.00'),
    tally('BLOCKED', '4.00'),
  ]
  const due = [{ currency: 'USD', pool: '3.00', toApprove: '20.00', toPay: '0.25', stopped: '4.00' }]
  assert.deepEqual(await get(own.admin, 'payouts'), { due, stages, months: [{ month: '2026-03', stages }] })
  const ofSecond = await get(own.admin, `payouts?partnerId=${second}&from=2026-03-31&to=2026-03-31`)
  assert.deepEqual(ofSecond.stages, stages.slice(0, 2))
  assert.deepEqual((await get(own.admin, 'payouts?from=2026-04-01')).stages, [])
  const { waiting } = await get(own.admin, 'overview')
  assert.deepEqual(waiting.payouts, [stages[0], stages[1], stages[3]])
})

test('partners are reported by tier, phase, month and activity', async () => {
  setTime('2026-02-10T12:00:00Z')
  const own = await world(server)
  const { id: tierId } = (await own.admin.post('/api/v1/tiers', { name: 'Gold' })).body.data
  const quiet = await newPartner(own, { name: 'Quiet', tierId })
  const gone = await newPartner(own, { name: 'Gone' })
  setTime('2026-05-02T12:00:00Z')
  const busy = await newPartner(own, { name: 'Busy' })
  await newLine(own, { partnerId: busy, amount: '1' })
  assert.equal((await own.admin.post(`/api/v1/partners/${gone}/archive`)).status, 200)
  const found = await get(own.admin, 'partners?from=2026-02-01&to=2026-05-31')
  assert.deepEqual(found.statuses, { active: 2, archived: 1 })
  assert.deepEqual(found.tiers, [
    { id: tierId, name: 'Gold', partners: 1 },
    { id: null, name: null, partners: 1 },
  ])
  assert.deepEqual(found.phases, [{ id: null, name: null, partners: 2 }])
  assert.deepEqual(found.newByMonth, [
    { month: '2026-02', partners: 2 },
    { month: '2026-05', partners: 1 },
  ])
  assert.deepEqual(found.withoutActivity, {
    partners: 1,
    first: [{ id: quiet, name: 'Quiet', createdAt: '2026-02-10T12:00:00.000Z' }],
  })
})

test('a report is of one organisation, and of what the caller may see', async () => {
  setTime('2026-05-20T12:00:00Z')
  const [own, other] = [await world(server), await world(server)]
  const partnerId = await newPartner(own)
  await paid(own, partnerId, [await newLine(own, { partnerId })], 'PAID')
  for (const path of ['overview', 'commissions', 'payouts', 'partners', 'affiliate']) {
    const text = JSON.stringify(await get(other.admin, path))
    assert.ok(!text.includes('100.00') && !text.includes(partnerId), text)
  }
  assert.deepEqual((await get(other.admin, `commissions?partnerId=${partnerId}`)).totals, [])
  const clicks = await own.callerWith('affiliate:read')
  for (const path of ['overview', 'commissions', 'payouts', 'partners'])
    assert.deepEqual(refused(await clicks.get(`/api/v1/reports/${path}`)), [403, 'FORBIDDEN'], path)
  const partners = await get(await own.callerWith('partners:read'), 'overview')
  assert.deepEqual([partners.balances, partners.thisMonth.amounts, partners.thisMonth.clicks], [null, null, null])
  assert.deepEqual(Object.values(partners.waiting), [null, null, null, null, null, null])
  const money = await get(await own.callerWith('commissions:read'), 'overview')
  assert.deepEqual([money.partners, money.thisMonth.newPartners, money.thisMonth.activePartners], [null, null, null])
  assert.equal(money.balances[0].paid, '100.00')
  const bound = await own.callerBoundTo(partnerId)
  assert.equal((await bound.get('/api/v1/reports/overview')).status, 403)
})

test('what cannot be reported is refused with the field that says so', async () => {
  const own = await world(server)
  const fieldOf = ({ status, body }: Answer) => [status, body.error.details[0].path.join('.')]
  const ask = (query: string) => own.admin.get(`/api/v1/reports/commissions?${query}`)
  assert.deepEqual(fieldOf(await ask('from=2026-05-02&to=2026-05-01')), [422, 'from'])
  assert.deepEqual(fieldOf(await ask('from=1999-01-01')), [422, 'from'])
  assert.deepEqual(fieldOf(await ask('to=yesterday')), [422, 'to'])
  assert.deepEqual(fieldOf(await ask('groupBy=LINK')), [422, 'groupBy'])
  assert.deepEqual(fieldOf(await ask('currency=XXX')), [422, 'currency'])
  assert.deepEqual(fieldOf(await ask('limit=0')), [422, 'limit'])
})
