import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { newCampaign, newLink } from '#/testing/affiliate.ts'
import { newPartner } from '#/testing/commission-lines.ts'
import { whileMerging } from '#/testing/merging.ts'
import { inOrder } from '#/testing/in-the-way.ts'
import { refusalOf } from '#/testing/payouts.ts'
import { until } from '#/testing/process.ts'
import { type Answer, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const statuses = (answers: Answer[]) => answers.map(({ status }) => status).toSorted()
const at32 = <T>(act: (at: number) => Promise<T>) => Promise.all(Array.from({ length: 32 }, (_, at) => act(at)))

test('a link that is asked for 32 times at once is made once', async () => {
  const own = await world(server)
  const { id: campaignId } = await newCampaign(own.admin)
  const partnerId = await newPartner(own)
  const answers = await at32(() => own.admin.post(`/api/v1/campaigns/${campaignId}/links`, { partnerId }))
  assert.deepEqual(statuses(answers), [...Array<number>(31).fill(200), 201])
  assert.equal(new Set(answers.map(({ body }) => body.data.id)).size, 1)
  assert.equal((await own.admin.get('/api/v1/links')).body.data.length, 1)
})

test('an alias that 32 links want at once is that of one of them', async () => {
  const { admin } = await world(server)
  const { id: campaignId } = await newCampaign(admin)
  const links = await at32(() => newLink(admin, { campaignId }))
  const alias = `w${crypto.randomUUID().slice(0, 8)}`
  const answers = await at32((at) => admin.post(`/api/v1/links/${links[at].id}/aliases`, { alias }))
  assert.deepEqual(statuses(answers), [201, ...Array<number>(31).fill(409)])
  const counts = (await admin.get('/api/v1/links?limit=100')).body.data.map(
    (link: { aliasCount: number }) => link.aliasCount,
  )
  assert.equal(counts.filter(Boolean).length, 1)
})

test('a link that is revoked 32 times at once is revoked once', async () => {
  const { admin } = await world(server)
  const { id } = await newLink(admin)
  const answers = await at32(() => admin.post(`/api/v1/links/${id}/revoke`))
  assert.deepEqual(statuses(answers), Array<number>(32).fill(200))
  assert.equal(new Set(answers.map(({ body }) => body.data.updatedAt)).size, 1)
  assert.equal((await admin.get('/api/v1/events?type=links.revoke')).body.data.length, 1)
})

test('a link that is made while its partner is merged is that of the partner it became', async () => {
  const own = await world(server)
  const { id: campaignId } = await newCampaign(own.admin)
  const [staying, going] = [await newPartner(own), await newPartner(own)]
  const link = await newLink(own.admin, { campaignId, partnerId: staying })
  const post = () => own.admin.post(`/api/v1/campaigns/${campaignId}/links`, { partnerId: going })
  const answers: Answer[] = []
  await whileMerging(server, staying, [going], async () => void answers.push(await post()))
  assert.deepEqual([answers[0]?.status, answers[0]?.body.data.id], [200, link.id])
})

test('a link and a coupon that are asked for while their campaign ends are refused', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  for (const what of ['links', 'coupons']) {
    const { id } = await newCampaign(own.admin)
    const lock = `select from campaign where organisation_id = '${own.organisation.id}' and id = '${id}' for update`
    const [ended, asked] = await inOrder(server, lock, [
      () => own.admin.post(`/api/v1/campaigns/${id}/end`),
      () => own.admin.post(`/api/v1/campaigns/${id}/${what}`, { partnerId }),
    ])
    assert.equal(ended?.status, 200)
    assert.deepEqual(asked && refusalOf(asked), [422, 'CAMPAIGN_ENDED'])
  }
})

test('every change of a link, a campaign and a partner is told to every node', async () => {
  const own = await world(server)
  const told = await listenTo(['link_changed', 'campaign_changed', 'partner_changed'])
  const { admin } = own
  const campaign = await newCampaign(admin)
  const [partnerId, other] = [await newPartner(own), await newPartner(own)]
  const link = await newLink(admin, { campaignId: campaign.id, partnerId })
  const acts: [string, string, () => Promise<unknown>][] = [
    ['campaign', campaign.id, () => admin.patch(`/api/v1/campaigns/${campaign.id}`, { attributionWindowDays: 7 })],
    ['campaign', campaign.id, () => admin.post(`/api/v1/campaigns/${campaign.id}/pause`)],
    ['campaign', campaign.id, () => admin.post(`/api/v1/campaigns/${campaign.id}/resume`)],
    ['campaign', campaign.id, () => admin.post(`/api/v1/campaigns/${campaign.id}/rotate-publishable-key`)],
    ['campaign', own.organisation.id, () => admin.post('/api/v1/publishable-key/rotate')],
    ['link', link.id, () => admin.post(`/api/v1/links/${link.id}/aliases`, { alias: link.id.slice(4) })],
    ['link', link.id, () => admin.delete(`/api/v1/links/${link.id}/aliases/${link.id.slice(4)}`)],
    ['link', link.id, () => admin.post(`/api/v1/links/${link.id}/revoke`)],
    ['link', link.id, () => admin.post(`/api/v1/links/${link.id}/restore`)],
    ['partner', partnerId, () => admin.post(`/api/v1/partners/${partnerId}/archive`)],
    ['partner', partnerId, () => admin.post(`/api/v1/partners/${partnerId}/restore`)],
    ['partner', partnerId, () => admin.post(`/api/v1/partners/${other}/merge`, { partnerId })],
    ['partner', other, () => admin.post(`/api/v1/partners/${other}/archive`)],
    ['campaign', campaign.id, () => admin.post(`/api/v1/campaigns/${campaign.id}/end`)],
  ]
  for (const [what, id, act] of acts) {
    told.length = 0
    await act()
    await until(async () => told.includes(`${what}_changed ${id}`))
  }
})

async function listenTo(channels: string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  after(() => client.end())
  const told: string[] = []
  client.on('notification', ({ channel, payload }) => told.push(`${channel} ${payload}`))
  for (const channel of channels) await client.query(`listen ${channel}`)
  return told
}
