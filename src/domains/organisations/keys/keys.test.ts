import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import pg from 'pg'
import { until } from '#/testing/process.ts'
import { type Caller, callerOf, rootKey, serverOfThisFile, startServer, type World, world } from '#/testing/world.ts'

let time = Date.parse('2026-03-01T10:00:00.000Z')
const server = await serverOfThisFile({ now: () => new Date(time) })
let vendor: World
before(async () => {
  vendor = await world(server)
})

test('who am I: the organisation and the key, for any valid key', async () => {
  const caller = await vendor.callerWith('forms:read')
  const { data } = (await caller.get('/api/v1/me')).body
  assert.deepEqual(data.organisation, vendor.organisation)
  assert.deepEqual([data.key.name, data.key.scopes, data.key.partnerId], ['A further key', ['forms:read'], null])
})

test('a secret is shown once and stored as a hash alone', async () => {
  const made = await vendor.admin.post('/api/v1/api-keys', { name: 'Once', scopes: ['partners:read'] })
  const { key, ...shown } = made.body.data
  assert.equal(made.headers.get('cache-control'), 'no-store')
  assert.deepEqual(Object.keys(shown), [
    'id',
    'name',
    'scopes',
    'partnerId',
    'expiresAt',
    'rateLimitPerMinute',
    'createdAt',
    'lastUsedAt',
  ])
  const listed = (await vendor.admin.get('/api/v1/api-keys')).text
  assert.ok(listed.includes(shown.id) && !listed.includes(key))
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  const { rows: tables } = await client.query(
    `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  for (const { table_name } of tables) {
    const { rows } = await client.query(
      `select t::text as row from ${table_name} t where t::text like '%' || $1 || '%'`,
      [key],
    )
    assert.deepEqual(rows, [], `${table_name} holds the secret`)
  }
  await client.end()
  assert.ok(!server.logged.join('').includes(key))
})

test('only the root key creates organisations', async () => {
  assert.equal((await vendor.admin.post('/api/v1/organisations', { name: 'Another' })).status, 403)
  const made = await callerOf(server.url, rootKey).post('/api/v1/organisations', { name: 'Another' })
  assert.equal(made.status, 201)
  assert.equal(
    (await callerOf(server.url, made.body.data.key).get('/api/v1/me')).body.data.organisation.id,
    made.body.data.id,
  )
})

test('a key cannot grant what it lacks: neither a scope nor a longer life', async () => {
  const expiresAt = '2026-03-05T00:00:00.000Z'
  const maker = (
    await vendor.admin.post('/api/v1/api-keys', { name: 'Maker', scopes: ['keys:write', 'partners:read'], expiresAt })
  ).body.data
  const caller = callerOf(server.url, maker.key)
  for (const scopes of [['admin'], ['partners:write'], ['partners:read', 'forms:read']]) {
    const refused = await caller.post('/api/v1/api-keys', { name: 'More', scopes })
    assert.equal(refused.body.error.code, 'FORBIDDEN', scopes.join())
  }
  assert.equal(
    (await caller.post('/api/v1/api-keys', { name: 'Longer', scopes: ['partners:read'], expiresAt: '2027-01-01' }))
      .status,
    422,
  )
  const equal = (await caller.post('/api/v1/api-keys', { name: 'Equal', scopes: ['partners:read'] })).body.data
  assert.equal(equal.expiresAt, expiresAt, 'without a life of its own it has that of its maker')
})

test('a key stops at its expiry', async () => {
  const made = (
    await vendor.admin.post('/api/v1/api-keys', {
      name: 'Short',
      scopes: ['partners:read'],
      expiresAt: '2026-03-01T10:30:00.000Z',
    })
  ).body.data
  const caller = callerOf(server.url, made.key)
  assert.equal((await caller.get('/api/v1/partners')).status, 200)
  time = Date.parse('2026-03-01T10:30:00.001Z')
  const expired = await caller.get('/api/v1/partners')
  assert.deepEqual([expired.status, expired.body.error.code], [401, 'UNAUTHORIZED'])
})

test('a missing, empty or unknown key is 401, and a partner-bound key needs a partner that exists', async () => {
  for (const key of [
    '',
    'sym_unknown',
    `${vendor.admin.key}x`,
    vendor.admin.key.slice(0, -1),
    vendor.admin.key.toUpperCase(),
  ]) {
    const answer = await callerOf(server.url, key).get('/api/v1/partners')
    assert.deepEqual([answer.status, answer.body.error.code], [401, 'UNAUTHORIZED'])
  }
  const other = await world(server)
  const foreign = (await other.admin.post('/api/v1/partners', { name: 'Foreign' })).body.data
  for (const partnerId of [foreign.id, 'ptn_nothing']) {
    const refused = await vendor.admin.post('/api/v1/api-keys', { name: 'Bound', scopes: ['admin'], partnerId })
    assert.deepEqual([refused.status, refused.body.error.code], [404, 'PARTNER_NOT_FOUND'])
  }
})

test('a revoked key stops at once on every node, while both are answering it', async () => {
  await using second = await startServer({ database: server.database })
  const made = (await vendor.admin.post('/api/v1/api-keys', { name: 'Revoked', scopes: ['partners:read'] })).body.data
  const [here, elsewhere] = [callerOf(server.url, made.key), callerOf(second.url, made.key)]
  const askedOften = (node: Caller) => Array.from({ length: 20 }, () => node.get('/api/v1/partners'))
  const statuses = async (node: Caller) => [
    ...new Set((await Promise.all(askedOften(node))).map(({ status }) => status)),
  ]
  for (const node of [here, elsewhere]) assert.deepEqual(await statuses(node), [200])
  const busy = [...askedOften(here), ...askedOften(elsewhere)]
  assert.equal((await vendor.admin.delete(`/api/v1/api-keys/${made.id}`)).status, 204)
  assert.deepEqual(await statuses(here), [401])
  // The other node hears of it by NOTIFY, from a process of its own.
  await until(async () => (await elsewhere.get('/api/v1/partners')).status === 401)
  assert.deepEqual(await statuses(elsewhere), [401])
  await Promise.all(busy)
  assert.equal((await vendor.admin.delete(`/api/v1/api-keys/${made.id}`)).body.error.code, 'API_KEY_NOT_FOUND')
})

test('a key revoked while no change can be heard does not work either', async () => {
  const made = (await vendor.admin.post('/api/v1/api-keys', { name: 'Deaf', scopes: ['partners:read'] })).body.data
  const caller = callerOf(server.url, made.key)
  assert.equal((await caller.get('/api/v1/partners')).status, 200)
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  // With a time to wait it returns when the connection is gone, and not when it was told to go.
  await client.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'symbolon listener' and datname = current_database()`,
  )
  await client.query('update api_key set revoked_at = now() where id = $1', [made.id])
  await client.end()
  assert.equal((await caller.get('/api/v1/partners')).status, 401)
})

test('another organisation’s key cannot be seen or revoked', async () => {
  const other = await world(server)
  const theirs = (await other.admin.post('/api/v1/api-keys', { name: 'Theirs', scopes: ['partners:read'] })).body.data
  assert.equal((await vendor.admin.delete(`/api/v1/api-keys/${theirs.id}`)).status, 404)
  assert.equal((await callerOf(server.url, theirs.key).get('/api/v1/partners')).status, 200)
})

test('the root key is not revoked over the API', async () => {
  const root = callerOf(server.url, rootKey)
  const own = (await root.get('/api/v1/me')).body.data.key.id
  assert.equal((await root.delete(`/api/v1/api-keys/${own}`)).status, 403)
  assert.equal((await root.get('/api/v1/me')).status, 200)
})

test('another root key in the settings replaces the one before', async () => {
  await using restarted = await startServer({
    database: server.database,
    settings: { SYMBOLON_ROOT_KEY: 'another-root-key-of-tests' },
  })
  assert.equal((await callerOf(restarted.url, 'another-root-key-of-tests').get('/api/v1/me')).status, 200)
  assert.equal((await callerOf(restarted.url, rootKey).get('/api/v1/me')).status, 401)
  await using back = await startServer({ database: server.database })
  assert.equal((await callerOf(back.url, rootKey).get('/api/v1/me')).status, 200)
})

test('the last use of a key is written when the server stops, if not before', async () => {
  const second = await startServer({ database: server.database, now: () => new Date('2026-04-01T00:00:00.000Z') })
  const made = (await vendor.admin.post('/api/v1/api-keys', { name: 'Used', scopes: ['partners:read'] })).body.data
  await callerOf(second.url, made.key).get('/api/v1/partners')
  await second[Symbol.asyncDispose]()
  const listed = (await vendor.admin.get('/api/v1/api-keys')).body.data.find(
    (one: { id: string }) => one.id === made.id,
  )
  assert.equal(listed.lastUsedAt, '2026-04-01T00:00:00.000Z')
})

test('bad input for a key is 422 and names the field', async () => {
  const bad: [object, string][] = [
    [{ scopes: ['admin'] }, 'name'],
    [{ name: 'x', scopes: [] }, 'scopes'],
    [{ name: 'x', scopes: ['everything'] }, 'scopes.0'],
    [{ name: 'x', scopes: ['admin'], expiresAt: '2020-01-01' }, 'expiresAt'],
    [{ name: 'x', scopes: ['admin'], expiresAt: '2026-02-30' }, 'expiresAt'],
    [{ name: 'x', scopes: ['admin'], rateLimitPerMinute: -1 }, 'rateLimitPerMinute'],
    [{ name: 'x', scopes: ['admin'], rateLimitPerMinute: 1.5 }, 'rateLimitPerMinute'],
  ]
  for (const [body, field] of bad) {
    const answer = await vendor.admin.post('/api/v1/api-keys', body)
    assert.deepEqual([answer.status, answer.body.error.details?.[0].path.join('.')], [422, field], answer.text)
  }
})
