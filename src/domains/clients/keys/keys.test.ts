import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { people } from '#/testing/people.ts'
import { until } from '#/testing/process.ts'
import { type Answer, type Caller, callerOf, serverOfThisFile, startServer, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const second = await startServer({ database: server.database })
const vendor = await world(server)
const at = await people(server, vendor)
const keys = '/v2/partner/api_keys'
const users = '/v2/partner/users'
const keyNotFound = { detail: 'API key not found' }
const adminRequired = { detail: 'Admin access required for this endpoint.' }
const wrongKey = { detail: 'This API key cannot be used for this endpoint.' }
const tooMany = { detail: 'Maximum number of active API keys reached' }

test.after(() => second[Symbol.asyncDispose]())

const newPartner = async () => {
  const made = await vendor.admin.post('/api/v1/partners', { name: `Advisors ${randomUUID()}` })
  const partnerId: string = made.body.data.id
  return {
    partnerId,
    partner: await vendor.callerBoundTo(partnerId),
    named: { headers: { 'x-partner-id': partnerId } },
  }
}
const { partnerId, partner } = await newPartner()
const owner = await at.join(partnerId, { role: 'OWNER' })
const member = await at.join(partnerId, { role: 'MEMBER' })

const said = ({ status, body }: Answer) => [status, body]
const faults = ({ status, body }: Answer) => [
  status,
  body.detail.map(({ loc, type }: { loc: unknown[]; type: string }) => [...loc, type]),
]
const soon = () => Math.floor(Date.now() / 1000) + 3_600
const make = async (caller: Caller, body: object = {}, call = {}) => {
  const answer = await caller.post(keys, body, call)
  assert.equal(answer.status, 201, answer.text)
  assert.deepEqual(Object.keys(answer.body), ['apiKeyId', 'apiKeyToken'])
  return { id: answer.body.apiKeyId as string, caller: callerOf(server.url, answer.body.apiKeyToken) }
}
const client = async (name: string) => (await partner.post('/v2/partner/organizations', { name })).body.id as string

test('a user’s key is its own, for the partner or for one client, and is shown without its token', async () => {
  const organizationId = await client('Fernhill Foods')
  const expiresAtSeconds = soon()
  const began = Math.floor(Date.now() / 1000)
  const wide = await make(owner.caller, { extra: true })
  const narrow = await make(owner.caller, { clientOrganizationId: ` ${organizationId} `, expiresAtSeconds })
  const answer = await owner.caller.get(keys)
  assert.equal(answer.status, 200, answer.text)
  const { apiKeys, ...rest } = answer.body
  assert.deepEqual(rest, { totalApiKeys: 3, currentPage: 0, pageSize: 20, hasMoreResults: false })
  const shown = apiKeys.map(({ createdAt, ...key }: { createdAt: number }) => {
    assert.ok(Number.isInteger(createdAt) && createdAt >= began - 60 && createdAt <= soon())
    return key
  })
  const shared = { userId: owner.id, orgId: partnerId }
  const [ofClient, ofPartner] = shown
  assert.deepEqual(ofClient, {
    apiKeyId: narrow.id,
    expiresAtSeconds,
    scope: 'client',
    clientOrganizationId: organizationId,
    clientOrganizationName: 'Fernhill Foods',
    ...shared,
  })
  const unbound = { scope: 'partner', clientOrganizationId: null, clientOrganizationName: null }
  assert.deepEqual(ofPartner, { apiKeyId: wide.id, expiresAtSeconds: null, ...unbound, ...shared })

  assert.deepEqual((await wide.caller.get('/v2/partner/user')).body.email, owner.email)
  assert.deepEqual(said(await narrow.caller.get('/v2/partner/check')), [200, { isPartnerUser: false }])
  for (const path of [keys, users, '/v2/partner/user', '/v2/partner/partners', '/v2/partner/user-assignments'])
    assert.deepEqual(said(await narrow.caller.get(path)), [403, wrongKey], path)
})

test('own keys are those of the same user, or of the same issuer where there is none', async () => {
  const own = await newPartner()
  const one = await at.join(own.partnerId, { role: 'OWNER' })
  const [byUser, byPartner] = [await make(one.caller), await make(own.partner)]
  const byVendor = await make(vendor.admin, {}, own.named)
  const idsOf = async (caller: Caller, call = {}) =>
    (await caller.get(keys, call)).body.apiKeys.map(({ apiKeyId }: { apiKeyId: string }) => apiKeyId)
  assert.equal((await idsOf(one.caller))[0], byUser.id)
  assert.deepEqual(await idsOf(own.partner), [byPartner.id])
  assert.deepEqual(await idsOf(byPartner.caller), [byPartner.id])
  assert.deepEqual(await idsOf(vendor.admin, own.named), [byVendor.id])
  assert.deepEqual(said(await one.caller.delete(`${keys}/${byPartner.id}`)), [404, keyNotFound])
  assert.deepEqual(said(await own.partner.delete(`${keys}/${byUser.id}`)), [404, keyNotFound])
  assert.deepEqual(said(await own.partner.delete(`${keys}/${byVendor.id}`)), [404, keyNotFound])
  assert.deepEqual(said(await partner.delete(`${keys}/${byPartner.id}`)), [404, keyNotFound])
  assert.deepEqual(said(await (await world(server)).admin.delete(`${keys}/${byVendor.id}`, own.named)), [
    403,
    { detail: 'User does not have access to the specified partner' },
  ])
  assert.equal((await byUser.caller.get('/v2/partner/user')).body.email, one.email)
})

test('a deleted key is dead at once, on every node, and a key may delete itself', async () => {
  const { id, caller } = await make(partner)
  const elsewhere = callerOf(second.url, caller.key)
  assert.equal((await elsewhere.get('/v2/partner/check')).status, 200)
  assert.deepEqual(said(await partner.delete(`${keys}/${id}`)), [204, undefined])
  assert.deepEqual(said(await caller.get('/v2/partner/check')), [401, { detail: 'Unauthenticated request.' }])
  await until(async () => (await elsewhere.get('/v2/partner/check')).status === 401)
  assert.deepEqual(said(await partner.delete(`${keys}/${id}`)), [404, keyNotFound])
  const own = await newPartner()
  for (const self of [await make(partner), await make(vendor.admin, {}, own.named)]) {
    assert.deepEqual(said(await self.caller.delete(`${keys}/${self.id}`)), [204, undefined])
    assert.equal((await self.caller.get(keys)).status, 401)
  }
  const { rows } = await at.database.query(`select id from api_key where organisation_id = $1 and partner_id is null`, [
    vendor.organisation.id,
  ])
  assert.deepEqual(said(await vendor.admin.delete(`${keys}/${rows[0].id}`, own.named)), [404, keyNotFound])
})

test('what is not valid is refused with its place', async () => {
  const now = Math.floor(Date.now() / 1000)
  const [expiry, organization] = [
    ['body', 'expiresAtSeconds'],
    ['body', 'clientOrganizationId'],
  ]
  const cases: [object, unknown[]][] = [
    [{ expiresAtSeconds: now }, [...expiry, 'value_error']],
    [{ expiresAtSeconds: 1 }, [...expiry, 'value_error']],
    [{ expiresAtSeconds: 0 }, [...expiry, 'greater_than_equal']],
    [{ expiresAtSeconds: 253_402_300_800 }, [...expiry, 'less_than_equal']],
    [{ expiresAtSeconds: 1e30 }, [...expiry, 'less_than_equal']],
    [{ expiresAtSeconds: true }, [...expiry, 'int_type']],
    [{ expiresAtSeconds: '1798761600' }, [...expiry, 'int_type']],
    [{ expiresAtSeconds: 1.5 }, [...expiry, 'int_type']],
    [{ clientOrganizationId: 7 }, [...organization, 'string_type']],
    [{ clientOrganizationId: '  ' }, [...organization, 'string_too_short']],
    [{ clientOrganizationId: 'x'.repeat(101) }, [...organization, 'string_too_long']],
  ]
  for (const [body, fault] of cases)
    assert.deepEqual(faults(await partner.post(keys, body)), [422, [fault]], JSON.stringify(body))
  assert.deepEqual(faults(await partner.post(keys, undefined)), [422, [['body', 'missing']]])
  assert.deepEqual(faults(await partner.get(`${keys}?page_size=0&page_number=-1`)), [
    422,
    [
      ['query', 'page_size', 'greater_than_equal'],
      ['query', 'page_number', 'greater_than_equal'],
    ],
  ])
  assert.deepEqual(faults(await partner.get(`${keys}?page_size=101&page_number=x`)), [
    422,
    [
      ['query', 'page_size', 'less_than_equal'],
      ['query', 'page_number', 'int_parsing'],
    ],
  ])
  assert.deepEqual(faults(await partner.delete(`${keys}/${'x'.repeat(101)}`)), [
    422,
    [['path', 'api_key_id', 'string_too_long']],
  ])
  assert.equal((await make(partner, { expiresAtSeconds: 253_402_300_799, clientOrganizationId: null })).id.length, 30)
})

test('a client key is for a live client of the partner', async () => {
  const notFound = [404, { detail: 'Organization not found' }]
  const other = await newPartner()
  const foreign = (await other.partner.post('/v2/partner/organizations', { name: 'Foreign' })).body.id
  for (const clientOrganizationId of [foreign, 'orgn_unknown'])
    assert.deepEqual(said(await partner.post(keys, { clientOrganizationId })), notFound)
  const archived = await client('Archived')
  await at.database.query(`update client set status = 'ARCHIVED', archival_at = now() where id = $1`, [archived])
  assert.deepEqual(said(await partner.post(keys, { clientOrganizationId: archived })), [
    409,
    { detail: 'Organization is archived' },
  ])
})

test('twenty-five keys of a caller are active, however many are asked for at once', async () => {
  const own = await newPartner()
  const answers = await Promise.all(Array.from({ length: 30 }, () => own.partner.post(keys, {})))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [
    ...Array<number>(25).fill(201),
    ...Array<number>(5).fill(409),
  ])
  assert.deepEqual(answers.find(({ status }) => status === 409)?.body, tooMany)
  assert.equal((await vendor.admin.post(keys, {}, own.named)).status, 201)
  const ids = answers.flatMap(({ body }) => body.apiKeyId ?? [])
  await own.partner.delete(`${keys}/${ids[0]}`)
  await at.database.query(`update api_key set expires_at = created_at where id = $1`, [ids[1]])
  assert.deepEqual([(await own.partner.post(keys, {})).status, (await own.partner.post(keys, {})).status], [201, 201])
  assert.deepEqual(said(await own.partner.post(keys, {})), [409, tooMany])

  const pages = await Promise.all(
    [0, 1, 2, 9_007_199_254_740_991].map((page) => own.partner.get(`${keys}?page_number=${page}`)),
  )
  assert.deepEqual(
    pages.map(({ body: { apiKeys, ...rest } }) => [apiKeys.length, ...Object.values(rest)]),
    [
      [20, 26, 0, 20, true],
      [6, 26, 1, 20, false],
      [0, 26, 2, 20, false],
      [0, 26, 9_007_199_254_740_991, 20, false],
    ],
  )
  const seen = pages.flatMap(({ body }) => body.apiKeys.map(({ apiKeyId }: { apiKeyId: string }) => apiKeyId))
  assert.deepEqual([new Set(seen).size, seen], [26, seen.toSorted().toReversed()])
})

test('a key never holds more than the key that made it', async () => {
  const stored = async (id: string) => {
    const sql = 'select scopes, acts_for, expires_at, rate_limit_per_minute from api_key where id = $1'
    return (await at.database.query(sql, [id])).rows[0]
  }
  const { named } = await newPartner()
  const wide = await stored((await make(vendor.admin, {}, named)).id)
  assert.deepEqual([wide.scopes, wide.acts_for], [['clients:read', 'clients:write'], 'PARTNER'])
  assert.deepEqual([wide.expires_at, wide.rate_limit_per_minute], [null, 10_000])
  const narrow = await vendor.callerWith('clients:write', 'partners:read')
  assert.deepEqual((await stored((await make(narrow, {}, named)).id)).scopes, ['clients:write'])
  assert.deepEqual((await stored((await make(owner.caller)).id)).scopes.toSorted(), ['clients:read', 'clients:write'])

  const end = soon()
  const mortal = await make(owner.caller, { expiresAtSeconds: end })
  const child = await make(mortal.caller)
  assert.equal((await stored(child.id)).expires_at.getTime(), end * 1_000)
  assert.deepEqual(faults(await mortal.caller.post(keys, { expiresAtSeconds: end + 1 })), [
    422,
    [['body', 'expiresAtSeconds', 'value_error']],
  ])
})

test('a member reads its keys, and makes and deletes none', async () => {
  assert.equal((await member.caller.get(keys)).status, 200)
  assert.deepEqual(said(await member.caller.post(keys, {})), [403, adminRequired])
  assert.deepEqual(said(await member.caller.delete(`${keys}/key_unknown`)), [403, adminRequired])
})

test('a key has the role that its user has now', async () => {
  const admin = await at.join(partnerId, { role: 'ADMIN' })
  const { caller } = await make(admin.caller)
  assert.equal((await caller.get('/v2/partner/user')).body.role, 'ADMIN')
  assert.equal((await owner.caller.patch(`${users}/${admin.id}`, { role: 'MEMBER' })).status, 200)
  for (const url of [server.url, second.url]) {
    const now = callerOf(url, caller.key)
    assert.deepEqual(said(await now.post(keys, {})), [403, adminRequired])
    assert.deepEqual(said(await now.post('/v2/partner/organizations', { name: 'x' })), [403, adminRequired])
    assert.equal((await now.get('/v2/partner/user')).body.role, 'MEMBER')
  }
  await owner.caller.patch(`${users}/${admin.id}`, { role: 'OWNER' })
  assert.equal((await caller.post(keys, {})).status, 201)
})

test('the keys of a user who is removed stop at once on every node, and none is made meanwhile', async () => {
  const leaving = await at.join(partnerId, { role: 'ADMIN' })
  const organizationId = await client('Ends with its maker')
  const made = [await make(leaving.caller), await make(leaving.caller, { clientOrganizationId: organizationId })]
  const live = [leaving.caller, ...made.map(({ caller }) => caller)]
  const onBoth = live.flatMap(({ key }) => [server.url, second.url].map((url) => callerOf(url, key)))
  const check = () => Promise.all(onBoth.map((caller) => caller.get('/v2/partner/check')))
  assert.ok((await check()).every(({ status }) => status === 200))
  const [removed, ...late] = await Promise.all([
    owner.caller.delete(`${users}/${leaving.id}`),
    ...Array.from({ length: 8 }, () => leaving.caller.post(keys, {})),
  ])
  assert.equal(removed.status, 204)
  for (const { status, body } of await check())
    assert.deepEqual([status, body], [401, { detail: 'Unauthenticated request.' }])
  for (const { status, body } of late)
    if (status === 201)
      assert.equal((await callerOf(server.url, body.apiKeyToken).get('/v2/partner/check')).status, 401)
  const { rows } = await at.database.query(
    'select count(*)::int as live from api_key where user_id = $1 and revoked_at is null',
    [leaving.id],
  )
  assert.deepEqual(rows, [{ live: 0 }])
})

test('keys leave events, and no event holds a token', async () => {
  const own = await newPartner()
  const { id, caller } = await make(own.partner)
  await own.partner.delete(`${keys}/${id}`)
  const events = await vendor.admin.get(`/api/v1/events?partnerId=${own.partnerId}`)
  const types = events.body.data
    .filter(({ subjectId }: { subjectId: string }) => subjectId === id)
    .map(({ type }: { type: string }) => type)
  assert.deepEqual(types, ['partner-keys.delete', 'partner-keys.create'])
  assert.ok(!events.text.includes(caller.key))
})
