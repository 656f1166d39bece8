import assert from 'node:assert/strict'
import { test } from 'node:test'
import { destination, newCampaign, newLink } from '#/testing/affiliate.ts'
import { inOrder } from '#/testing/in-the-way.ts'
import { refusalOf } from '#/testing/payouts.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('a campaign says what was said of it and what holds otherwise', async () => {
  const { admin } = await world(server)
  const campaign = await newCampaign(admin)
  const { id, formId, publishableKey, createdAt, updatedAt, ...rest } = campaign
  assert.match(id, /^cmp_[0-9A-Z]{26}$/)
  assert.match(formId, /^frm_/)
  assert.match(publishableKey, /^pk_aff_[0-9A-Za-z]{32}$/)
  assert.equal(createdAt, updatedAt)
  assert.deepEqual(rest, {
    status: 'ACTIVE',
    name: 'Spring launch',
    destinationUrl: destination,
    allowedPaths: [],
    attributionWindowDays: 90,
    attributionModel: 'LAST_CLICK',
    allowedOrigins: [],
    commission: { type: 'NONE' },
    fieldMapping: {},
    customerProperty: null,
    qualityRules: {
      selfReferralEmail: 'REVIEW',
      selfReferralDomain: 'REVIEW',
      disposableEmail: 'REVIEW',
      emailOncePerCampaign: 'OFF',
      newCustomersOnly: 'OFF',
      excludedDomains: { action: 'OFF', domains: [] },
    },
    lateBinding: { coupon: true, email: false },
    acceptance: { type: 'MANUAL' },
    isOpenToPartners: false,
  })
  assert.deepEqual((await admin.get(`/api/v1/campaigns/${id}`)).body.data, campaign)
  assert.deepEqual((await admin.get('/api/v1/campaigns')).body.data, [campaign])
})

test('a campaign takes its own terms, in one spelling, and a change says only what is to be different', async () => {
  const { admin } = await world(server)
  const plan = await admin.post('/api/v1/commission-plans', {
    name: 'Referral',
    commission: { type: 'PERCENT', percent: '10' },
  })
  const terms = {
    allowedPaths: ['/pricing', '/shop'],
    attributionWindowDays: 365,
    attributionModel: 'FIRST_CLICK',
    customerProperty: 'customerId',
    qualityRules: {
      selfReferralEmail: 'OFF',
      selfReferralDomain: 'REJECT',
      disposableEmail: 'REJECT',
      emailOncePerCampaign: 'REJECT',
      newCustomersOnly: 'REVIEW',
      excludedDomains: { action: 'REJECT', domains: ['internal.example'] },
    },
    lateBinding: { coupon: false, email: true },
    acceptance: { type: 'AUTOMATIC', afterDays: 30 },
    isOpenToPartners: true,
  }
  const planned = { type: 'PLAN', planId: plan.body.data.id, property: 'amount', currency: null }
  const campaign = await newCampaign(admin, {
    ...terms,
    destinationUrl: 'HTTPS://Shop.Example.com:443/A?b=C&d=%7e&irw_id=own#Frag',
    allowedOrigins: ['https://Www.Example.com:443/', 'http://localhost:3000', 'https://www.example.com'],
    commission: { ...planned, currencyProperty: 'currency' },
  })
  const { id } = campaign
  for (const [key, value] of Object.entries(terms)) assert.deepEqual(campaign[key], value, key)
  assert.equal(campaign.destinationUrl, 'https://shop.example.com/A?b=C&d=%7e&irw_id=own#Frag')
  assert.deepEqual(campaign.allowedOrigins, ['https://www.example.com', 'http://localhost:3000'])
  assert.deepEqual(campaign.commission, { ...planned, currencyProperty: 'currency' })
  const change = { attributionWindowDays: 30, commission: { type: 'FIXED', amount: '5', currency: 'eur' } }
  const patched = await admin.patch(`/api/v1/campaigns/${id}`, change)
  assert.equal(patched.status, 200, patched.text)
  const { updatedAt, ...after } = patched.body.data
  const { updatedAt: before, ...same } = campaign
  assert.deepEqual(after, { ...same, ...change, commission: { type: 'FIXED', amount: '5.00', currency: 'EUR' } })
  const share = { type: 'PERCENT', percent: '012.50', property: 'amount', currency: 'jpy' }
  const percent = (await newCampaign(admin, { commission: share })).commission
  assert.deepEqual(percent, { ...share, percent: '12.5', currency: 'JPY', currencyProperty: null })
  const plain = (await newCampaign(admin, { commission: { type: 'PERCENT', percent: '20' } })).commission
  const said = { property: 'amount', currency: null, currencyProperty: 'currency' }
  assert.deepEqual(plain, { type: 'PERCENT', percent: '20', ...said })
  assert.ok(updatedAt > before)
  const nothing = await admin.patch(`/api/v1/campaigns/${id}`, change)
  assert.equal(nothing.body.data.updatedAt, updatedAt, 'what changes nothing moves nothing')
  const events = (await admin.get('/api/v1/events?type=campaigns.update')).body.data
  assert.equal(events.length, 1)
  assert.deepEqual(events[0].before.attributionWindowDays, 365)
})

test('a campaign is paused and resumed, and ends for good', async () => {
  const { admin } = await world(server)
  const { id } = await newCampaign(admin)
  const { id: otherId } = await newCampaign(admin)
  const partnerId = (await newLink(admin, { campaignId: otherId })).partnerId
  const act = async (verb: string) => {
    const answer = await admin.post(`/api/v1/campaigns/${id}/${verb}`)
    return [answer.status, answer.body.data?.status ?? answer.body.error.code]
  }
  const link = await newLink(admin, { campaignId: id })
  assert.deepEqual(await act('pause'), [200, 'PAUSED'])
  assert.deepEqual(await act('pause'), [200, 'PAUSED'])
  assert.equal((await newLink(admin, { campaignId: id })).status, 'ACTIVE', 'a paused campaign takes links')
  assert.deepEqual(await act('resume'), [200, 'ACTIVE'])
  assert.deepEqual(await act('end'), [200, 'ENDED'])
  assert.deepEqual(await act('end'), [200, 'ENDED'])
  assert.deepEqual(await act('resume'), [422, 'CAMPAIGN_ENDED'])
  assert.deepEqual(await act('pause'), [422, 'CAMPAIGN_ENDED'])
  assert.deepEqual(refusalOf(await admin.patch(`/api/v1/campaigns/${id}`, { name: 'B' })), [422, 'CAMPAIGN_ENDED'])
  const post = (what: string, to: string) => admin.post(`/api/v1/campaigns/${id}/${what}`, { partnerId: to })
  assert.deepEqual(refusalOf(await post('links', partnerId)), [422, 'CAMPAIGN_ENDED'])
  assert.deepEqual(refusalOf(await post('coupons', partnerId)), [422, 'CAMPAIGN_ENDED'])
  assert.equal((await post('links', link.partnerId)).status, 200, 'its link is still found')
  const types = (await admin.get('/api/v1/events?limit=100')).body.data
    .filter((event: { subjectId: string }) => event.subjectId === id)
    .map(({ type }: { type: string }) => type)
  assert.deepEqual(types, ['campaigns.end', 'campaigns.resume', 'campaigns.pause', 'campaigns.create'])
})

test('of a change and an end that meet, the change is refused where it comes second', async () => {
  const { admin, organisation } = await world(server)
  const { id } = await newCampaign(admin)
  const lock = `select from campaign where organisation_id = '${organisation.id}' and id = '${id}' for update`
  const [ended, changed] = await inOrder(server, lock, [
    () => admin.post(`/api/v1/campaigns/${id}/end`),
    () => admin.patch(`/api/v1/campaigns/${id}`, { name: 'Too late' }),
  ])
  assert.equal(ended?.body.data.status, 'ENDED')
  assert.deepEqual(changed && refusalOf(changed), [422, 'CAMPAIGN_ENDED'])
  assert.equal((await admin.get(`/api/v1/campaigns/${id}`)).body.data.name, 'Spring launch')
})

test('lists of campaigns are pages, newest first, by status and by part of the name', async () => {
  const { admin } = await world(server)
  const ids: string[] = []
  for (const name of ['Summer 50%', 'Autumn', 'Winter']) ids.unshift((await newCampaign(admin, { name })).id)
  await admin.post(`/api/v1/campaigns/${ids[0]}/pause`)
  const idsOf = async (query: string) =>
    (await admin.get(`/api/v1/campaigns?${query}`)).body.data.map(({ id }: { id: string }) => id)
  const first = await admin.get('/api/v1/campaigns?limit=2')
  assert.deepEqual(await idsOf('limit=2'), ids.slice(0, 2))
  assert.deepEqual(await idsOf(`cursor=${first.body.pagination.nextCursor}`), ids.slice(2))
  assert.deepEqual(await idsOf('status=PAUSED'), ids.slice(0, 1))
  assert.deepEqual(await idsOf('q=50%25'), ids.slice(2))
  assert.deepEqual(await idsOf('q=%25'), ids.slice(2), 'a percent sign means itself')
})
