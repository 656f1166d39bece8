import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import {
  archiveClient,
  callerOfClient,
  callerOfUser,
  eventsOf,
  newClient,
  newPartner,
  type Partner,
} from '#/testing/portfolio.ts'
import { type Answer, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
let vendor: World
before(async () => {
  vendor = await world(server)
})

const settings = '/v2/partner/notification-settings'
const byDefault = `${settings}/default`
const override = (clientId: string) => `${settings}/override/${clientId}`

let partners = 0
const aPartner = () => newPartner(vendor, `Ledgerline Advisors ${(partners += 1)}`)

const said = ({ status, body }: Answer) => [status, body]
const refused = (answer: Answer, status: number, detail: string) => assert.deepEqual(said(answer), [status, { detail }])
const styleOf = async (partner: Partner) => (await partner.get(settings)).body.defaultStyle

test('a partner that never changed anything has both told', async () => {
  const partner = await aPartner()
  assert.deepEqual(said(await partner.get(settings)), [200, { defaultStyle: 'PARTNER_AND_CLIENTS', overrides: [] }])
})

test('the default is changed, and is a setting with an id of its own from then on', async () => {
  const partner = await aPartner()
  const first = await partner.patch(byDefault, { notifyStyle: 'NONE', unknown: 1 })
  assert.equal(first.status, 200, first.text)
  const { id, ...rest } = first.body
  assert.match(id, /^nts_[0-9A-HJKMNP-TV-Z]{26}$/)
  assert.deepEqual(rest, { partnerId: partner.id, organizationId: null, organizationName: null, notifyStyle: 'NONE' })
  assert.equal(await styleOf(partner), 'NONE')
  const second = await partner.patch(byDefault, { notifyStyle: 'CLIENTS_ONLY' })
  assert.deepEqual(second.body, { ...first.body, notifyStyle: 'CLIENTS_ONLY' })
  assert.equal((await partner.patch(byDefault, { notifyStyle: 'CLIENTS_ONLY' })).body.id, id)
  const type = 'notification-settings.set-default'
  assert.deepEqual(
    (await eventsOf(vendor, partner.id, partner.id)).filter((event) => event.type === type),
    [
      { type, before: { notifyStyle: 'PARTNER_AND_CLIENTS' }, after: { notifyStyle: 'NONE' } },
      { type, before: { notifyStyle: 'NONE' }, after: { notifyStyle: 'CLIENTS_ONLY' } },
    ],
  )
})

test('an organization’s own setting is made, changed, and removed', async () => {
  const partner = await aPartner()
  const [older, clientId] = [await newClient(partner, 'Basalt Studio'), await newClient(partner, 'Fernhill Foods')]
  const made = await partner.put(override(clientId), { notifyStyle: 'PARTNER_ONLY' })
  assert.equal(made.status, 200, made.text)
  const { id, ...rest } = made.body
  assert.match(id, /^nts_[0-9A-HJKMNP-TV-Z]{26}$/)
  assert.deepEqual(rest, {
    partnerId: partner.id,
    organizationId: clientId,
    organizationName: 'Fernhill Foods',
    notifyStyle: 'PARTNER_ONLY',
  })
  const changed = await partner.put(override(clientId), { notifyStyle: 'NONE' })
  assert.deepEqual(said(changed), [200, { ...made.body, notifyStyle: 'NONE' }])
  const later = (await partner.put(override(older), { notifyStyle: 'CLIENTS_ONLY' })).body
  assert.deepEqual((await partner.get(settings)).body, {
    defaultStyle: 'PARTNER_AND_CLIENTS',
    overrides: [later, changed.body],
  })
  const gone = await partner.delete(override(clientId))
  assert.deepEqual([gone.status, gone.text], [204, ''])
  assert.deepEqual((await partner.get(settings)).body.overrides, [later])
  refused(await partner.delete(override(clientId)), 404, 'Notification override not found')
  assert.deepEqual((await eventsOf(vendor, partner.id, clientId)).slice(1), [
    {
      type: 'notification-settings.set-override',
      before: { notifyStyle: null },
      after: { notifyStyle: 'PARTNER_ONLY' },
    },
    {
      type: 'notification-settings.set-override',
      before: { notifyStyle: 'PARTNER_ONLY' },
      after: { notifyStyle: 'NONE' },
    },
    { type: 'notification-settings.remove-override', before: { notifyStyle: 'NONE' }, after: null },
  ])
})

test('settings that are made many times at once are one setting', async () => {
  const partner = await aPartner()
  const clientId = await newClient(partner, 'Fernhill Foods')
  const styles = ['PARTNER_ONLY', 'CLIENTS_ONLY', 'NONE', 'PARTNER_AND_CLIENTS']
  const all = (set: (notifyStyle: string) => Promise<Answer>) => Promise.all([...styles, ...styles].map(set))
  for (const answers of [
    await all((notifyStyle) => partner.put(override(clientId), { notifyStyle })),
    await all((notifyStyle) => partner.patch(byDefault, { notifyStyle })),
  ]) {
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
  }
  assert.equal((await partner.get(settings)).body.overrides.length, 1)
})

test('of many removals at once one finds it, whatever is set meanwhile', async () => {
  const partner = await aPartner()
  const clientId = await newClient(partner, 'Fernhill Foods')
  await partner.put(override(clientId), { notifyStyle: 'NONE' })
  const removals = await Promise.all(Array.from({ length: 6 }, () => partner.delete(override(clientId))))
  assert.deepEqual(removals.map(({ status }) => status).toSorted(), [204, 404, 404, 404, 404, 404])
  const mixed = await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      i % 2 ? partner.delete(override(clientId)) : partner.put(override(clientId), { notifyStyle: 'NONE' }),
    ),
  )
  assert.deepEqual(
    mixed.filter((_, i) => i % 2 === 0).map(({ status }) => status),
    [200, 200, 200],
  )
})

test('a style is one of four', async () => {
  const partner = await aPartner()
  const clientId = await newClient(partner, 'Fernhill Foods')
  const item = {
    type: 'enum',
    loc: ['body', 'notifyStyle'],
    msg: `Input should be 'PARTNER_AND_CLIENTS', 'PARTNER_ONLY', 'CLIENTS_ONLY' or 'NONE'`,
    input: 'none',
    ctx: { expected: `'PARTNER_AND_CLIENTS', 'PARTNER_ONLY', 'CLIENTS_ONLY' or 'NONE'` },
  }
  assert.deepEqual(said(await partner.patch(byDefault, { notifyStyle: 'none' })), [422, { detail: [item] }])
  const missing = { type: 'missing', loc: ['body', 'notifyStyle'], msg: 'Field required', input: null }
  assert.deepEqual(said(await partner.put(override(clientId), {})), [422, { detail: [missing] }])
  const noBody = await partner.put(override(clientId))
  assert.deepEqual([noBody.status, noBody.body.detail[0].type, noBody.body.detail[0].loc], [422, 'missing', ['body']])
})

test('what is not the partner’s does not exist', async () => {
  const partner = await aPartner()
  const stranger = await aPartner()
  const elsewhere = await world(server)
  const clientId = await newClient(partner, 'Fernhill Foods')
  await partner.put(override(clientId), { notifyStyle: 'NONE' })
  for (const id of [clientId, 'orgn_unknown']) {
    refused(await stranger.put(override(id), { notifyStyle: 'NONE' }), 404, 'Organization not found')
    refused(await stranger.delete(override(id)), 404, 'Organization not found')
  }
  assert.deepEqual((await stranger.get(settings)).body.overrides, [])
  const named = { headers: { 'x-partner-id': partner.id } }
  const foreign = 'User does not have access to the specified partner'
  refused(await stranger.get(settings, named), 403, foreign)
  refused(await elsewhere.admin.patch(byDefault, { notifyStyle: 'NONE' }, named), 403, foreign)
  assert.equal((await vendor.admin.patch(byDefault, { notifyStyle: 'NONE' })).status, 400)
  assert.equal((await elsewhere.admin.get(`/api/v1/partners/${partner.id}/notification-settings`)).status, 404)
})

test('a MEMBER sees the default and its own organizations’ settings, and changes none', async () => {
  const partner = await aPartner()
  const [assigned, other] = [await newClient(partner, 'Assigned'), await newClient(partner, 'Not assigned')]
  await partner.patch(byDefault, { notifyStyle: 'NONE' })
  const own = (await partner.put(override(assigned), { notifyStyle: 'PARTNER_ONLY' })).body
  await partner.put(override(other), { notifyStyle: 'PARTNER_ONLY' })
  const member = await callerOfUser(server, vendor, { partnerId: partner.id, role: 'MEMBER', looksAfter: [assigned] })
  assert.deepEqual((await member.get(settings)).body, { defaultStyle: 'NONE', overrides: [own] })
  const admin = 'Admin access required for this endpoint.'
  refused(await member.patch(byDefault, { notifyStyle: 'NONE' }), 403, admin)
  for (const id of [assigned, 'orgn_unknown']) {
    refused(await member.put(override(id), { notifyStyle: 'NONE' }), 403, admin)
    refused(await member.delete(override(id)), 403, admin)
  }
})

test('an archived organization keeps its setting until that is removed', async () => {
  const partner = await aPartner()
  const clientId = await newClient(partner, 'Fernhill Foods')
  await partner.put(override(clientId), { notifyStyle: 'NONE' })
  await archiveClient(server, clientId)
  refused(await partner.put(override(clientId), { notifyStyle: 'PARTNER_ONLY' }), 409, 'Organization is archived')
  assert.equal((await partner.get(settings)).body.overrides[0].notifyStyle, 'NONE')
  assert.equal((await partner.delete(override(clientId))).status, 204)
})

test('a key needs its scope, and a client’s key opens nothing', async () => {
  const partner = await aPartner()
  const clientId = await newClient(partner, 'Fernhill Foods')
  const named = { headers: { 'x-partner-id': partner.id } }
  const reader = await vendor.callerWith('clients:read')
  const writer = await vendor.callerWith('clients:write')
  const key = 'This API key cannot be used for this endpoint.'
  refused(await reader.patch(byDefault, { notifyStyle: 'NONE' }, named), 403, key)
  refused(await writer.get(settings, named), 403, key)
  assert.equal((await writer.put(override(clientId), { notifyStyle: 'NONE' }, named)).status, 200)
  assert.equal((await reader.get(settings, named)).status, 200)
  const client = await callerOfClient(server, vendor, partner.id, clientId)
  refused(await client.get(settings), 403, key)
  refused(await client.put(override(clientId), { notifyStyle: 'NONE' }), 403, key)
})

test('the organisation sees what a partner has', async () => {
  const partner = await aPartner()
  const clientId = await newClient(partner, 'Fernhill Foods')
  await partner.put(override(clientId), { notifyStyle: 'PARTNER_ONLY' })
  const path = `/api/v1/partners/${partner.id}/notification-settings`
  assert.deepEqual(said(await vendor.admin.get(path)), [
    200,
    { data: { partnerId: partner.id, ...(await partner.get(settings)).body } },
  ])
  assert.equal((await partner.get(path)).status, 403)
})

test('what partners have follows them when they are merged', async () => {
  const [going, staying] = [await aPartner(), await aPartner()]
  const clientId = await newClient(going, 'Fernhill Foods')
  await going.patch(byDefault, { notifyStyle: 'NONE' })
  await going.put(override(clientId), { notifyStyle: 'PARTNER_ONLY' })
  const merged = await vendor.admin.post(`/api/v1/partners/${staying.id}/merge`, { partnerId: going.id })
  assert.equal(merged.status, 200, merged.text)
  const { defaultStyle, overrides } = (await staying.get(settings)).body
  assert.deepEqual([defaultStyle, overrides[0].partnerId, overrides[0].organizationId], ['NONE', staying.id, clientId])
  assert.equal((await going.put(override(clientId), { notifyStyle: 'NONE' })).status, 200)
})
