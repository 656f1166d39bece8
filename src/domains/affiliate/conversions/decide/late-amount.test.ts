import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refused } from '#/testing/commission-lines.ts'
import { programme, recordedOf } from '#/testing/conversions.ts'
import { conversionSetting } from '#/testing/decisions.ts'
import { assertBooks } from '#/testing/ledger.ts'
import { type Answer, serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
const percent = { commission: { type: 'PERCENT', percent: '20', property: 'total', currency: 'USD' } }
const missing = { commission: null, status: 'review', reasons: ['AMOUNT_MISSING'] } as const
const faultOf = ({ status, body }: Answer) => [status, body.error.details[0].path.join('.')]

test('a conversion whose amount was missing earns by the amount that a person gives', async () => {
  const own = await conversionSetting(server, percent)
  const id = await own.convert(missing)
  assert.deepEqual(refused(await own.accept(id)), [422, 'CONVERSION_AMOUNT_MISSING'])
  const { items } = (await own.bulk({ action: 'ACCEPT', ids: [id] })).body.data
  assert.equal(items[0].error.code, 'CONVERSION_AMOUNT_MISSING')
  const answer = await own.accept(id, { amount: '250.5', currency: 'USD' })
  assert.equal(answer.status, 200, answer.text)
  const { amount, currency, commission } = answer.body.data
  assert.deepEqual(
    [amount, currency, commission],
    ['250.50', 'USD', { amount: '50.10', currency: 'USD', status: 'PENDING' }],
  )
  assert.equal((await own.lineOf(id)).sourceAmount, '250.50')
  await own.undo(id)
  assert.deepEqual(faultOf(await own.accept(id, { amount: '1', currency: 'USD' })), [422, 'amount'])
  assert.equal((await own.accept(id)).body.data.commission.amount, '50.10')
  await own.books()
})

test('a plan reckons an amount that is given late as a sale of the day of the conversion', async () => {
  const own = await conversionSetting(server)
  const plan = { name: 'Referrals', commission: { type: 'PERCENT', percent: '10' } }
  const planId = (await own.admin.post('/api/v1/commission-plans', plan)).body.data.id
  const commission = { type: 'PLAN', planId, property: 'total', currency: 'USD' }
  assert.equal((await own.admin.patch(`/api/v1/campaigns/${own.campaign.id}`, { commission })).status, 200)
  const id = await own.convert({ ...missing, customerId: 'customer-7' })
  assert.equal((await own.accept(id, { amount: '300', currency: 'USD' })).body.data.commission.amount, '30.00')
  const [sale] = (await own.admin.get('/api/v1/source-events')).body.data
  const { createdAt } = await own.conversion(id)
  assert.deepEqual(
    [sale.sourceId, sale.customerId, sale.occurredAt, sale.lines[0].planName, sale.lines[0].status],
    [`conversion:${id}`, 'customer-7', createdAt, 'Referrals', 'PENDING'],
  )
  await own.books()
})

test('a plan that comes back reckons a sale once, whatever it makes of it, and the decision may be undone', async () => {
  const own = await programme(server)
  const plan = { name: 'Referrals', commission: { type: 'PERCENT', percent: '10' } }
  const planId = (await own.admin.post('/api/v1/commission-plans', plan)).body.data.id
  const commission = { type: 'PLAN', planId, property: 'total', currency: 'USD' }
  await own.admin.patch(`/api/v1/campaigns/${own.campaign.id}`, { commission })
  await own.admin.post(`/api/v1/commission-plans/${planId}/archive`)
  const reported = await own.report({ clickId: await own.click(own.link), properties: { total: '0.01' } })
  const { conversionId } = recordedOf(reported)
  const path = `/api/v1/conversions/${conversionId}`
  const { sentences } = (await own.admin.get(`${path}/explanation`)).body.data
  assert.equal(sentences.at(-2), `Plan ${planId} made no commission: it is archived, or its amount is too large.`)
  await own.admin.post(`/api/v1/commission-plans/${planId}/restore`)
  for (const verb of ['accept', 'undo', 'accept']) {
    const answer = await own.admin.post(`${path}/${verb}`, {})
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.body.data.commission, null)
  }
  await assertBooks(server, own.organisation.id)
})

test('an amount that is given late is one that its campaign could pay by', async () => {
  const own = await conversionSetting(server, percent)
  const id = await own.convert(missing)
  const faulty: [object, string][] = [
    [{ amount: '10' }, 'currency'],
    [{ currency: 'USD' }, 'amount'],
    [{ amount: '0', currency: 'USD' }, 'amount'],
    [{ amount: '-5', currency: 'USD' }, 'amount'],
    [{ amount: '5.001', currency: 'USD' }, 'amount'],
    [{ amount: 5, currency: 'USD' }, 'amount'],
    [{ amount: '5', currency: 'EUR' }, 'currency'],
  ]
  for (const [body, field] of faulty) assert.deepEqual(faultOf(await own.accept(id, body)), [422, field])
  assert.equal((await own.conversion(id)).status, 'review')
  const answers = await Promise.all(['10', '20', '30'].map((amount) => own.accept(id, { amount, currency: 'USD' })))
  assert.deepEqual(
    new Set(answers.map(({ status }) => status)),
    new Set([200]),
    'the first counts, the others repeat it',
  )
  assert.equal((await own.history(id)).length, 2)
  await own.books()
})
