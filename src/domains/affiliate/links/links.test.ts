import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCampaign, newLink } from '#/testing/affiliate.ts'
import { eventsOf, faults, newPartner, refused, withCrmId } from '#/testing/commission-lines.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const short = () => crypto.randomUUID().slice(0, 8)

test('a partner has one link in a campaign, with the shape that the design gives it', async () => {
  const { admin } = await world(server)
  const { id: campaignId } = await newCampaign(admin)
  const partnerId = (await admin.post('/api/v1/partners', { name: 'Łarkspur & Söhne GmbH' })).body.data.id
  const alias = `Larkspur-${short()}`
  const path = `/api/v1/campaigns/${campaignId}/links`
  const made = await admin.post(path, { partnerId, alias })
  assert.equal(made.status, 201, made.text)
  const { id, code, createdAt, updatedAt, ...rest } = made.body.data
  assert.match(id, /^lnk_[0-9A-Z]{26}$/)
  assert.match(code, /^larkspur-sohne-gmbh-[b-z2-9]{6}$/)
  assert.ok(createdAt && updatedAt)
  assert.deepEqual(rest, {
    url: `${server.config.publicUrl}/r/${code}`,
    partnerId,
    campaignId,
    aliases: [alias.toLowerCase()],
    aliasCount: 1,
    status: 'ACTIVE',
    clicks: 0,
    conversions: 0,
  })
  const again = await admin.post(path, { partnerId })
  assert.deepEqual([again.status, again.body.data], [200, made.body.data])
  assert.deepEqual((await admin.get(`/api/v1/links/${id}`)).body.data, made.body.data)
  const another = await admin.post(path, { partnerId, alias: `b${alias}` })
  assert.deepEqual([another.status, another.body.data.aliases.length], [200, 2], 'a repeat may bring an alias')
  assert.ok(another.body.data.updatedAt > updatedAt)
})

test('partners are meant by our id or their CRM id, and their links are told apart by campaign', async () => {
  const own = await world(server)
  const { admin } = own
  const { id: campaignId } = await newCampaign(admin)
  const partnerId = await withCrmId(own, '77001')
  const link = await newLink(admin, { campaignId, partnerId: '77001' })
  const second = await newLink(admin, { partnerId: '77001' })
  const other = await newLink(admin, { campaignId })
  const idsOf = async (query: string) =>
    (await admin.get(`/api/v1/links?${query}`)).body.data.map(({ id }: { id: string }) => id)
  assert.equal(link.partnerId, partnerId)
  assert.deepEqual(await idsOf('partnerId=77001'), [second.id, link.id])
  assert.deepEqual(await idsOf(`campaignId=${campaignId}`), [other.id, link.id])
  assert.deepEqual(await idsOf(`campaignId=${campaignId}&partnerId=${partnerId}`), [link.id])
  assert.deepEqual(await idsOf(`q=${link.code.slice(-6).toUpperCase()}`), [link.id])
  assert.deepEqual(await idsOf('partnerId=ptn_none'), [])
  await admin.post(`/api/v1/links/${other.id}/revoke`)
  assert.deepEqual(await idsOf('status=REVOKED'), [other.id])
  assert.deepEqual(await idsOf('status=ACTIVE'), [second.id, link.id])
  const first = await admin.get('/api/v1/links?limit=2')
  assert.deepEqual(await idsOf(`cursor=${first.body.pagination.nextCursor}`), [link.id])
  assert.deepEqual(faults(await admin.get('/api/v1/links?status=GONE')), [422, 'status invalid_value'])
})

test('a link is revoked and restored as often as one likes', async () => {
  const own = await world(server)
  const { id } = await newLink(own.admin)
  const act = async (verb: string) => {
    const { status, body } = await own.admin.post(`/api/v1/links/${id}/${verb}`)
    return [status, body.data.status]
  }
  for (const [verb, status] of Object.entries({ revoke: 'REVOKED', restore: 'ACTIVE' })) {
    assert.deepEqual(await act(verb), [200, status])
    assert.deepEqual(await act(verb), [200, status])
    assert.equal((await eventsOf(own, `links.${verb}`)).length, 1)
  }
})

test('the links of an archived partner are as revoked, and it gets no other', async () => {
  const own = await world(server)
  const { id, partnerId } = await newLink(own.admin)
  const status = async () => (await own.admin.get(`/api/v1/links/${id}`)).body.data.status
  await own.admin.post(`/api/v1/partners/${partnerId}/archive`)
  assert.equal(await status(), 'PARTNER_ARCHIVED')
  const { id: campaignId } = await newCampaign(own.admin)
  const another = await own.admin.post(`/api/v1/campaigns/${campaignId}/links`, { partnerId })
  assert.deepEqual(faults(another), [422, 'partnerId custom'])
  await own.admin.post(`/api/v1/partners/${partnerId}/restore`)
  assert.equal(await status(), 'ACTIVE')
})

test('a merged partner’s link stays, and is that of the partner it became', async () => {
  const own = await world(server)
  const { id: campaignId } = await newCampaign(own.admin)
  const [staying, going] = [await newPartner(own), await newPartner(own)]
  const link = await newLink(own.admin, { campaignId, partnerId: going })
  assert.equal((await own.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })).status, 200)
  const found = await own.admin.post(`/api/v1/campaigns/${campaignId}/links`, { partnerId: staying })
  assert.deepEqual([found.status, found.body.data.id, found.body.data.partnerId], [200, link.id, staying])
  const listed = await own.admin.get(`/api/v1/links?partnerId=${going}`)
  assert.deepEqual(listed.body.data, [{ ...link, partnerId: staying }])
})

test('an alias is added, found taken by whoever has it, and removed', async () => {
  const [own, other] = [await world(server), await world(server)]
  const { id, code } = await newLink(own.admin)
  const foreign = await newLink(other.admin)
  const alias = `a${short()}`
  const add = (to: string, name: unknown, caller = own.admin) =>
    caller.post(`/api/v1/links/${to}/aliases`, { alias: name })
  const added = await add(id, alias.toUpperCase())
  assert.deepEqual([added.status, added.body.data.aliases], [201, [alias]])
  const repeated = await add(id, alias)
  assert.deepEqual([repeated.status, repeated.body.data], [200, added.body.data])
  const taken = await add(foreign.id, alias, other.admin)
  assert.deepEqual(refused(taken), [409, 'LINK_CODE_TAKEN'])
  const second = await newLink(own.admin)
  assert.equal((await add(second.id, alias)).text, taken.text, 'it is not told whose it is')
  assert.equal((await add(second.id, code)).text, taken.text)
  const path = `/api/v1/campaigns/${second.campaignId}/links`
  const partnerId = await newPartner(own)
  assert.equal((await own.admin.post(path, { partnerId, alias })).text, taken.text)
  assert.equal((await own.admin.get(`/api/v1/links?partnerId=${partnerId}`)).body.data.length, 0, 'and no link is made')
  const remove = (name: string, from = id) => own.admin.delete(`/api/v1/links/${from}/aliases/${name}`)
  assert.deepEqual(refused(await remove(code)), [404, 'ALIAS_NOT_FOUND'], 'the first code stays')
  assert.deepEqual(refused(await remove(alias, second.id)), [404, 'ALIAS_NOT_FOUND'])
  assert.deepEqual(refused(await remove(foreign.code)), [404, 'ALIAS_NOT_FOUND'])
  assert.equal((await remove(alias.toUpperCase())).status, 204)
  assert.deepEqual(refused(await remove(alias)), [404, 'ALIAS_NOT_FOUND'])
  assert.equal((await add(foreign.id, alias, other.admin)).status, 201, 'who removes an alias gives it away')
  const types = [(await eventsOf(own, 'links.add-alias')).length, (await eventsOf(own, 'links.remove-alias')).length]
  assert.deepEqual(types, [1, 1])
})

test('an alias has letters, digits and hyphens', async () => {
  const { admin } = await world(server)
  const { id } = await newLink(admin)
  const wrong = ['', '-a', 'a b', 'a/b', 'ä', '\u212A', 'a_b', 'a.b', '..', '%2e', 'a'.repeat(65), 7, null]
  for (const alias of wrong) {
    const answer = await admin.post(`/api/v1/links/${id}/aliases`, { alias })
    assert.deepEqual([answer.status, answer.body.error.details[0].path], [422, ['alias']], String(alias))
  }
  assert.equal(
    (await admin.post(`/api/v1/links/${id}/aliases`, { alias: `9-${'x'.repeat(54)}${short()}` })).status,
    201,
  )
})

test('ten thousand aliases are one link: the answer shows a hundred, and a list has them all', async () => {
  const { admin } = await world(server)
  const { id } = await newLink(admin)
  const prefix = short()
  await runSql(
    server,
    `insert into link_code_owner (code, organisation_id, link_id, created_at)
     select $2 || '-' || to_char(n, 'FM00000'), organisation_id, id, now() from affiliate_link, generate_series(0, 9999) as n where id = $1`,
    [id, prefix],
  )
  const link = (await admin.get(`/api/v1/links/${id}`)).body.data
  assert.deepEqual([link.aliasCount, link.aliases.length, link.aliases[99]], [10_000, 100, `${prefix}-00099`])
  assert.deepEqual((await admin.get(`/api/v1/links?q=${prefix}-09999`)).body.data, [link])
  const first = await admin.get(`/api/v1/links/${id}/aliases?limit=100`)
  const next = await admin.get(`/api/v1/links/${id}/aliases?limit=1&cursor=${first.body.pagination.nextCursor}`)
  const url = `${server.config.publicUrl}/r/${prefix}-00100`
  assert.deepEqual(next.body.data, [{ alias: `${prefix}-00100`, url }])
  assert.equal((await admin.delete(`/api/v1/links/${id}/aliases/${prefix}-05000`)).status, 204)
  assert.equal((await admin.get(`/api/v1/links/${id}`)).body.data.aliasCount, 9_999)
})

test('a link without aliases has an empty list of them', async () => {
  const { admin } = await world(server)
  const { id } = await newLink(admin)
  const answer = await admin.get(`/api/v1/links/${id}/aliases`)
  assert.deepEqual(answer.body, { data: [], pagination: { nextCursor: null } })
})

test('another organisation’s link and partner do not exist', async () => {
  const [own, stranger] = [await world(server), await world(server)]
  const link = await newLink(own.admin, { alias: `s${short()}` })
  const missing = [404, 'LINK_NOT_FOUND']
  for (const id of [link.id, 'lnk_none', '%00']) {
    const at = `/api/v1/links/${id}`
    for (const path of [at, `${at}/aliases`, `${at}/qr`])
      assert.deepEqual(refused(await stranger.admin.get(path)), missing, path)
    for (const verb of ['revoke', 'restore'])
      assert.deepEqual(refused(await stranger.admin.post(`${at}/${verb}`)), missing)
    assert.deepEqual(refused(await stranger.admin.post(`${at}/aliases`, { alias: short() })), missing)
    assert.deepEqual(refused(await stranger.admin.delete(`${at}/aliases/${link.aliases[0]}`)), missing)
  }
  const { id: campaignId } = await newCampaign(stranger.admin)
  const body = { partnerId: link.partnerId }
  const foreign = await stranger.admin.post(`/api/v1/campaigns/${campaignId}/links`, body)
  assert.deepEqual(refused(foreign), [404, 'PARTNER_NOT_FOUND'])
  assert.deepEqual((await stranger.admin.get(`/api/v1/links?partnerId=${link.partnerId}`)).body.data, [])
  assert.deepEqual((await own.admin.get(`/api/v1/links/${link.id}`)).body.data, link)
})
