import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clickOn } from '#/testing/clicks.ts'
import { programme, recordedOf } from '#/testing/conversions.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

const of = (campaign: { id: string }, query = '') => `/api/v1/campaigns/${campaign.id}/installation${query}`
const site = 'https://www.example.com'

test('a campaign tells which pages and servers have reported, the latest first', async () => {
  const { admin, campaign, link, click, report, reportFrom } = await programme(server)
  assert.deepEqual((await admin.get(of(campaign))).body.data.reporters, [])
  recordedOf(await report({ clickId: await click(link) }))
  const page = { key: campaign.publishableKey, origin: site }
  recordedOf(await reportFrom(page, { clickId: await click(link) }))
  const ignored = await reportFrom(page, { clickId: 'forged' })
  assert.equal(ignored.body.status, 'ignored')
  const { data } = (await admin.get(of(campaign))).body
  const [first, second] = data.reporters
  assert.deepEqual(Object.keys(data).toSorted(), ['lastClickAt', 'reporters', 'since'])
  const { lastAt, ...said } = first
  assert.ok(Date.parse(lastAt) > Date.now() - 60_000)
  assert.deepEqual(said, { reportedBy: 'SITE', origin: site, recorded: 1, ignored: 1, lastReason: 'TOKEN_INVALID' })
  assert.deepEqual([second.reportedBy, second.origin, second.recorded, second.lastReason], ['SERVER', null, 1, null])
})

test('an explanation tells the page that reported, and keeps nothing that is no origin', async () => {
  const { admin, campaign, link, click, reportFrom } = await programme(server)
  const originOf = async (origin?: string) => {
    const page = { key: campaign.publishableKey, ...(origin === undefined ? {} : { origin }) }
    const { conversionId } = recordedOf(await reportFrom(page, { clickId: await click(link) }))
    return (await admin.get(`/api/v1/conversions/${conversionId}/explanation`)).body.data.recorded.origin
  }
  assert.equal(await originOf(site), site)
  assert.equal(await originOf(), undefined)
  assert.equal(await originOf('null'), undefined)
  assert.equal(await originOf(`https://${'a'.repeat(300)}.example.com`), undefined)
  assert.equal(await originOf('<script>'), undefined)
})

test('a visit of the link that is watched is seen at once, and no other', async () => {
  const { admin, campaign, link } = await programme(server)
  const other = await programme(server)
  const watched = of(campaign, `?linkId=${link.id}`)
  assert.equal((await admin.get(watched)).body.data.lastClickAt, null)
  await clickOn(server.url, other.link.code)
  assert.equal((await admin.get(watched)).body.data.lastClickAt, null)
  await clickOn(server.url, link.code)
  const { lastClickAt } = (await admin.get(watched)).body.data
  assert.ok(Date.parse(lastClickAt) > Date.now() - 60_000)
  assert.equal((await other.admin.get(of(other.campaign, `?linkId=${link.id}`))).body.data.lastClickAt, null)
})

test('another organisation’s campaign is not there, and a key without the scope is refused', async () => {
  const { campaign, callerWith } = await programme(server)
  const { admin: stranger } = await world(server)
  const foreign = await stranger.get(of(campaign))
  assert.deepEqual([foreign.status, foreign.body.error.code], [404, 'CAMPAIGN_NOT_FOUND'])
  assert.equal((await (await callerWith('affiliate:write')).get(of(campaign))).status, 403)
})
