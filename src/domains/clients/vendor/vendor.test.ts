import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { runSql } from '#/testing/sql.ts'
import { type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const now = { at: new Date('2026-05-08T12:00:00.000Z') }
const server = await serverOfThisFile({ now: () => now.at })
let vendor: World
let partnerId: string
let partner: Caller

before(async () => {
  vendor = await world(server)
  const made = await vendor.admin.post('/api/v1/partners', { name: 'Ledgerline Advisors' })
  partnerId = made.body.data.id
  await vendor.admin.patch(`/api/v1/partners/${partnerId}/crm-record`, {
    externalId: '77001',
    externalIdType: 'PARTNER',
  })
  partner = await vendor.callerBoundTo(partnerId)
})

const clients = '/api/v1/clients'

async function create(name: string, more: object = {}, caller = partner): Promise<string> {
  const made = await caller.post('/v2/partner/organizations', { name, ...more })
  assert.equal(made.status, 201, made.text)
  return made.body.id
}

const act = (id: string, what: string, body?: unknown) => vendor.admin.post(`${clients}/${id}/${what}`, body)
const typesOf = async (id: string) =>
  (await vendor.admin.get('/api/v1/events?limit=100')).body.data
    .filter((event: { subjectId: string }) => event.subjectId === id)
    .map(({ type }: { type: string }) => type)

test('a client is read whole', async () => {
  const id = await create('Fernhill Foods', { billingMode: 'CLIENT_MANAGED', isTest: true })
  await partner.put(`/v2/partner/organizations/${id}`, { street1: '12 Mill Lane', postalCode: '62701', country: 'US' })
  await runSql(
    server,
    `update client set legal_name = 'Fernhill Foods Ltd', ein_sealed = 'x', ein_last_four = '6789', naics = '311',
      industry = 'Manufacturing', first_operations_date = '2019-04-01', contact_email = 'office@fernhill.example.com' where id = $1`,
    [id],
  )
  const answer = await vendor.admin.get(`${clients}/${id}`)
  assert.equal(answer.status, 200, answer.text)
  const { externalId, updatedAt, ...client } = answer.body.data
  assert.match(externalId, /^[0-9a-f-]{36}$/)
  assert.ok(updatedAt >= client.createdAt)
  assert.deepEqual(client, {
    id,
    partnerId,
    partnerName: 'Ledgerline Advisors',
    name: 'Fernhill Foods',
    legalName: 'Fernhill Foods Ltd',
    tradeName: null,
    entityType: null,
    einMasked: '**-***6789',
    incorporationState: null,
    address: { street1: '12 Mill Lane', street2: null, city: null, state: null, postalCode: '62701', country: 'US' },
    contact: { name: null, email: 'office@fernhill.example.com', phone: null },
    businessDescription: null,
    firstOperationsDate: '2019-04-01',
    naics: '311',
    industry: 'Manufacturing',
    source: 'PARTNER',
    status: 'ACTIVE',
    isTest: true,
    internalUse: false,
    disableEmails: false,
    billingPlan: 'FREE',
    billingMode: 'CLIENT_MANAGED',
    customerId: null,
    subscriptionId: null,
    archivalReason: null,
    archivalReasonNotes: null,
    archivalBy: null,
    archivalAt: null,
    scheduledDeletion: null,
    createdAt: '2026-05-08T12:00:00.000Z',
  })
  const listed = await partner.get('/v2/partner/organizations/list?search=fernhill')
  assert.deepEqual(listed.body, {
    items: [
      {
        id,
        name: 'Fernhill Foods',
        entityType: null,
        einMasked: '**-***6789',
        industry: 'Manufacturing',
        primaryContactName: null,
        primaryContactEmail: 'office@fernhill.example.com',
        city: null,
        state: null,
        registeredStates: 0,
        clientSince: '2026-05-08T12:00:00.000Z',
        status: 'ACTIVE',
      },
    ],
    total: 1,
    page: 1,
    size: 50,
    pages: 1,
  })
})

test('an archived client says by whom, when and why; archiving twice changes nothing', async () => {
  const id = await create('Basalt Studio')
  const key = await vendor.callerWith('clients:write')
  const answer = await key.post(`${clients}/${id}/archive`, { reason: 'Out of business', notes: ' Since May ' })
  assert.equal(answer.status, 200, answer.text)
  const { status, archivalReason, archivalReasonNotes, archivalBy, archivalAt } = answer.body.data
  assert.deepEqual(
    { status, archivalReason, archivalReasonNotes, archivalBy, archivalAt },
    {
      status: 'ARCHIVED',
      archivalReason: 'Out of business',
      archivalReasonNotes: 'Since May',
      archivalBy: 'A further key',
      archivalAt: '2026-05-08T12:00:00.000Z',
    },
  )
  const again = await act(id, 'archive', { reason: 'Another' })
  assert.deepEqual([again.status, again.body], [200, answer.body])
  assert.deepEqual(await typesOf(id), ['clients.archive', 'clients.create'])
})

test('a restored client is as it was, unless its name was taken meanwhile', async () => {
  const id = await create('Cobalt Labs')
  const was = (await vendor.admin.get(`${clients}/${id}`)).body.data
  await act(id, 'archive', { reason: 'By mistake' })
  await act(id, 'schedule-deletion', { date: '2026-06-01' })
  const taker = await create('COBALT labs')
  const refused = await act(id, 'restore')
  assert.deepEqual(
    [refused.status, refused.body.error],
    [
      409,
      {
        code: 'CLIENT_NAME_TAKEN',
        message: 'The partner has an active client of this name. Archive or rename that one first.',
      },
    ],
  )
  await act(taker, 'archive', {})
  const restored = await act(id, 'restore')
  assert.equal(restored.status, 200, restored.text)
  assert.deepEqual({ ...restored.body.data, updatedAt: was.updatedAt }, was)
  assert.deepEqual((await act(id, 'restore')).body, restored.body)
  assert.deepEqual(await typesOf(id), [
    'clients.restore',
    'clients.schedule-deletion',
    'clients.archive',
    'clients.create',
  ])
})

test('a deletion is scheduled for today or later, of an archived client alone, and can be cancelled', async () => {
  const id = await create('Dune Supply')
  const active = await act(id, 'schedule-deletion', { date: '2026-05-08' })
  assert.deepEqual([active.status, active.body.error.code], [409, 'CLIENT_NOT_ARCHIVED'])
  await act(id, 'archive', {})
  for (const date of ['2026-05-07', '2026-02-30', '2026-5-9', 'tomorrow', '2026-05-09T00:00:00Z', 7, null]) {
    const refused = await act(id, 'schedule-deletion', { date })
    assert.deepEqual([refused.status, refused.body.error.details[0].path], [422, ['date']], String(date))
  }
  for (const date of ['2026-05-08', '9999-12-31']) {
    const scheduled = await act(id, 'schedule-deletion', { date })
    assert.deepEqual([scheduled.status, scheduled.body.data.scheduledDeletion], [200, date])
  }
  const list = await vendor.admin.get(`${clients}?scheduledForDeletion=true`)
  assert.deepEqual(
    list.body.data.map((client: { id: string }) => client.id),
    [id],
  )
  for (let times = 0; times < 2; times += 1) {
    const cancelled = await vendor.admin.delete(`${clients}/${id}/scheduled-deletion`)
    const { status, scheduledDeletion } = cancelled.body.data
    assert.deepEqual([cancelled.status, status, scheduledDeletion], [200, 'ARCHIVED', null])
  }
})

test('of archives and restores at once every one is 200 and each change leaves one event', async () => {
  const id = await create('Ember Works')
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, i) => act(id, i % 2 ? 'restore' : 'archive', i % 2 ? undefined : {})),
  )
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  const types: string[] = await typesOf(id)
  const count = (type: string) => types.filter((its) => its === type).length
  const { status } = (await vendor.admin.get(`${clients}/${id}`)).body.data
  assert.equal(count('clients.archive') - count('clients.restore'), status === 'ARCHIVED' ? 1 : 0)
})

test('If-Match changes only what was seen', async () => {
  const id = await create('Fjord Group')
  const etag = (await vendor.admin.get(`${clients}/${id}`)).headers.get('etag') ?? ''
  const archive = () =>
    vendor.admin.send('POST', `${clients}/${id}/archive`, { body: {}, headers: { 'if-match': etag } })
  assert.deepEqual([(await archive()).status, (await archive()).status], [200, 412])
})

test('lists are filtered and paged by cursor, of all partners and of one', async () => {
  const other = (await vendor.admin.post('/api/v1/partners', { name: 'Other' })).body.data.id
  const caller = await vendor.callerBoundTo(other)
  const ids = []
  for (let n = 1; n <= 5; n += 1) ids.unshift(await create(`Harbour 50%_ ${n}`, { isTest: n === 3 }, caller))
  await act(ids[0] ?? '', 'archive', {})
  const listed = async (path: string) => {
    const found: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { status, body, text } = await vendor.admin.get(`${path}&limit=2&cursor=${encodeURIComponent(cursor)}`)
      assert.equal(status, 200, text)
      found.push(...body.data.map(({ id }: { id: string }) => id))
      cursor = body.pagination.nextCursor
    }
    return found
  }
  assert.deepEqual(await listed(`/api/v1/partners/${other}/clients?`), ids)
  assert.deepEqual(await listed(`${clients}?partnerId=${other}`), ids)
  assert.deepEqual((await listed(`${clients}?q=`)).slice(0, 5), ids)
  assert.deepEqual(await listed(`${clients}?q=${encodeURIComponent('HARBOUR 50%_')}`), ids)
  assert.deepEqual(await listed(`${clients}?q=${encodeURIComponent('50_%')}`), [])
  assert.deepEqual(await listed(`${clients}?partnerId=${other}&status=ARCHIVED`), [ids[0]])
  assert.deepEqual(await listed(`${clients}?partnerId=${other}&isTest=true&status=ACTIVE`), [ids[2]])
  assert.equal((await listed(`/api/v1/partners/${other}/clients?isTest=false`)).length, 4)
  const own = await listed('/api/v1/partners/77001/clients?')
  assert.ok(own.length >= 5 && !own.includes(ids[0] ?? ''))
  assert.equal((await vendor.admin.get(`${clients}?isTest=yes`)).status, 422)
  assert.equal((await vendor.admin.get(`${clients}?unknown=1`)).status, 422)
  const unknown = await vendor.admin.get(`${clients}?partnerId=ptn_unknown`)
  assert.deepEqual([unknown.status, unknown.body.error.code], [404, 'PARTNER_NOT_FOUND'])
})

test('a partner’s key and a key without the scope are refused, and another organisation’s client does not exist', async () => {
  const id = await create('Granite Labs')
  const stranger = (await world(server)).admin
  const paths: [string, string, unknown?][] = [
    ['GET', `${clients}/${id}`],
    ['POST', `${clients}/${id}/archive`, {}],
    ['POST', `${clients}/${id}/restore`],
    ['POST', `${clients}/${id}/schedule-deletion`, { date: '2026-06-01' }],
    ['DELETE', `${clients}/${id}/scheduled-deletion`],
  ]
  const reader = await vendor.callerWith('clients:read')
  for (const [method, path, body] of paths) {
    const unknown = await stranger.send(method, path, { body })
    assert.deepEqual([unknown.status, unknown.body.error.code], [404, 'CLIENT_NOT_FOUND'], path)
    assert.equal((await partner.send(method, path, { body })).status, 403)
    assert.equal((await reader.send(method, path, { body })).status, method === 'GET' ? 200 : 403)
  }
  assert.equal((await stranger.get(`/api/v1/partners/${partnerId}/clients`)).status, 404)
  assert.equal((await partner.get(clients)).status, 403)
})
