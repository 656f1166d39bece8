import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCampaign } from '#/testing/affiliate.ts'
import { eventsOf } from '#/testing/commission-lines.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'
import { findPublishableKey } from './publishable-keys.ts'

const server = await serverOfThisFile()
const { db } = server.application.database
const ownerOf = (key: string) => findPublishableKey(db, key)

test('the organisation’s key is made once, however many ask for it first', async () => {
  const { admin, organisation } = await world(server)
  const answers = await Promise.all(Array.from({ length: 32 }, () => admin.get('/api/v1/publishable-key')))
  const keys = new Set(answers.map(({ body }) => body.data.publishableKey))
  assert.deepEqual([...new Set(answers.map(({ status }) => status)), keys.size], [200, 1])
  const [key = ''] = keys
  assert.match(key, /^pk_aff_org_[0-9A-Za-z]{32}$/)
  assert.deepEqual(await ownerOf(key), { organisationId: organisation.id, campaignId: null })
})

test('a key that is replaced stops at once, and no other does', async () => {
  const own = await world(server)
  const { admin, organisation } = own
  const organisationId = organisation.id
  const [campaign, other] = [await newCampaign(admin), await newCampaign(admin)]
  const first = (await admin.get('/api/v1/publishable-key')).body.data.publishableKey
  const rotated = await admin.post(`/api/v1/campaigns/${campaign.id}/rotate-publishable-key`)
  assert.equal(rotated.status, 200, rotated.text)
  const { publishableKey, updatedAt: _later, ...rest } = rotated.body.data
  const { publishableKey: before, updatedAt: _earlier, ...same } = campaign
  assert.deepEqual(rest, same)
  assert.notEqual(publishableKey, before)
  assert.equal(await ownerOf(before), undefined)
  assert.deepEqual(await ownerOf(publishableKey), { organisationId, campaignId: campaign.id })
  assert.deepEqual(await ownerOf(other.publishableKey), { organisationId, campaignId: other.id })
  assert.deepEqual(await ownerOf(first), { organisationId, campaignId: null })
  const second = (await admin.post('/api/v1/publishable-key/rotate')).body.data.publishableKey
  assert.match(second, /^pk_aff_org_[0-9A-Za-z]{32}$/)
  assert.equal(await ownerOf(first), undefined)
  assert.deepEqual((await admin.get('/api/v1/publishable-key')).body.data, { publishableKey: second })
  assert.deepEqual(await ownerOf(publishableKey), { organisationId, campaignId: campaign.id })
  assert.equal((await eventsOf(own, 'campaigns.rotate-publishable-key')).length, 1)
  assert.equal((await eventsOf(own, 'publishable-key.rotate')).length, 1)
})

test('of keys that are replaced 32 times at once one is left, the one that is shown', async () => {
  const { admin } = await world(server)
  const { id } = await newCampaign(admin)
  const rotate = () => admin.post(`/api/v1/campaigns/${id}/rotate-publishable-key`)
  const answers = await Promise.all(Array.from({ length: 32 }, rotate))
  const owners = await Promise.all(answers.map(({ body }) => ownerOf(body.data.publishableKey)))
  assert.equal(owners.filter(Boolean).length, 1)
  const shown = (await admin.get(`/api/v1/campaigns/${id}`)).body.data.publishableKey
  assert.equal((await ownerOf(shown))?.campaignId, id)
})

test('what is no publishable key is nobody’s', async () => {
  const { admin } = await world(server)
  const { publishableKey: key } = await newCampaign(admin)
  const odd = ['', 'pk_aff_', key.slice(0, -1), `${key}x`, ` ${key}`, `${key}\n`, key.toLowerCase(), key.toUpperCase()]
  for (const one of [...odd, admin.key, 'pk_aff_org_' + key.slice(7), "' or true --"])
    assert.equal(await ownerOf(one), undefined, one)
})
