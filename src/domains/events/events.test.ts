import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import pg from 'pg'
import { serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
let vendor: World
before(async () => {
  vendor = await world(server)
})

type Event = {
  type: string
  before: unknown
  after: unknown
  actor: { id: string; name: string }
  requestId: string
  subjectId: string
  id: string
  redactedAt: string | null
}
const events = async (query = ''): Promise<Event[]> =>
  (await vendor.admin.get(`/api/v1/events?limit=100${query}`)).body.data

test('every change leaves one event: who, what, before and after of what changed, and the request', async () => {
  const made = await vendor.admin.post('/api/v1/partners', { name: 'Audited', domain: 'audited.example.com' })
  const { id } = made.body.data
  const changed = await vendor.admin.patch(`/api/v1/partners/${id}`, {
    name: 'Audited Ltd',
    domain: 'audited.example.com',
  })
  await vendor.admin.patch(`/api/v1/partners/${id}`, { name: 'Audited Ltd' })
  await vendor.admin.post(`/api/v1/partners/${id}/archive`)
  const [archived, updated, created, ...none] = await events(`&partnerId=${id}`)
  assert.deepEqual(none, [], 'what changes nothing leaves nothing')
  assert.deepEqual(
    [created?.type, created?.before, created?.after],
    ['partners.create', null, { name: 'Audited', domain: 'audited.example.com' }],
  )
  assert.deepEqual(
    [updated?.type, updated?.before, updated?.after],
    ['partners.update', { name: 'Audited' }, { name: 'Audited Ltd' }],
  )
  assert.deepEqual(
    [archived?.type, archived?.before, archived?.after],
    ['partners.archive', { status: 'active' }, { status: 'inactive' }],
  )
  assert.equal(updated?.requestId, changed.headers.get('x-request-id'))
  const me = (await vendor.admin.get('/api/v1/me')).body.data.key
  assert.deepEqual(updated?.actor, { kind: 'key', id: me.id, name: me.name })
})

test('each command has its event, and a secret is in none', async () => {
  const tier = (await vendor.admin.post('/api/v1/tiers', { name: 'Bronze' })).body.data
  await vendor.admin.patch(`/api/v1/tiers/${tier.id}`, { rank: 3 })
  await vendor.admin.delete(`/api/v1/tiers/${tier.id}`)
  const user = (await vendor.admin.post('/api/v1/users', { email: 'e@v.example.com' })).body.data
  await vendor.admin.delete(`/api/v1/users/${user.id}`)
  const key = (await vendor.admin.post('/api/v1/api-keys', { name: 'K', scopes: ['partners:read'] })).body.data
  await vendor.admin.delete(`/api/v1/api-keys/${key.id}`)
  const types = new Set((await events()).map(({ type }) => type))
  for (const type of [
    'tiers.create',
    'tiers.update',
    'tiers.delete',
    'users.create',
    'users.delete',
    'api-keys.create',
    'api-keys.revoke',
    'organisations.create',
  ]) {
    assert.ok(types.has(type), type)
  }
  assert.ok(!JSON.stringify(await events()).includes(key.key))
})

test('events are filtered by type, actor and time, and paged', async () => {
  const other = await vendor.callerWith('partners:write')
  await other.post('/api/v1/partners', { name: 'By another' })
  const actorId = (await other.get('/api/v1/me')).body.data.key.id
  assert.deepEqual(
    (await events(`&actorId=${actorId}`)).map(({ type }) => type),
    ['partners.create'],
  )
  assert.ok((await events('&type=partners.create')).every(({ type }) => type === 'partners.create'))
  assert.deepEqual(await events('&from=2999-01-01'), [])
  assert.deepEqual(await events('&to=2000-01-01'), [])
  assert.deepEqual(await events('&partnerId=ptn_nothing'), [])
  const all = await events()
  const first = (await vendor.admin.get('/api/v1/events?limit=2')).body
  const second = (await vendor.admin.get(`/api/v1/events?limit=2&cursor=${first.pagination.nextCursor}`)).body
  assert.deepEqual([...first.data, ...second.data], all.slice(0, 4))
  assert.equal((await other.get('/api/v1/events')).status, 403)
})

test('a change that is refused leaves no event', async () => {
  const count = (await events()).length
  await vendor.admin.post('/api/v1/partners', { name: 'Refused', tierId: 'nothing' })
  await vendor.admin.patch('/api/v1/partners/ptn_nothing', { name: 'Refused' })
  assert.equal((await events()).length, count)
})

test('the database refuses to change, delete or empty the log', async () => {
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  for (const statement of [
    'delete from event',
    `update event set type = 'x'`,
    `update event set subject_id = 'x', redacted_at = now()`,
    'truncate event',
    'truncate organisation cascade',
  ]) {
    await assert.rejects(client.query(statement), /never changed or deleted/, statement)
  }
  await client.end()
})

test('personal data is taken out of the log, and the rest stays', async () => {
  const partner = (
    await vendor.admin.post('/api/v1/partners', { name: 'Forgets "Robin" 100%', domain: 'forgets.example.com' })
  ).body.data
  await vendor.admin.post('/api/v1/visitors', {
    partnerId: partner.id,
    email: 'Robin.Roe@forgets.example.com',
    name: 'Robin Roe',
  })
  const redacted = await vendor.admin.post('/api/v1/events/redact', { text: 'robin.roe@forgets.example.com' })
  assert.deepEqual([redacted.status, redacted.body.data], [200, { events: 1 }])
  const visitor = (await events(`&partnerId=${partner.id}`)).find(({ type }) => type === 'visitors.create')
  assert.deepEqual(visitor?.after, { email: '[redacted]', name: 'Robin Roe', partnerId: partner.id })
  assert.ok(visitor?.redactedAt)
  assert.equal((await vendor.admin.post('/api/v1/events/redact', { text: 'Forgets "Robin" 100%' })).body.data.events, 1)
  assert.equal(
    (await (await world(server)).admin.post('/api/v1/events/redact', { text: 'Robin Roe' })).body.data.events,
    0,
  )
  const reader = await vendor.callerWith('events:read')
  assert.equal((await reader.post('/api/v1/events/redact', { text: 'Robin Roe' })).status, 403)
})

test('a redaction touches values alone: numbers whole, keys never', async () => {
  const own = await world(server)
  const tier = (await own.admin.post('/api/v1/tiers', { name: 'Named', description: 'null and void', rank: 12345 }))
    .body.data
  for (const [text, found] of [
    ['12345', 1],
    ['name', 1],
    ['null', 1],
    ['absent', 0],
  ] as const) {
    const answer = await own.admin.post('/api/v1/events/redact', { text })
    assert.deepEqual([answer.status, answer.body.data?.events], [200, found], text)
  }
  const [event] = (await own.admin.get('/api/v1/events?type=tiers.create')).body.data
  assert.equal(event.subjectId, tier.id)
  assert.deepEqual(event.after, { description: '[redacted] and void', rank: '[redacted]', name: '[redacted]d' })
})

test('our id wins over a CRM id that spells the same, in the filter too', async () => {
  const own = await world(server)
  const one = (await own.admin.post('/api/v1/partners', { name: 'One' })).body.data
  const two = (await own.admin.post('/api/v1/partners', { name: 'Two' })).body.data
  await own.admin.patch(`/api/v1/partners/${two.id}/crm-record`, { externalId: one.id })
  const found = (await own.admin.get(`/api/v1/events?partnerId=${one.id}`)).body.data
  assert.deepEqual([...new Set(found.map((event: { partnerId: string }) => event.partnerId))], [one.id])
})
