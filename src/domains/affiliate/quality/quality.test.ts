import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCampaign, newLink } from '#/testing/affiliate.ts'
import { type Programme, programme, rowsOf } from '#/testing/conversions.ts'
import { assertBooks } from '#/testing/ledger.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
const off = { selfReferralEmail: 'OFF', selfReferralDomain: 'OFF', disposableEmail: 'OFF' }
const fixed = { type: 'FIXED', amount: '15', currency: 'EUR' }

/** What becomes of a report with this e-mail and these properties: the status, then what failed. */
const outcome = async ({ click, report, link, ctx }: Programme, email: string, properties = {}): Promise<string> => {
  const { body } = await report({ clickId: await click(link), email, properties })
  const table = body.status === 'recorded' ? 'conversion' : 'conversion_attempt'
  const { status = 'ignored', explanation } = (await rowsOf(ctx, table)).at(-1)
  return [status, ...explanation.reasons].join(' ')
}

test('an e-mail of the partner’s own people asks for a person, or is refused', async () => {
  const one = await programme(server, { commission: fixed })
  const { admin, link, organisation, ctx } = one
  await admin.post('/api/v1/visitors', { email: 'Kim@larkspur.example.com', partnerId: link.partnerId })
  assert.equal(await outcome(one, 'kim@LARKSPUR.example.com'), 'review SELF_REFERRAL_EMAIL')
  assert.equal(await outcome(one, 'kim@elsewhere.example.com'), 'pending')
  const held = (await rowsOf(ctx, 'commission_line')).map(({ status }: { status: string }) => status)
  assert.deepEqual(held, ['HELD', 'HELD'])
  await admin.patch(`/api/v1/campaigns/${one.campaign.id}`, { qualityRules: { ...off, selfReferralEmail: 'REJECT' } })
  assert.equal(await outcome(one, 'kim@larkspur.example.com'), 'ignored SELF_REFERRAL_EMAIL')
  await assertBooks(server, organisation.id)
})

test('an e-mail at the partner’s domain or below it is its own, but not where everybody has mail', async () => {
  const one = await programme(server, { qualityRules: { ...off, selfReferralDomain: 'REJECT' } })
  const { admin, link } = one
  const domain = (name: string) => admin.patch(`/api/v1/partners/${link.partnerId}`, { domain: name })
  assert.equal((await domain('larkspur.example.com')).status, 200)
  assert.equal(await outcome(one, 'a@larkspur.example.com'), 'ignored SELF_REFERRAL_DOMAIN')
  assert.equal(await outcome(one, 'a@shop.LARKSPUR.example.com'), 'ignored SELF_REFERRAL_DOMAIN')
  assert.equal(await outcome(one, 'a@notlarkspur.example.com'), 'pending')
  await domain('gmail.com')
  assert.equal(await outcome(one, 'a@gmail.com'), 'pending')
})

test('throw-away addresses and excluded domains fail, below them too', async () => {
  const excludedDomains = { action: 'REJECT', domains: ['Competitor.example.com'] }
  const one = await programme(server, { qualityRules: { excludedDomains } })
  assert.equal(await outcome(one, 'a@mailinator.com'), 'review DISPOSABLE_EMAIL')
  assert.equal(await outcome(one, 'a@x.mailinator.com'), 'review DISPOSABLE_EMAIL')
  assert.equal(await outcome(one, 'a@competitor.example.com'), 'ignored EXCLUDED_DOMAIN')
  assert.equal(await outcome(one, 'a@eu.competitor.example.com'), 'ignored EXCLUDED_DOMAIN')
  assert.equal(await outcome(one, 'a@customer.example.com'), 'pending')
  assert.equal(await outcome(one, ''), 'pending')
})

test('an e-mail converts once in a campaign', async () => {
  const one = await programme(server, { qualityRules: { ...off, emailOncePerCampaign: 'REJECT' } })
  const { admin, ctx, link } = one
  assert.equal(await outcome(one, 'a@customer.example.com'), 'pending')
  assert.equal(await outcome(one, 'A@Customer.example.com'), 'ignored EMAIL_ONCE_PER_CAMPAIGN')
  assert.equal(await outcome(one, 'b@customer.example.com'), 'pending')
  assert.equal(await outcome(one, ''), 'pending')
  const second = await newCampaign(admin, { name: 'Second', qualityRules: { ...off, emailOncePerCampaign: 'REJECT' } })
  const secondLink = await newLink(admin, { campaignId: second.id, partnerId: link.partnerId })
  assert.equal(await outcome({ ...one, link: secondLink }, 'a@customer.example.com'), 'pending')
  const [first] = await rowsOf(ctx, 'conversion')
  const { explanation } = (await rowsOf(ctx, 'conversion_attempt'))[0]
  const rule = explanation.rules.find((each: { rule: string }) => each.rule === 'EMAIL_ONCE_PER_CAMPAIGN')
  assert.deepEqual(rule, {
    rule: 'EMAIL_ONCE_PER_CAMPAIGN',
    action: 'REJECT',
    verdict: 'FAIL',
    values: { earlierConversion: first.id },
  })
})

test('of two reports of one e-mail at once exactly one is the first', async () => {
  const rules = [
    { ...off, emailOncePerCampaign: 'REJECT' },
    { ...off, newCustomersOnly: 'REVIEW' },
  ]
  for (const qualityRules of rules) {
    const { click, link, report, ctx, organisation } = await programme(server, {
      qualityRules,
      commission: fixed,
      customerProperty: 'customer',
    })
    const tokens = await Promise.all(Array.from({ length: 16 }, () => click(link)))
    const body = { email: 'a@customer.example.com', properties: { customer: 'customer-1' } }
    await Promise.all(tokens.map((clickId) => report({ clickId, ...body })))
    const conversions = await rowsOf(ctx, 'conversion')
    assert.equal(conversions.filter(({ status }: { status: string }) => status === 'pending').length, 1)
    assert.equal(conversions.length, 'newCustomersOnly' in qualityRules ? 16 : 1)
    await assertBooks(server, organisation.id)
  }
})

test('a customer is new who is in no conversion, no sale and no client', async () => {
  const one = await programme(server, {
    qualityRules: { ...off, newCustomersOnly: 'REVIEW' },
    customerProperty: 'customer',
  })
  const { admin, link } = one
  const is = (customer: unknown, email = '') => outcome(one, email, customer === null ? {} : { customer })
  assert.equal(await is('customer-1'), 'pending')
  assert.equal(await is('customer-1'), 'review NEW_CUSTOMERS_ONLY')
  assert.equal(await is('customer-2', 'a@customer.example.com'), 'pending')
  assert.equal(await is(null, 'a@customer.example.com'), 'review NEW_CUSTOMERS_ONLY')
  assert.equal(await is(null), 'pending')
  const sale = {
    sourceId: 's-1',
    type: 'SALE',
    partnerId: link.partnerId,
    customerId: '77',
    amount: '1',
    currency: 'USD',
  }
  assert.equal((await admin.post('/api/v1/source-events', sale)).status, 201)
  assert.equal(await is(77), 'review NEW_CUSTOMERS_ONLY')
})

test('addresses stand in no explanation and in no log', async () => {
  const one = await programme(server, { qualityRules: { emailOncePerCampaign: 'REVIEW', newCustomersOnly: 'REVIEW' } })
  for (let n = 0; n < 2; n += 1) await outcome(one, 'quite.private@customer.example.com')
  for (const { explanation } of await rowsOf(one.ctx, 'conversion'))
    assert.doesNotMatch(JSON.stringify(explanation), /quite\.private/)
  assert.doesNotMatch(server.logged.join('\n'), /quite\.private/)
  const events = await one.admin.get('/api/v1/events?limit=100')
  assert.doesNotMatch(events.text, /quite\.private/)
})
