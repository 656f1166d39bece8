import assert from 'node:assert/strict'
import { test } from 'node:test'
import { destination, newCampaign, newLink } from '#/testing/affiliate.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('a campaign says what was said of it and what holds otherwise, and its links lead from this host', async () => {
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
  })
  assert.deepEqual((await admin.get(`/api/v1/campaigns/${id}`)).body.data, campaign)
  assert.deepEqual((await admin.get('/api/v1/campaigns')).body.data, [campaign])
  const patched = await admin.patch(`/api/v1/campaigns/${id}`, { attributionWindowDays: 30 })
  assert.equal(patched.status, 200, patched.text)
  assert.equal(patched.body.data.attributionWindowDays, 30)
  const link = await newLink(admin, { campaignId: id, alias: 'Larkspur-' + id.slice(-8) })
  assert.equal(link.url, `${server.config.publicUrl}/r/${link.code}`)
  assert.deepEqual((await admin.get('/api/v1/links')).body.data, [link])
})
