import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCampaign, newLink } from '#/testing/affiliate.ts'
import { until } from '#/testing/process.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const { admin } = await world(server)

const visit = (path: string) =>
  fetch(server.url + path, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' } })
/** Where a code leads, without the token; its status where it leads nowhere. */
async function leads(code: string): Promise<string | number> {
  const { status, headers } = await visit(`/r/${code}`)
  const place = headers.get('location')
  return place === null ? status : place.replace(/irw_id=[\w.-]+/, 'irw_id=TOKEN')
}
const counted = 'https://www.example.com/pricing?plan=team&irw_id=TOKEN#start'
const quiet = 'https://www.example.com/pricing?plan=team#start'

test('what is changed of a link holds for the next visitor, whatever was in memory', async () => {
  const link = await newLink(admin)
  const alias = crypto.randomUUID()
  const at = `/api/v1/links/${link.id}`
  assert.deepEqual([await leads(link.code), await leads(alias)], [counted, 404])
  await admin.post(`${at}/aliases`, { alias })
  assert.equal(await leads(alias.toUpperCase()), counted)
  await admin.post(`${at}/revoke`)
  assert.deepEqual([await leads(link.code), await leads(alias)], [410, 410])
  await admin.post(`${at}/restore`)
  await admin.delete(`${at}/aliases/${alias}`)
  assert.deepEqual([await leads(link.code), await leads(alias)], [counted, 404])
})

test('what is changed of a campaign holds for the next visitor of each of its links', async () => {
  const { id } = await newCampaign(admin)
  const { code } = await newLink(admin, { campaignId: id })
  const at = `/api/v1/campaigns/${id}`
  assert.equal(await leads(code), counted)
  await admin.post(`${at}/pause`)
  assert.equal(await leads(code), quiet)
  await admin.post(`${at}/resume`)
  assert.equal(await leads(code), counted)
  await admin.patch(at, { destinationUrl: 'https://shop.example.com' })
  assert.equal(await leads(code), 'https://shop.example.com/?irw_id=TOKEN')
  await admin.post(`${at}/end`)
  assert.equal(await leads(code), 'https://shop.example.com/')
})

test('the links of a partner follow what becomes of it', async () => {
  const link = await newLink(admin)
  const staying = (await admin.post('/api/v1/partners', { name: 'Staying' })).body.data.id
  assert.equal(await leads(link.code), counted)
  const become = async (path: string, place: string | number, body?: object) => {
    assert.equal((await admin.post(`/api/v1/partners/${path}`, body)).status, 200)
    await until(async () => (await leads(link.code)) === place)
  }
  await become(`${link.partnerId}/archive`, 410)
  await become(`${link.partnerId}/restore`, counted)
  await become(`${staying}/merge`, counted, { partnerId: link.partnerId })
  await become(`${staying}/archive`, 410)
  await become(`${staying}/restore`, counted)
})

test('an old address leads by its link to the destination, and the visit counts once', async () => {
  const link = await newLink(admin)
  const old = `https://${link.code}.example/go`
  const raw = new FormData()
  raw.append('file', new Blob([`url,code\n${old},${link.code}\n`]), 'old.csv')
  await admin.send('POST', '/api/v1/imports/legacy-links', { raw })
  const first = await visit(`/api/v1/affiliate/legacy-redirect?u=${encodeURIComponent(old)}`)
  const place = first.headers.get('location') ?? ''
  assert.equal(place, link.url)
  assert.equal(await leads(place.split('/r/')[1] ?? ''), counted)
  assert.equal((await admin.get(`/api/v1/links/${link.id}`)).body.data.clicks, 1)
})
