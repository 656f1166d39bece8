import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { emailKeyOf } from './email-key.ts'
import { newLink } from '#/testing/affiliate.ts'
import { type Programme, programme, recordedOf, rowsOf } from '#/testing/conversions.ts'
import { standInTheWay } from '#/testing/in-the-way.ts'
import { assertBooks, balances } from '#/testing/ledger.ts'
import { whileMerging } from '#/testing/merging.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
const percent = { type: 'PERCENT', percent: '12.5', property: 'amount', currency: null, currencyProperty: 'currency' }

const lineOf = async ({ report, click, link, ctx }: Programme, properties: unknown) => {
  const { conversionId } = recordedOf(await report({ clickId: await click(link), properties }))
  const conversion = (await rowsOf(ctx, 'conversion')).find(({ id }: { id: string }) => id === conversionId)
  const line = (await rowsOf(ctx, 'commission_line')).find(
    ({ id }: { id: string }) => id === conversion.commission_line_id,
  )
  const { result, given } = conversion.explanation.commission
  return [
    conversion.status,
    line ? `${line.amount} ${line.currency}` : result,
    ...(given === null ? [] : [given]),
  ].join(', ')
}

test('an amount is read exactly from a decimal string or a number', async () => {
  const one = await programme(server, { commission: percent })
  const cases: [properties: object, expected: string][] = [
    [{ amount: '1200.00', currency: 'USD' }, 'pending, 15000 USD'],
    [{ amount: 1200, currency: 'usd' }, 'pending, 15000 USD'],
    [{ amount: 0.29, currency: 'USD' }, 'pending, 4 USD'],
    [{ amount: '0.20', currency: 'USD' }, 'pending, 2 USD'],
    [{ amount: '999999999999999.99', currency: 'USD' }, 'pending, 12500000000000000 USD'],
    [{ amount: '1000', currency: 'JPY' }, 'pending, 125 JPY'],
    [{ amount: ' 8 ', currency: 'KWD' }, 'pending, 1000 KWD'],
    [{ amount: 0, currency: 'USD' }, 'pending, NOTHING_EARNED'],
    [{ amount: '0.03', currency: 'USD' }, 'pending, NOTHING_EARNED'],
  ]
  for (const [properties, expected] of cases)
    assert.equal(await lineOf(one, properties), expected, JSON.stringify(properties))
  await assertBooks(server, one.organisation.id)
})

test('without an amount that can be used a conversion is recorded, earns nothing and waits for a person', async () => {
  const one = await programme(server, { commission: percent })
  const cases: [properties: object, given: string][] = [
    [{}, ''],
    [{ amount: '12' }, ', 12'],
    [{ amount: '12', currency: 'XXX' }, ', 12'],
    [{ amount: '12', currency: 3 }, ', 12'],
    [{ amount: '12,50', currency: 'EUR' }, ', 12,50'],
    [{ amount: '12.505', currency: 'EUR' }, ', 12.505'],
    [{ amount: '1.5', currency: 'JPY' }, ', 1.5'],
    [{ amount: -5, currency: 'EUR' }, ', -5'],
    [{ amount: 1e21, currency: 'EUR' }, ', 1e+21'],
    [{ amount: Number('9007199254740993'), currency: 'EUR' }, ', 9007199254740992'],
    [{ amount: null, currency: 'EUR' }, ', null'],
    [{ amount: { value: 5 }, currency: 'EUR' }, ', {"value":5}'],
    [{ amount: true, currency: 'EUR' }, ', true'],
    [{ amount: '', currency: 'EUR' }, ', '],
  ]
  for (const [properties, given] of cases)
    assert.equal(await lineOf(one, properties), `review, AMOUNT_MISSING${given}`, JSON.stringify(properties))
  for (const { explanation } of await rowsOf(one.ctx, 'conversion'))
    assert.deepEqual(explanation.reasons, ['AMOUNT_MISSING'])
  assert.deepEqual(await balances(server, one.link.partnerId), {})
})

test('a campaign that pays a fixed amount pays it whatever was sold, and one that pays nothing makes no line', async () => {
  const fixed = await programme(server, { commission: { type: 'FIXED', amount: '50', currency: 'EUR' } })
  assert.equal(await lineOf(fixed, {}), 'pending, 5000 EUR')
  const none = await programme(server)
  assert.equal(await lineOf(none, { amount: '5' }), 'pending, NO_COMMISSION')
  await assertBooks(server, fixed.organisation.id)
})

const newPlan = async ({ admin }: Pick<Programme, 'admin'>, body: object = {}) => {
  const made = await admin.post('/api/v1/commission-plans', {
    name: 'Referrals',
    commission: { type: 'PERCENT', percent: '10' },
    ...body,
  })
  assert.equal(made.status, 201, made.text)
  return made.body.data
}

/** A programme whose campaign pays by a plan. */
const byPlan = async (terms: object = {}) => {
  const one = await programme(server, { customerProperty: 'customer' })
  const plan = await newPlan(one, terms)
  const commission = { type: 'PLAN', planId: plan.id, property: 'amount', currency: 'USD' }
  const changed = await one.admin.patch(`/api/v1/campaigns/${one.campaign.id}`, { commission })
  assert.equal(changed.status, 200, changed.text)
  return { ...one, plan }
}

test('a plan reckons a conversion as a sale of its own, and only that plan', async () => {
  const one = await byPlan()
  await newPlan(one, { name: 'For everything else' })
  const body = { clickId: await one.click(one.link), properties: { amount: '200', customer: 'customer-1' } }
  const answers = await Promise.all(Array.from({ length: 32 }, () => one.report(body)))
  assert.equal(answers.filter(({ status }) => status === 201).length, 1)
  assert.equal(answers.filter(({ body: { status } }) => status === 'duplicate').length, 31)
  const [conversion] = await rowsOf(one.ctx, 'conversion')
  const [line, ...others] = await rowsOf(one.ctx, 'commission_line')
  assert.equal(others.length, 0)
  assert.deepEqual(
    [line.id, line.status, line.amount, line.plan_id],
    [conversion.commission_line_id, 'HELD', '2000', one.plan.id],
  )
  assert.deepEqual(
    [
      conversion.explanation.commission.result,
      conversion.explanation.commission.lineId,
      conversion.explanation.commission.amount,
    ],
    ['LINE', line.id, '20.00'],
  )
  const [sale] = (await one.admin.get('/api/v1/source-events')).body.data
  assert.deepEqual(
    [sale.sourceId, sale.customerId, sale.planId],
    [`conversion:${conversion.id}`, 'customer-1', one.plan.id],
  )
  await assertBooks(server, one.organisation.id)
})

test('a plan that pays nothing for a conversion says why, and one that cannot reckon leaves it to a person', async () => {
  const one = await byPlan({ commission: { type: 'FIXED', amount: '10', currency: 'EUR' } })
  assert.equal(await lineOf(one, { amount: '5' }), 'pending, PLAN_SKIPPED')
  assert.equal((await rowsOf(one.ctx, 'conversion'))[0].explanation.commission.skipped, 'CURRENCY')
  assert.equal(await lineOf(one, {}), 'review, AMOUNT_MISSING')
  assert.equal(await lineOf(one, { amount: '0.00' }), 'pending, NOTHING_EARNED')
  assert.equal((await one.admin.post(`/api/v1/commission-plans/${one.plan.id}/archive`)).status, 200)
  assert.equal(await lineOf(one, { amount: '5' }), 'review, PLAN_SKIPPED')
  assert.deepEqual((await rowsOf(one.ctx, 'conversion')).at(-1).explanation.reasons, ['PLAN_UNUSABLE'])
})

test('a link that is revoked after its report was decided on and before it is written earns nothing', async () => {
  const qualityRules = { emailOncePerCampaign: 'REVIEW' }
  const one = await programme(server, { commission: { type: 'FIXED', amount: '50', currency: 'EUR' }, qualityRules })
  const { admin, link, click, report, ctx } = one
  const email = 'buyer@customer.example.com'
  const lock = [ctx.organisationId, 'conversion e-mail', emailKeyOf(ctx, email).toString('hex')].join('\u001f')
  await using inTheWay = await standInTheWay(
    server,
    `select pg_advisory_xact_lock(hashtextextended(${pg.escapeLiteral(lock.toLowerCase())}, 0))`,
  )
  const reported = report({ clickId: await click(link), email })
  await inTheWay.areWaiting(1)
  assert.equal((await admin.post(`/api/v1/links/${link.id}/revoke`)).status, 200)
  await inTheWay.letGo()
  assert.equal((await reported).body.status, 'ignored')
  assert.equal((await rowsOf(ctx, 'conversion')).length, 0)
  assert.equal((await rowsOf(ctx, 'conversion_attempt'))[0].reason, 'LINK_REVOKED')
  await assertBooks(server, one.organisation.id)
})

test('a conversion that is reported while its partner is merged earns for the partner that it becomes', async () => {
  const one = await programme(server, { commission: { type: 'FIXED', amount: '50', currency: 'EUR' } })
  const { admin, link, click, report, ctx } = one
  const staying = (await newLink(admin)).partnerId
  const clickId = await click(link)
  await whileMerging(server, staying, [link.partnerId], async () => recordedOf(await report({ clickId })))
  const [line, ...others] = await rowsOf(ctx, 'commission_line')
  assert.deepEqual([line.partner_id, others.length], [staying, 0])
  assert.deepEqual(await balances(server, staying), { 'COMMISSIONS EUR': '-5000', 'EARNED EUR': '5000' })
  await assertBooks(server, one.organisation.id)
})
