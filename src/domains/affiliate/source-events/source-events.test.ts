import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLink } from '#/testing/affiliate.ts'
import { newPartner, refused } from '#/testing/commission-lines.ts'
import { programme, type Programme, recordedOf } from '#/testing/conversions.ts'
import { deals, newForm, submissions, submit } from '#/testing/forms.ts'
import { assertBooks } from '#/testing/ledger.ts'
import { type Answer, serverOfThisFile, type World, world } from '#/testing/world.ts'

let now = new Date('2026-05-01T12:00:00.000Z')
const server = await serverOfThisFile({ now: () => now })
const events = '/api/v1/source-events'
let number = 0

const sell = ({ admin }: Pick<World, 'admin'>, body: object): Promise<Answer> =>
  admin.post(events, { sourceId: `order-${(number += 1)}`, type: 'SALE', amount: '100', currency: 'USD', ...body })

const faultOf = ({ status, body, text }: Answer) => [status, body.error?.details?.[0]?.path.join('.') ?? text]

async function newPlan({ admin }: World, terms: object = {}): Promise<string> {
  const commission = { type: 'PERCENT', percent: '10' }
  const made = await admin.post('/api/v1/commission-plans', { name: `Plan ${(number += 1)}`, commission, ...terms })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}

/** A lead of a link, with the customer’s id. */
async function lead(own: Programme, customerId?: string) {
  const clickId = await own.click(own.link, { at: now })
  const properties = customerId === undefined ? {} : { customer: customerId }
  return { clickId, id: recordedOf(await own.report({ clickId, properties })).conversionId }
}

test('a lead’s click keeps earning: renewals go to its partner after the window, for the months of the plan', async () => {
  now = new Date('2026-05-01T12:00:00.000Z')
  const own = await programme(server, { attributionWindowDays: 1, customerProperty: 'customer' })
  await newPlan(own, { recurringMonths: 12, eventTypes: ['SALE', 'RENEWAL'] })
  const { id, clickId } = await lead(own, 'customer-7')
  now = new Date('2026-11-01T12:00:00.000Z')
  for (const by of [{ customerId: 'customer-7' }, { conversionId: id }, { clickId }]) {
    const answer = await sell(own, { type: 'RENEWAL', ...by })
    assert.equal(answer.status, 201, answer.text)
    const { partnerId, customerId, lines } = answer.body.data
    assert.deepEqual([partnerId, customerId, lines[0].amount], [own.link.partnerId, 'customer-7', '10.00'])
  }
  now = new Date('2027-05-01T11:59:59.000Z')
  assert.equal((await sell(own, { type: 'RENEWAL', customerId: 'customer-7' })).body.data.lines.length, 1)
  now = new Date('2027-05-01T12:00:01.000Z')
  const late = await sell(own, { type: 'RENEWAL', customerId: 'customer-7' })
  assert.equal(late.body.data.skipped[0].reason, 'RECURRING_ENDED')
  await assertBooks(server, own.organisation.id)
})

test('the months count from the first sale where there is one', async () => {
  now = new Date('2026-05-01T12:00:00.000Z')
  const own = await programme(server, { customerProperty: 'customer' })
  await newPlan(own, { recurringMonths: 2, eventTypes: ['SALE', 'RENEWAL'] })
  const { id } = await lead(own)
  now = new Date('2026-06-01T12:00:00.000Z')
  assert.equal((await sell(own, { conversionId: id, customerId: 'customer-8' })).status, 201)
  now = new Date('2026-07-15T12:00:00.000Z')
  const renewed = await sell(own, { type: 'RENEWAL', customerId: 'customer-8' })
  assert.deepEqual([renewed.body.data.partnerId, renewed.body.data.lines.length], [own.link.partnerId, 1])
})

test('a click that led to no conversion leads to its partner within the window, while its link stands', async () => {
  now = new Date('2026-05-01T12:00:00.000Z')
  const own = await programme(server, { attributionWindowDays: 30 })
  await newPlan(own)
  const clickId = await own.click(own.link, { at: now })
  assert.equal((await sell(own, { clickId })).body.data.partnerId, own.link.partnerId)
  now = new Date('2026-05-31T12:00:00.000Z')
  assert.equal((await sell(own, { clickId })).status, 201)
  now = new Date('2026-05-31T12:00:01.000Z')
  assert.deepEqual(faultOf(await sell(own, { clickId })), [422, 'clickId'])
  assert.equal((await sell(own, { clickId, occurredAt: '2026-05-02' })).status, 201)
  await own.admin.post(`/api/v1/links/${own.link.id}/revoke`)
  assert.deepEqual(faultOf(await sell(own, { clickId, occurredAt: '2026-05-02' })), [422, 'clickId'])
})

test('a conversion that was given to another partner earns for that one from then on', async () => {
  now = new Date('2026-05-01T12:00:00.000Z')
  const own = await programme(server, { customerProperty: 'customer' })
  await newPlan(own)
  const { id, clickId } = await lead(own, 'customer-9')
  const other = await newPartner(own)
  await own.admin.post(`/api/v1/conversions/${id}/reattribute`, { partnerId: other, reason: 'Theirs.' })
  for (const by of [{ customerId: 'customer-9' }, { conversionId: id }, { clickId }])
    assert.equal((await sell(own, by)).body.data.partnerId, other)
  await own.admin.post(`/api/v1/conversions/${id}/decline`, { reasonType: 'DUPLICATE' })
  assert.deepEqual(faultOf(await sell(own, { conversionId: id })), [422, 'conversionId'])
})

test('what is said of a sale must not contradict itself, and must lead to somebody', async () => {
  now = new Date('2026-05-01T12:00:00.000Z')
  const own = await programme(server, { customerProperty: 'customer' })
  const foreign = await programme(server)
  const { id, clickId } = await lead(own, 'customer-7')
  const other = await newPartner(own)
  const otherLink = await newLink(own.admin, { campaignId: own.campaign.id, partnerId: other })
  const otherClick = await own.click(otherLink, { at: now })
  const cases: [object, string][] = [
    [{}, 'partnerId'],
    [{ customerId: 'nobody' }, 'partnerId'],
    [{ partnerId: other, conversionId: id }, 'conversionId'],
    [{ partnerId: other, clickId }, 'clickId'],
    [{ conversionId: id, clickId: otherClick }, 'clickId'],
    [{ conversionId: id, customerId: 'customer-8' }, 'customerId'],
    [{ conversionId: 'cnv_nothing' }, 'conversionId'],
    [{ conversionId: (await lead(foreign)).id }, 'conversionId'],
    [{ clickId: await foreign.click(foreign.link, { at: now }) }, 'clickId'],
    [{ clickId: `${clickId}x` }, 'clickId'],
    [{ clickId: 'x'.repeat(257) }, 'clickId'],
    [{ dealId: 'deal_nothing' }, 'dealId'],
    [{ sourceId: `conversion:${id}`, partnerId: other }, 'sourceId'],
    [{ type: 'REFUND' }, 'originalSourceId'],
    [{ type: 'REFUND', clickId, originalSourceId: 'order-1' }, 'clickId'],
    [{ type: 'REFUND', conversionId: id }, 'conversionId'],
  ]
  for (const [body, field] of cases)
    assert.deepEqual(faultOf(await sell(own, body)), [422, field], JSON.stringify(body))
  assert.equal((await sell(own, { partnerId: own.link.partnerId, conversionId: id, clickId })).status, 201)
  const stranger = await world(server)
  assert.deepEqual(refused(await sell(stranger, { partnerId: other })), [404, 'PARTNER_NOT_FOUND'])
  const reporter = await own.callerWith('affiliate:write', 'affiliate:manage')
  assert.equal((await sell({ admin: reporter }, { conversionId: id })).status, 403)
})

test('a refund of a conversion’s sale takes held lines back too, also when the sale was given to another', async () => {
  now = new Date('2026-05-01T12:00:00.000Z')
  const plan = { type: 'PLAN', property: 'total', currency: 'USD' }
  const own = await programme(server)
  const planId = await newPlan(own)
  await own.admin.patch(`/api/v1/campaigns/${own.campaign.id}`, { commission: { ...plan, planId } })
  const clickId = await own.click(own.link, { at: now })
  const { conversionId } = recordedOf(await own.report({ clickId, properties: { total: '200' } }))
  const first = await sell(own, { type: 'REFUND', conversionId, amount: '50' })
  assert.equal(first.status, 201, first.text)
  const { partnerId, lines, originalSourceId } = first.body.data
  assert.deepEqual(
    [partnerId, lines[0].amount, lines[0].status, originalSourceId],
    [own.link.partnerId, '-5.00', 'HELD', `conversion:${conversionId}`],
  )
  const other = await newPartner(own)
  await own.admin.post(`/api/v1/conversions/${conversionId}/reattribute`, { partnerId: other, reason: 'Theirs.' })
  await own.admin.post(`/api/v1/conversions/${conversionId}/accept`, {})
  const second = await sell(own, { type: 'REFUND', originalSourceId: `conversion:${conversionId}`, amount: '30' })
  assert.equal(second.status, 201, second.text)
  assert.deepEqual([second.body.data.partnerId, second.body.data.lines[0].amount], [other, '-3.00'])
  assert.deepEqual(faultOf(await sell(own, { type: 'REFUND', conversionId, amount: '121' })), [422, 'amount'])
  assert.equal((await sell(own, { type: 'REFUND', conversionId, amount: '120' })).body.data.lines[0].amount, '-12.00')
  await assertBooks(server, own.organisation.id)
})

test('a refund while its conversion is given to another partner is neither lost nor taken twice', async () => {
  now = new Date('2026-05-01T12:00:00.000Z')
  const own = await programme(server)
  const planId = await newPlan(own)
  const commission = { type: 'PLAN', property: 'total', currency: 'USD', planId }
  await own.admin.patch(`/api/v1/campaigns/${own.campaign.id}`, { commission })
  const other = await newPartner(own)
  for (let round = 0; round < 6; round += 1) {
    const clickId = await own.click(own.link, { at: now })
    const { conversionId } = recordedOf(await own.report({ clickId, properties: { total: '200' } }))
    const acts = [
      () => sell(own, { type: 'REFUND', conversionId, amount: '50' }),
      () => own.admin.post(`/api/v1/conversions/${conversionId}/reattribute`, { partnerId: other, reason: 'Theirs.' }),
      () => own.admin.post(`/api/v1/conversions/${conversionId}/accept`, {}),
    ]
    const answers = await Promise.all((round % 2 ? acts : acts.toReversed()).map((act) => act()))
    assert.deepEqual(
      answers.map(({ status, text }) => (status < 300 ? 'done' : text)),
      ['done', 'done', 'done'],
    )
    const shown = (await own.admin.get(`/api/v1/conversions/${conversionId}/explanation`)).body.data.commission
    const left = [shown, ...shown.corrections].reduce((sum, line) => sum + Math.round(Number(line.amount) * 100), 0)
    assert.equal(left, 1500)
  }
  await assertBooks(server, own.organisation.id)
})

test('a sale closes the deal that its partner has registered, and a deal that was not approved takes none', async () => {
  now = new Date('2026-05-01T12:00:00.000Z')
  const own = await programme(server)
  await newPlan(own)
  const partnerId = await newPartner(own)
  const form = await newForm(own.admin, { purpose: 'DEAL', needsAcceptance: true })
  const submission = await submit(own.admin, form.id, { partnerId, fields: {}, deal: { name: '50 seats' } })
  const { dealId } = (await own.admin.get(`${submissions}/${submission}`)).body.data
  const pending = await sell(own, { dealId })
  assert.deepEqual([pending.status, (await own.admin.get(events)).body.data.length], [422, 0], 'nothing is left of it')
  assert.equal((await own.admin.post(`${submissions}/${submission}/accept`, {})).status, 200)
  assert.deepEqual(faultOf(await sell(own, { dealId, partnerId: own.link.partnerId })), [422, 'dealId'])
  const answer = await sell(own, { dealId, amount: '300' })
  assert.deepEqual(
    [answer.status, answer.body.data.partnerId, answer.body.data.lines[0].amount],
    [201, partnerId, '30.00'],
  )
  const { stage, amount } = (await own.admin.get(`${deals}/${dealId}`)).body.data
  assert.deepEqual([stage, amount], ['WON', '300.00'])
  assert.equal((await sell(own, { dealId, type: 'RENEWAL' })).body.data.partnerId, partnerId)
  await assertBooks(server, own.organisation.id)
})
