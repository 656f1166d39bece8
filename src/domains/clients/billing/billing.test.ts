import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import {
  archiveClient,
  callerOfClient,
  callerOfUser,
  eventsOf,
  newClient,
  newPartner,
  runSql,
} from '#/testing/portfolio.ts'
import { type Answer, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

let time = Date.parse('2026-06-15T10:00:00.000Z')
const at = (moment: string) => void (time = Date.parse(moment))
const server = await serverOfThisFile({ now: () => new Date(time) })
let vendor: World
before(async () => {
  vendor = await world(server)
})

const settings = '/v2/partner/billing-settings'
const overrides = `${settings}/overrides`
const overrideIds = `${settings}/override-org-ids`
const requests = `${settings}/change-requests`
const asking = `${settings}/change-request`
const vendorRequests = '/api/v1/billing-change-requests'

let partners = 0
const aPartner = () => newPartner(vendor, `Ledgerline Advisors ${(partners += 1)}`)

async function ask(partner: Caller, body: object): Promise<string> {
  const made = await partner.post(asking, body)
  assert.equal(made.status, 201, made.text)
  return made.body.id
}

const approve = (id: string) => vendor.admin.post(`${vendorRequests}/${id}/approve`)
const reject = (id: string) => vendor.admin.post(`${vendorRequests}/${id}/reject`)

async function change(partner: Caller, body: object): Promise<string> {
  const id = await ask(partner, body)
  const approved = await approve(id)
  assert.equal(approved.status, 200, approved.text)
  return id
}

const said = ({ status, body }: Answer) => [status, body]
const refused = (answer: Answer, status: number, detail: string) => assert.deepEqual(said(answer), [status, { detail }])
const faults = ({ status, body }: Answer) => [
  status,
  ...body.detail.map(({ loc, type }: { loc: string[]; type: string }) => `${loc.join('.')} ${type}`),
]
const itemsOf = async (caller: Caller, path = overrides) => (await caller.get(path)).body.items

test('a partner that never changed anything is billed itself', async () => {
  const partner = await aPartner()
  assert.deepEqual(said(await partner.get(settings)), [
    200,
    { defaultMode: 'PARTNER_MANAGED', defaultPendingRequest: null, defaultScheduledChange: null },
  ])
  const nothing = { items: [], total: 0, page: 1, size: 50, pages: 0 }
  assert.deepEqual(said(await partner.get(overrides)), [200, nothing])
  assert.deepEqual(said(await partner.get(`${requests}?status=PENDING&page=1&size=50`)), [200, nothing])
  assert.deepEqual(said(await partner.get(overrideIds)), [200, []])
})

test('a change is requested, seen as pending, approved, and in force', async () => {
  at('2026-06-15T10:00:00.000Z')
  const partner = await aPartner()
  const clientId = await newClient(partner, 'Basalt Studio')
  const made = await partner.post(asking, {
    organizationId: clientId,
    requestType: 'ADD',
    requestedBillingMode: 'CLIENT_MANAGED',
    unknown: 1,
  })
  assert.equal(made.status, 201)
  const { id } = made.body
  assert.match(id, /^bcr_[0-9A-HJKMNP-TV-Z]{26}$/)
  const request = {
    id,
    partnerId: partner.id,
    partnerName: partner.name,
    organizationId: clientId,
    organizationName: 'Basalt Studio',
    requestType: 'ADD',
    requestedBillingMode: 'CLIENT_MANAGED',
    requestedBy: null,
    effectiveFrom: null,
    status: 'PENDING',
    createdAt: '2026-06-15T10:00:00.000Z',
    resolvedAt: null,
    resolvedBy: null,
  }
  assert.deepEqual(made.body, request)
  assert.deepEqual((await partner.get(`${requests}?status=PENDING`)).body, {
    items: [request],
    total: 1,
    page: 1,
    size: 50,
    pages: 1,
  })
  const pendingRequest = {
    id,
    requestedBillingMode: 'CLIENT_MANAGED',
    status: 'PENDING',
    createdAt: '2026-06-15T10:00:00.000Z',
  }
  const item = {
    partnerId: partner.id,
    organizationId: clientId,
    organizationName: 'Basalt Studio',
    billingMode: 'PARTNER_MANAGED',
    pendingRequest,
    scheduledChange: null,
  }
  assert.deepEqual(await itemsOf(partner), [item])
  assert.deepEqual((await partner.get(overrideIds)).body, [clientId])

  const approved = await approve(id)
  const { key } = (await vendor.admin.get('/api/v1/me')).body.data
  const resolved = { status: 'APPROVED', resolvedAt: '2026-06-15T10:00:00.000Z', resolvedBy: key.id }
  assert.deepEqual(said(approved), [200, { data: { ...request, ...resolved } }])
  assert.deepEqual(await itemsOf(partner), [{ ...item, billingMode: 'CLIENT_MANAGED', pendingRequest: null }])
  assert.deepEqual(await itemsOf(partner, `${requests}?status=PENDING`), [])
  assert.deepEqual(await itemsOf(partner, `${requests}?status=APPROVED`), [{ ...request, ...resolved }])
  const wish = { organizationId: clientId, requestType: 'ADD', requestedBillingMode: 'CLIENT_MANAGED' }
  assert.deepEqual(await eventsOf(vendor, partner.id, id), [
    {
      type: 'billing-change-requests.create',
      before: null,
      after: { ...wish, effectiveFrom: null, status: 'PENDING' },
    },
    { type: 'billing-change-requests.approve', before: { status: 'PENDING' }, after: { status: 'APPROVED' } },
  ])
  assert.deepEqual((await eventsOf(vendor, partner.id, clientId)).at(-1), {
    type: 'billing-settings.change',
    before: { mode: null },
    after: { mode: 'CLIENT_MANAGED' },
  })
})

test('a scheduled default comes into force on its day in UTC, with nobody doing anything', async () => {
  at('2026-06-15T10:00:00.000Z')
  const partner = await aPartner()
  const plain = await newClient(partner, 'Follows the default')
  await ask(partner, { organizationId: plain, requestType: 'ADD', requestedBillingMode: 'PARTNER_MANAGED' })
  const wish = { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED', effectiveFrom: '2026-07-01' }
  const id = await ask(partner, wish)
  const before = { defaultMode: 'PARTNER_MANAGED', defaultPendingRequest: null, defaultScheduledChange: null }
  const pending = {
    id,
    requestedBillingMode: 'CLIENT_MANAGED',
    status: 'PENDING',
    createdAt: '2026-06-15T10:00:00.000Z',
  }
  assert.deepEqual((await partner.get(settings)).body, { ...before, defaultPendingRequest: pending })
  await approve(id)
  const defaultScheduledChange = { billingMode: 'CLIENT_MANAGED', effectiveFrom: '2026-07-01' }
  for (const moment of ['2026-06-15T10:00:00.000Z', '2026-06-30T23:59:59.999Z']) {
    at(moment)
    assert.deepEqual((await partner.get(settings)).body, { ...before, defaultScheduledChange }, moment)
    assert.equal((await itemsOf(partner))[0].billingMode, 'PARTNER_MANAGED')
  }
  at('2026-07-01T00:00:00.000Z')
  assert.deepEqual((await partner.get(settings)).body, { ...before, defaultMode: 'CLIENT_MANAGED' })
  assert.equal((await itemsOf(partner))[0].billingMode, 'CLIENT_MANAGED')

  await change(partner, { requestType: 'CHANGE', requestedBillingMode: 'PARTNER_MANAGED', effectiveFrom: '2026-08-01' })
  assert.deepEqual((await partner.get(settings)).body, {
    defaultMode: 'CLIENT_MANAGED',
    defaultPendingRequest: null,
    defaultScheduledChange: { billingMode: 'PARTNER_MANAGED', effectiveFrom: '2026-08-01' },
  })
  assert.deepEqual((await eventsOf(vendor, partner.id, partner.id)).at(-1), {
    type: 'billing-settings.change',
    before: { nextMode: null, nextFrom: null },
    after: { nextMode: 'PARTNER_MANAGED', nextFrom: '2026-08-01' },
  })
})

test('an override is scheduled, in force on its day, and goes on the day of its removal', async () => {
  at('2026-06-15T10:00:00.000Z')
  const partner = await aPartner()
  const clientId = await newClient(partner, 'Basalt Studio')
  const shown = async () => {
    const [item] = await itemsOf(partner)
    assert.deepEqual((await partner.get(overrideIds)).body, item ? [clientId] : [])
    return item && [item.billingMode, item.pendingRequest, item.scheduledChange]
  }
  const organizationId = clientId
  await change(partner, {
    organizationId,
    requestType: 'ADD',
    requestedBillingMode: 'CLIENT_MANAGED',
    effectiveFrom: '2026-07-01',
  })
  const beginning = { billingMode: 'CLIENT_MANAGED', effectiveFrom: '2026-07-01' }
  assert.deepEqual(await shown(), ['PARTNER_MANAGED', null, beginning])
  at('2026-07-01T00:00:00.000Z')
  assert.deepEqual(await shown(), ['CLIENT_MANAGED', null, null])

  await change(partner, { organizationId, requestType: 'REMOVE', effectiveFrom: '2026-09-01' })
  const ending = { billingMode: 'PARTNER_MANAGED', effectiveFrom: '2026-09-01' }
  assert.deepEqual(await shown(), ['CLIENT_MANAGED', null, ending])
  await change(partner, { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED', effectiveFrom: '2026-09-01' })
  assert.deepEqual(await shown(), ['CLIENT_MANAGED', null, { ...ending, billingMode: 'CLIENT_MANAGED' }])
  at('2026-09-01T00:00:00.000Z')
  assert.equal(await shown(), undefined)
  refused(
    await partner.post(asking, { organizationId, requestType: 'REMOVE' }),
    409,
    'The organization has no override',
  )
})

test('what is approved replaces what was scheduled', async () => {
  at('2026-06-15T10:00:00.000Z')
  const partner = await aPartner()
  const organizationId = await newClient(partner, 'Basalt Studio', 'CLIENT_MANAGED')
  await change(partner, { organizationId, requestType: 'REMOVE', effectiveFrom: '2026-07-01' })
  await change(partner, { organizationId, requestType: 'CHANGE', requestedBillingMode: 'PARTNER_MANAGED' })
  at('2026-07-02T00:00:00.000Z')
  assert.deepEqual(
    (await itemsOf(partner)).map((item: Record<string, unknown>) => [item['billingMode'], item['scheduledChange']]),
    [['PARTNER_MANAGED', null]],
  )
  await change(partner, { organizationId, requestType: 'REMOVE' })
  assert.deepEqual(await itemsOf(partner), [])
  assert.deepEqual((await eventsOf(vendor, partner.id, organizationId)).at(-1), {
    type: 'billing-settings.change',
    before: { mode: 'PARTNER_MANAGED' },
    after: { mode: null },
  })
})

test('an approval that comes after the day acts at once', async () => {
  at('2026-06-15T10:00:00.000Z')
  const partner = await aPartner()
  const wish = { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED', effectiveFrom: '2026-06-20' }
  const id = await ask(partner, wish)
  at('2026-06-25T10:00:00.000Z')
  assert.equal((await approve(id)).body.data.effectiveFrom, '2026-06-20')
  assert.deepEqual((await partner.get(settings)).body, {
    defaultMode: 'CLIENT_MANAGED',
    defaultPendingRequest: null,
    defaultScheduledChange: null,
  })
})

test('an override is added where there is none, and changed and removed where there is one', async () => {
  at('2026-06-15T10:00:00.000Z')
  const partner = await aPartner()
  const without = await newClient(partner, 'Without')
  const overridden = await newClient(partner, 'Overridden', 'CLIENT_MANAGED')
  const has = 'The organization already has an override'
  const hasNot = 'The organization has no override'
  const wish = (organizationId: string, requestType: string) => ({
    organizationId,
    requestType,
    requestedBillingMode: requestType === 'REMOVE' ? null : 'CLIENT_MANAGED',
  })
  refused(await partner.post(asking, wish(overridden, 'ADD')), 409, has)
  refused(await partner.post(asking, wish(without, 'CHANGE')), 409, hasNot)
  refused(await partner.post(asking, wish(without, 'REMOVE')), 409, hasNot)
  assert.deepEqual((await partner.get(requests)).body.total, 0)

  await change(partner, { ...wish(without, 'ADD'), effectiveFrom: '2026-07-01' })
  refused(await partner.post(asking, wish(without, 'ADD')), 409, has)
  await change(partner, wish(without, 'REMOVE'))
  await change(partner, { ...wish(overridden, 'REMOVE'), effectiveFrom: '2026-07-01' })
  refused(await partner.post(asking, wish(overridden, 'ADD')), 409, has)
  at('2026-07-01T00:00:00.000Z')
  await change(partner, wish(overridden, 'ADD'))
})

test('each rule of a request is a fault of its own', async () => {
  at('2026-06-15T23:59:59.000Z')
  const partner = await aPartner()
  const organizationId = await newClient(partner, 'Basalt Studio')
  const answerTo = async (body: object) => faults(await partner.post(asking, body))
  assert.deepEqual(await answerTo({}), [422, 'body.requestType missing'])
  assert.deepEqual(await answerTo({ requestType: 'ADD' }), [
    422,
    'body.organizationId value_error',
    'body.requestedBillingMode value_error',
  ])
  assert.deepEqual(await answerTo({ requestType: 'CHANGE', organizationId, requestedBillingMode: null }), [
    422,
    'body.requestedBillingMode value_error',
  ])
  assert.deepEqual(
    await answerTo({
      requestType: 'REMOVE',
      organizationId: null,
      requestedBillingMode: 'CLIENT_MANAGED',
      effectiveFrom: '2026-06-14',
    }),
    [422, 'body.organizationId value_error', 'body.requestedBillingMode value_error', 'body.effectiveFrom value_error'],
  )
  assert.deepEqual(
    await answerTo({ requestType: 'add', organizationId: 7, requestedBillingMode: 'NOBODY', effectiveFrom: '1 July' }),
    [
      422,
      'body.requestType enum',
      'body.organizationId string_type',
      'body.requestedBillingMode enum',
      'body.effectiveFrom date_from_datetime_parsing',
    ],
  )
  const past = await partner.post(asking, {
    requestType: 'ADD',
    organizationId,
    requestedBillingMode: 'CLIENT_MANAGED',
    effectiveFrom: '2026-06-14',
  })
  assert.deepEqual(past.body.detail, [
    {
      type: 'value_error',
      loc: ['body', 'effectiveFrom'],
      msg: 'Value error, the day is past',
      input: '2026-06-14',
      ctx: { error: 'the day is past' },
    },
  ])
  const today = { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED', effectiveFrom: '2026-06-15' }
  const id = await ask(partner, today)
  assert.equal((await partner.delete(`${requests}/${id}`)).status, 204)
  at('2026-06-16T00:00:00.000Z')
  assert.deepEqual(await answerTo(today), [422, 'body.effectiveFrom value_error'])
  assert.deepEqual(faults(await partner.get(`${requests}?status=OPEN&page=0&size=101`)), [
    422,
    'query.page greater_than_equal',
    'query.size less_than_equal',
    'query.status enum',
  ])
  const unnamed = await vendor.admin.post(asking, { requestType: 'ADD' })
  assert.equal(unnamed.status, 422)
  assert.equal((await vendor.admin.get(settings)).status, 400)
})

test('a request is withdrawn while it is pending', async () => {
  const partner = await aPartner()
  const wish = { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED' }
  const id = await ask(partner, wish)
  const gone = await partner.delete(`${requests}/${id}`)
  assert.deepEqual([gone.status, gone.text], [204, ''])
  refused(await partner.delete(`${requests}/${id}`), 404, 'Change request not found')
  assert.deepEqual(await itemsOf(partner, requests), [])
  assert.equal((await eventsOf(vendor, partner.id, id)).at(-1)?.type, 'billing-change-requests.withdraw')
  const rejected = await ask(partner, wish)
  assert.equal((await reject(rejected)).body.data.status, 'REJECTED')
  refused(await partner.delete(`${requests}/${rejected}`), 409, 'The change request has been resolved')
  assert.equal((await partner.get(settings)).body.defaultMode, 'PARTNER_MANAGED')
  const other = await aPartner()
  refused(await other.delete(`${requests}/${rejected}`), 404, 'Change request not found')
})

test('of many equal requests at once one is made', async () => {
  const partner = await aPartner()
  const organizationId = await newClient(partner, 'Basalt Studio')
  const wishes = [
    { organizationId, requestType: 'ADD', requestedBillingMode: 'CLIENT_MANAGED' },
    { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED' },
  ]
  for (const wish of wishes) {
    const answers = await Promise.all(Array.from({ length: 12 }, () => partner.post(asking, wish)))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, ...Array(11).fill(409)])
    const late = answers.find(({ status }) => status === 409)
    assert.deepEqual(late?.body, { detail: 'A change request is already pending' })
  }
  assert.equal((await partner.get(requests)).body.total, 2)
})

test('a request is resolved once, however many resolve it at the same time', async () => {
  const partner = await aPartner()
  const wish = { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED' }
  const id = await ask(partner, wish)
  const answers = await Promise.all([approve(id), reject(id), approve(id), reject(id)])
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409, 409, 409])
  const [won] = answers.filter(({ status }) => status === 200)
  const isApproved = won?.body.data.status === 'APPROVED'
  assert.equal((await partner.get(settings)).body.defaultMode, isApproved ? 'CLIENT_MANAGED' : 'PARTNER_MANAGED')
  const late = await approve(id)
  assert.deepEqual(said(late), [
    409,
    { error: { code: 'CHANGE_REQUEST_RESOLVED', message: 'The change request has been resolved' } },
  ])
  assert.equal((await eventsOf(vendor, partner.id, id)).length, 2)
})

test('a request is either withdrawn or approved', async () => {
  const partner = await aPartner()
  const id = await ask(partner, { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED' })
  const [withdrawn, approved] = await Promise.all([partner.delete(`${requests}/${id}`), approve(id)])
  const { defaultMode } = (await partner.get(settings)).body
  if (withdrawn.status === 204) assert.deepEqual([approved.status, defaultMode], [404, 'PARTNER_MANAGED'])
  else assert.deepEqual([withdrawn.status, approved.status, defaultMode], [409, 200, 'CLIENT_MANAGED'])
})

test('no second override slips in while the first is being approved', async () => {
  const partner = await aPartner()
  const organizationId = await newClient(partner, 'Basalt Studio')
  const wish = { organizationId, requestType: 'ADD', requestedBillingMode: 'CLIENT_MANAGED' }
  const id = await ask(partner, wish)
  const [approved, ...added] = await Promise.all([
    approve(id),
    ...Array.from({ length: 8 }, () => partner.post(asking, wish)),
  ])
  assert.equal(approved?.status, 200)
  assert.deepEqual([...new Set(added.map(({ status }) => status))], [409])
})

test('an archived organization is not billed otherwise: its request can only be rejected', async () => {
  const partner = await aPartner()
  const organizationId = await newClient(partner, 'Basalt Studio')
  const wish = { organizationId, requestType: 'ADD', requestedBillingMode: 'CLIENT_MANAGED' }
  const id = await ask(partner, wish)
  await archiveClient(server, organizationId)
  const approved = await approve(id)
  assert.deepEqual([approved.status, approved.body.error.message], [409, 'Organization is archived'])
  assert.equal((await itemsOf(partner, `${requests}?status=PENDING`)).length, 1)
  assert.equal((await reject(id)).status, 200)
  refused(await partner.post(asking, wish), 409, 'Organization is archived')
  const deleted = await newClient(partner, 'Soon deleted')
  const lost = await ask(partner, { ...wish, organizationId: deleted })
  await runSql(server, 'delete from client where organisation_id = $1 and id = $2', [vendor.organisation.id, deleted])
  assert.equal((await approve(lost)).status, 404)
})

test('a MEMBER reads what concerns its own organizations, and asks for nothing', async () => {
  const partner = await aPartner()
  const assigned = await newClient(partner, 'Assigned', 'CLIENT_MANAGED')
  const other = await newClient(partner, 'Not assigned', 'CLIENT_MANAGED')
  const [own] = await Promise.all(
    [assigned, other].map((organizationId) => ask(partner, { organizationId, requestType: 'REMOVE' })),
  )
  await ask(partner, { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED' })
  const member = await callerOfUser(server, vendor, { partnerId: partner.id, role: 'MEMBER', looksAfter: [assigned] })
  assert.deepEqual((await partner.get(overrideIds)).body, [other, assigned])
  assert.deepEqual((await member.get(overrideIds)).body, [assigned])
  const page = (await member.get(overrides)).body
  assert.deepEqual([page.total, page.items[0].organizationId], [1, assigned])
  const asked = (await member.get(requests)).body
  assert.deepEqual([asked.total, asked.items[0].id], [1, own])
  assert.equal((await member.get(settings)).status, 200)
  const admin = 'Admin access required for this endpoint.'
  refused(await member.post(asking, { organizationId: assigned, requestType: 'REMOVE' }), 403, admin)
  refused(await member.delete(`${requests}/${own}`), 403, admin)
})

test('a request names the user behind the key', async () => {
  const partner = await aPartner()
  const admin = await callerOfUser(server, vendor, { partnerId: partner.id, role: 'ADMIN' })
  const made = await admin.post(asking, { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED' })
  assert.deepEqual([made.status, made.body.requestedBy], [201, admin.userId])
})

test('another partner’s and another organisation’s organizations and requests do not exist', async () => {
  const partner = await aPartner()
  const stranger = await aPartner()
  const elsewhere = await world(server)
  const clientId = await newClient(partner, 'Basalt Studio', 'CLIENT_MANAGED')
  const id = await ask(partner, { organizationId: clientId, requestType: 'REMOVE' })
  for (const organizationId of [clientId, 'orgn_unknown', ''])
    refused(await stranger.post(asking, { organizationId, requestType: 'REMOVE' }), 404, 'Organization not found')
  assert.deepEqual([await itemsOf(stranger), await itemsOf(stranger, requests)], [[], []])
  refused(
    await stranger.get(settings, { headers: { 'x-partner-id': partner.id } }),
    403,
    'User does not have access to the specified partner',
  )
  for (const action of ['approve', 'reject'])
    assert.equal((await elsewhere.admin.post(`${vendorRequests}/${id}/${action}`)).status, 404)
  assert.deepEqual((await elsewhere.admin.get(vendorRequests)).body.data, [])
  assert.equal((await elsewhere.admin.get(`/api/v1/partners/${partner.id}/billing-settings`)).status, 404)
})

test('a key needs its scope, and a client’s key opens nothing', async () => {
  const partner = await aPartner()
  const named = { headers: { 'x-partner-id': partner.id } }
  const wish = { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED' }
  const reader = await vendor.callerWith('clients:read')
  const writer = await vendor.callerWith('clients:write')
  const key = 'This API key cannot be used for this endpoint.'
  refused(await reader.post(asking, wish, named), 403, key)
  refused(await writer.get(settings, named), 403, key)
  assert.equal((await reader.get(settings, named)).status, 200)
  const made = await writer.post(asking, wish, named)
  assert.deepEqual([made.status, made.body.requestedBy], [201, null])
  const resolving = `${vendorRequests}/${made.body.id}/approve`
  assert.equal((await reader.post(resolving)).status, 403)
  assert.equal((await partner.post(resolving)).status, 403)
  assert.equal((await writer.get(vendorRequests)).status, 403)
  const clientId = await newClient(partner, 'Basalt Studio')
  const own = await callerOfClient(server, vendor, partner.id, clientId)
  for (const path of [settings, overrides, overrideIds, requests]) refused(await own.get(path), 403, key)
})

test('lists are paged, newest first', async () => {
  const partner = await aPartner()
  const ids = []
  for (const name of ['A', 'B', 'C']) ids.unshift(await newClient(partner, name, 'CLIENT_MANAGED'))
  const asked = []
  for (const organizationId of ids) asked.unshift(await ask(partner, { organizationId, requestType: 'REMOVE' }))
  const second = (await partner.get(`${overrides}?page=2&size=2`)).body
  assert.deepEqual(
    [second.items.map((item: { organizationId: string }) => item.organizationId), second.total, second.pages],
    [[ids[2]], 3, 2],
  )
  const first = (await partner.get(`${requests}?page=1&size=2`)).body
  assert.deepEqual(
    [first.items.map((item: { id: string }) => item.id), first.total, first.page, first.size, first.pages],
    [asked.slice(0, 2), 3, 1, 2, 2],
  )
  for (const path of [overrides, requests]) {
    const past = await partner.get(`${path}?page=99999999999999999999`)
    assert.deepEqual([past.status, past.body.items, past.body.total], [200, [], 3])
  }
})

test('the organisation sees every request, by status and partner, and what each partner has', async () => {
  at('2026-06-15T10:00:00.000Z')
  const other = await world(server)
  const partner = await aPartner()
  const organizationId = await newClient(partner, 'Basalt Studio', 'CLIENT_MANAGED')
  const asked = [
    await ask(partner, { organizationId, requestType: 'REMOVE', effectiveFrom: '2026-07-01' }),
    await ask(partner, { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED' }),
  ]
  await approve(asked[0] ?? '')
  const idsOf = async (query: string) => {
    const { data, pagination } = (await vendor.admin.get(`${vendorRequests}?${query}`)).body
    return [data.map(({ id }: { id: string }) => id), pagination.nextCursor]
  }
  const ofPartner = `partnerId=${partner.id}`
  assert.deepEqual(await idsOf(ofPartner), [asked.toReversed(), null])
  assert.deepEqual(await idsOf(`${ofPartner}&status=PENDING`), [[asked[1]], null])
  assert.deepEqual(await idsOf(`${ofPartner}&status=APPROVED`), [[asked[0]], null])
  assert.deepEqual(await idsOf('partnerId=ptn_unknown'), [[], null])
  const [first, cursor] = await idsOf(`${ofPartner}&limit=1`)
  assert.deepEqual([first, await idsOf(`${ofPartner}&limit=1&cursor=${cursor}`)], [[asked[1]], [[asked[0]], null]])
  assert.equal((await vendor.admin.get(`${vendorRequests}?cursor=x`)).status, 422)

  assert.deepEqual((await vendor.admin.get(`/api/v1/partners/${partner.id}/billing-settings`)).body.data, {
    partnerId: partner.id,
    ...(await partner.get(settings)).body,
    overrides: (await partner.get(overrides)).body.items,
  })
  assert.equal((await other.admin.get(`/api/v1/partners/${partner.id}/billing-settings`)).status, 404)
})

test('a partner that is merged brings its requests and overrides along', async () => {
  at('2026-06-15T10:00:00.000Z')
  const [going, staying] = [await aPartner(), await aPartner()]
  const clientId = await newClient(going, 'Basalt Studio', 'CLIENT_MANAGED')
  const id = await ask(going, { requestType: 'CHANGE', requestedBillingMode: 'CLIENT_MANAGED' })
  const merged = await vendor.admin.post(`/api/v1/partners/${staying.id}/merge`, { partnerId: going.id })
  assert.equal(merged.status, 200, merged.text)
  assert.deepEqual((await staying.get(overrideIds)).body, [clientId])
  assert.equal((await approve(id)).body.data.partnerId, staying.id)
  assert.equal((await going.get(settings)).body.defaultMode, 'CLIENT_MANAGED')
})
