import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverOfThisFile, startServer, world } from '#/testing/world.ts'
import { testDatabase } from '#/testing/database.ts'

const server = await serverOfThisFile()

test('several nodes that start at once on an empty database make one organisation and one root key', async () => {
  await using database = await testDatabase()
  const nodes = await Promise.all(
    [1, 2, 3, 4].map(() => startServer({ database, settings: { SYMBOLON_ROOT_KEY: '' } })),
  )
  const shown = nodes.filter(({ application }) => application.rootSecret !== undefined)
  assert.equal(shown.length, 1)
  const answer = await fetch(`${nodes[0]?.url}/api/v1/me`, {
    headers: { 'x-api-key': shown[0]?.application.rootSecret ?? '' },
  })
  const { data } = (await answer.json()) as { data: { organisation: { name: string } } }
  assert.equal(data.organisation.name, 'Default')
  for (const node of nodes) await node[Symbol.asyncDispose]()
})

test('an organisation has a name and a time zone, which an administrator changes', async () => {
  const { admin, organisation, callerWith } = await world(server)
  assert.deepEqual((await admin.get('/api/v1/organisation')).body.data, { ...organisation, timeZone: 'UTC' })
  const changed = await admin.patch('/api/v1/organisation', { name: ' Larkspur ', timeZone: 'america/NEW_YORK' })
  const expected = { id: organisation.id, name: 'Larkspur', timeZone: 'America/New_York' }
  assert.deepEqual([changed.status, changed.body.data], [200, expected])
  assert.deepEqual((await admin.patch('/api/v1/organisation', { timeZone: 'America/New_York' })).body.data, expected)
  const { data } = (await admin.get('/api/v1/events?type=organisation.update')).body
  assert.deepEqual(
    data.map(({ before, after }: { before: object; after: object }) => [before, after]),
    [
      [
        { name: organisation.name, timeZone: 'UTC' },
        { name: 'Larkspur', timeZone: 'America/New_York' },
      ],
    ],
  )
  for (const timeZone of ['', 'Mars/Olympus', '+02:00', 'localtime', 'posixrules', "UTC'", null, 'x'.repeat(65)]) {
    const refused = await admin.patch('/api/v1/organisation', { timeZone })
    assert.deepEqual([refused.status, refused.body.error.details[0].path], [422, ['timeZone']], String(timeZone))
  }
  assert.equal((await admin.patch('/api/v1/organisation', { currency: 'EUR' })).status, 422)
  const reader = await callerWith('partners:read')
  assert.equal((await reader.get('/api/v1/organisation')).status, 200)
  assert.equal((await reader.patch('/api/v1/organisation', { name: 'Taken' })).status, 403)
})

test('changes of an organisation that come at once all hold', async () => {
  const { admin } = await world(server)
  const bodies = Array.from({ length: 12 }, (_, n) => (n % 2 ? { name: 'Both' } : { timeZone: 'Asia/Tokyo' }))
  await Promise.all(bodies.map((body) => admin.patch('/api/v1/organisation', body)))
  const { name, timeZone } = (await admin.get('/api/v1/organisation')).body.data
  assert.deepEqual([name, timeZone], ['Both', 'Asia/Tokyo'])
  assert.equal((await admin.get('/api/v1/events?type=organisation.update')).body.data.length, 2)
})

test('users are made, read, changed and deleted', async () => {
  const { admin } = await world(server)
  const made = await admin.post('/api/v1/users', {
    email: 'Kim@vendor.example.com',
    name: ' Kim Sample ',
    role: 'partner_manager',
  })
  assert.equal(made.status, 201)
  const { id, createdAt, updatedAt, ...rest } = made.body.data
  assert.ok(id.startsWith('user_') && createdAt === updatedAt)
  const given = { email: 'Kim@vendor.example.com', name: 'Kim Sample', role: 'PARTNER_MANAGER' }
  assert.deepEqual(rest, { ...given, status: 'PENDING' })
  const changed = await admin.patch(`/api/v1/users/${id}`, { role: 'ADMIN', name: null })
  assert.deepEqual([changed.body.data.role, changed.body.data.name], ['ADMIN', null])
  assert.deepEqual(
    (await admin.patch(`/api/v1/users/${id}`, { role: 'admin' })).body,
    changed.body,
    'nothing differs, nothing moves',
  )
  assert.deepEqual((await admin.get('/api/v1/users')).body.data, [changed.body.data])
  assert.equal((await admin.delete(`/api/v1/users/${id}`)).status, 204)
  assert.equal((await admin.get(`/api/v1/users/${id}`)).body.error.code, 'USER_NOT_FOUND')
})

test('an e-mail is one user’s, whatever its case, also when 24 claim it at once', async () => {
  const { admin } = await world(server)
  const claim = (n: number) => admin.post('/api/v1/users', { email: n % 2 ? 'one@v.example.com' : 'ONE@v.example.com' })
  const answers = await Promise.all(Array.from({ length: 24 }, (_, n) => claim(n)))
  assert.equal(answers.filter(({ status }) => status === 201).length, 1)
  const refused = answers.find(({ status }) => status !== 201)
  assert.deepEqual([refused?.status, refused?.body.error.details[0].code], [422, 'already_taken'])
})

test('e-mails that are none are refused', async () => {
  const { admin } = await world(server)
  for (const email of [
    '',
    'a',
    'a@b',
    '.a@b.co',
    'a..b@b.co',
    'a@b..co',
    'a@-b.co',
    `${'a'.repeat(320)}@b.co`,
    'ä@b.co',
    'a@b.co\n',
    null,
    7,
  ]) {
    assert.equal((await admin.post('/api/v1/users', { email })).status, 422, JSON.stringify(email))
  }
})

test('tiers, phases and templates: five verbs each, names unique, one in use is not deleted', async () => {
  const { admin } = await world(server)
  for (const [path, field] of [
    ['tiers', 'tierId'],
    ['phases', 'phaseId'],
    ['experience-templates', 'experienceTemplateId'],
  ]) {
    const made = await admin.post(`/api/v1/${path}`, { name: ' Gold ', description: '' })
    assert.equal(made.status, 201, made.text)
    const { id, name, description } = made.body.data
    assert.deepEqual([name, description], ['Gold', null])
    assert.equal((await admin.post(`/api/v1/${path}`, { name: 'GOLD' })).body.error.details[0].code, 'already_taken')
    const renamed = await admin.patch(`/api/v1/${path}/${id}`, { name: 'Platinum' })
    assert.equal(renamed.body.data.name, 'Platinum')
    const tag = renamed.headers.get('etag') ?? ''
    assert.equal(
      (await admin.patch(`/api/v1/${path}/${id}`, { name: 'X' }, { headers: { 'if-match': '"old"' } })).status,
      412,
    )
    assert.equal(
      (await admin.patch(`/api/v1/${path}/${id}`, { name: 'Diamond' }, { headers: { 'if-match': tag } })).status,
      200,
    )
    const partner = (await admin.post('/api/v1/partners', { name: `Uses ${path}`, [field ?? '']: id })).body.data
    assert.ok(partner.id)
    const inUse = await admin.delete(`/api/v1/${path}/${id}`)
    assert.deepEqual([inUse.status, inUse.body.error.code], [409, 'IN_USE'])
    const free = (await admin.post(`/api/v1/${path}`, { name: 'Free' })).body.data
    assert.equal((await admin.delete(`/api/v1/${path}/${free.id}`)).status, 204)
    assert.equal((await admin.get(`/api/v1/${path}/${free.id}`)).status, 404)
    assert.equal((await admin.get(`/api/v1/${path}`)).body.data.length, 1)
  }
})

test('a tier that is assigned and deleted at once is either gone or in use, never dangling', async () => {
  const { admin } = await world(server)
  const tier = (await admin.post('/api/v1/tiers', { name: 'Contested' })).body.data
  const partner = (await admin.post('/api/v1/partners', { name: 'Assigned' })).body.data
  const [assigned, deleted] = await Promise.all([
    admin.patch(`/api/v1/partners/${partner.id}`, { tierId: tier.id }),
    admin.delete(`/api/v1/tiers/${tier.id}`),
  ])
  assert.ok(
    (assigned.status === 200 && deleted.status === 409) || (assigned.status === 422 && deleted.status === 204),
    `${assigned.status} ${deleted.status}`,
  )
})

test('one visitor has one e-mail in the organisation, and belongs to a partner of it', async () => {
  const [{ admin }, other] = [await world(server), await world(server)]
  const partner = (await admin.post('/api/v1/partners', { name: 'Host' })).body.data
  const email = 'robin@host.example.com'
  assert.equal((await admin.post('/api/v1/visitors', { email, partnerId: partner.id })).status, 201)
  assert.equal(
    (await admin.post('/api/v1/visitors', { email: email.toUpperCase(), partnerId: partner.id })).status,
    422,
  )
  assert.equal(
    (await other.admin.post('/api/v1/visitors', { email, partnerId: partner.id })).body.error.code,
    'PARTNER_NOT_FOUND',
  )
  assert.equal((await admin.get(`/api/v1/visitors?partnerId=${partner.id}`)).body.data.length, 1)
  assert.equal((await other.admin.get(`/api/v1/visitors?partnerId=${partner.id}`)).body.data.length, 0)
})
