import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import pg from 'pg'
import { unseal } from '#/domains/organisations/index.ts'
import { type Answer, type Caller, callerOf, serverOfThisFile, type World, world } from '#/testing/world.ts'

const secret = 'the-secret-of-this-test-file-only'
let time = Date.parse('2026-03-02T09:30:00.000Z')
const server = await serverOfThisFile({
  now: () => new Date(time),
  settings: { SYMBOLON_SECRET: secret },
})
let vendor: World
let referrerId: string
let referrer: Caller

before(async () => {
  vendor = await world(server)
  referrerId = (await vendor.admin.post('/api/v1/partners', { name: 'Harbour Referrals' })).body.data.id
  referrer = await referralKeyOf(referrerId)
})

const partners = '/v2/referral/partners'
const minute = 60_000
/** Limits are counted by the minute of this clock. */
const nextMinute = () => void (time += minute)

// oxlint-disable-next-line typescript/no-explicit-any -- a test asserts on whatever came back
async function rowsOf(text: string, values: unknown[] = []): Promise<any[]> {
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  const { rows } = await client.query(text, values).finally(() => client.end())
  return rows
}

async function referralKeyOf(partnerId: string, more: object = {}): Promise<Caller> {
  const body = { name: 'Referral', scopes: ['clients:read', 'clients:write'], partnerId, actsFor: 'REFERRAL', ...more }
  const made = await vendor.admin.post('/api/v1/api-keys', body)
  assert.equal(made.status, 201, made.text)
  return callerOf(server.url, made.body.data.key)
}

async function newReferrer(name: string): Promise<Caller> {
  return await referralKeyOf((await vendor.admin.post('/api/v1/partners', { name })).body.data.id)
}

async function bring(caller: Caller, body: object): Promise<Answer['body']> {
  const made = await caller.post(partners, body)
  assert.equal(made.status, 201, made.text)
  return made.body
}

const statuses = (answers: Answer[]) => {
  const counted = Map.groupBy(answers, ({ status }) => status)
  return Object.fromEntries([...counted].map(([status, all]) => [status, all.length]))
}
const is = (answer: Answer, status: number, detail: unknown) =>
  assert.deepEqual([answer.status, answer.body], [status, { detail }])
const faultsOf = ({ body }: Answer) =>
  body.detail.map(({ loc, type }: { loc: (string | number)[]; type: string }) => [loc.join('.'), type])

test('a referral partner brings a partner, with a link for its owner and its clients in the order of the request', async () => {
  await bring(referrer, { name: 'Larch Books', clients: [{ name: 'Basalt Studio' }] })
  const made = await referrer.post(partners, {
    name: ' Ledgerline Advisors ',
    clients: [
      { name: 'Fernhill Foods', entityType: 'LLC', companyCountryCode: 'US', naics: '311', unknown: 1 },
      { name: 'FERNHILL foods' },
      { name: 'Basalt STUDIO' },
      { name: ' Äpfel & Co ' },
      { name: 'äpfel & co' },
    ],
    unknown: true,
  })
  assert.equal(made.status, 201, made.text)
  assert.equal(made.headers.get('cache-control'), 'no-store')
  const { partnerId, onboardingUrl, clients } = made.body
  assert.match(partnerId, /^ptn_[0-9A-HJKMNP-TV-Z]{26}$/)
  assert.match(onboardingUrl, /\/onboarding\?token=[\w-]{43}$/)
  const [first, , third] = clients
  assert.match(first.organizationId, /^orgn_/)
  assert.deepEqual(made.body, {
    partnerId,
    name: 'Ledgerline Advisors',
    onboardingUrl,
    clients: [
      {
        name: 'Fernhill Foods',
        status: 'CREATED',
        organizationId: first.organizationId,
        description: 'Organization created',
      },
      {
        name: 'Basalt STUDIO',
        status: 'ERROR',
        organizationId: null,
        description: 'An organization with this name already exists',
      },
      {
        name: 'Äpfel & Co',
        status: 'CREATED',
        organizationId: third.organizationId,
        description: 'Organization created',
      },
    ],
  })
  const rows = await rowsOf('select source, entity_type, country, naics, industry from client where id = $1', [
    first.organizationId,
  ])
  assert.deepEqual(rows, [
    { source: 'REFERRAL', entity_type: 'LLC', country: 'US', naics: '311', industry: 'Manufacturing' },
  ])
})

test('the list has what the caller has brought, newest first, and never a link', async () => {
  const caller = await newReferrer('Pinewood Referrals')
  const one = await bring(caller, { name: 'One' })
  const two = await bring(caller, { name: 'Two', ownerEmail: 'owner@two.example.com' })
  const item = (partnerId: string, name: string, status: string) => ({
    partnerId,
    name,
    status,
    onboardingUrl: null,
    createdAt: new Date(time).toISOString(),
  })
  const items = [item(two.partnerId, 'Two', 'ACTIVE'), item(one.partnerId, 'One', 'PENDING_ONBOARDING')]
  assert.deepEqual((await caller.get(partners)).body, { items, total: 2, page: 1, size: 50, pages: 1 })
  assert.deepEqual((await caller.get(`${partners}?size=1&page=2`)).body, {
    items: [items[1]],
    total: 2,
    page: 2,
    size: 1,
    pages: 2,
  })
  const past = await caller.get(`${partners}?page=9007199254740991&size=100`)
  assert.deepEqual([past.status, past.body.items, past.body.total, past.body.pages], [200, [], 2, 1])
  assert.deepEqual((await (await newReferrer('Nobody yet')).get(partners)).body, {
    items: [],
    total: 0,
    page: 1,
    size: 50,
    pages: 0,
  })
  const wrong = await caller.get(`${partners}?page=0&size=101`)
  assert.equal(wrong.status, 422)
  assert.deepEqual(faultsOf(wrong), [
    ['query.page', 'greater_than_equal'],
    ['query.size', 'less_than_equal'],
  ])
})

test('an owner who is named is there at once, and gets a letter with a link and no password', async () => {
  nextMinute()
  const made = await bring(referrer, { name: 'Owned', ownerEmail: ' Owner@Owned.example.com ', clients: [] })
  assert.deepEqual(made, { partnerId: made.partnerId, name: 'Owned', onboardingUrl: null, clients: null })
  const users = await rowsOf(
    'select email, role, status, first_name, password_hash from partner_user where partner_id = $1',
    [made.partnerId],
  )
  assert.deepEqual(users, [
    { email: 'Owner@Owned.example.com', role: 'OWNER', status: 'ACTIVE', first_name: null, password_hash: null },
  ])
  const letters = await rowsOf('select body from mail where recipient = $1', ['Owner@Owned.example.com'])
  assert.equal(letters.length, 1)
  assert.match(letters[0].body, /\/invitation\?token=[\w-]{43}\n/)
  is(await referrer.post(`${partners}/${made.partnerId}/onboarding-url`), 409, 'The partner has completed onboarding')
})

test('of 24 equal partners at once one is made; another caller may have one of the same name', async () => {
  nextMinute()
  const [one, other] = await Promise.all([newReferrer('First of two'), newReferrer('Second of two')])
  const names = Array.from({ length: 24 }, (_, i) => (i % 2 ? 'Twice Ä' : 'TWICE ä'))
  const [many, single] = await Promise.all([
    Promise.all(names.map((name) => one.post(partners, { name }))),
    other.post(partners, { name: 'Twice Ä' }),
  ])
  assert.deepEqual([statuses(many), single.status], [{ 201: 1, 409: 23 }, 201])
  is(many.find(({ status }) => status === 409) as Answer, 409, 'A partner with this name already exists')
  assert.equal((await one.get(partners)).body.total, 1)
  is(await vendor.admin.post(partners, { name: 'twice ä' }), 409, 'A partner with this name already exists')
})

test('of two partners that bring a client of one name at once, one has it', async () => {
  const caller = await newReferrer('Collisions')
  const clients = [{ name: 'Left' }, { name: 'Right' }]
  const made = await Promise.all([
    ...Array.from({ length: 6 }, (_, i) => bring(caller, { name: `Partner ${i}`, clients })),
    ...Array.from({ length: 6 }, (_, i) => bring(caller, { name: `Mirror ${i}`, clients: clients.toReversed() })),
  ])
  const results = made.flatMap((one) => one.clients)
  assert.equal(results.length, 24)
  assert.deepEqual(
    results
      .filter(({ status }) => status === 'CREATED')
      .map(({ name }) => name)
      .toSorted(),
    ['Left', 'Right'],
  )
})

test('the organisation owns every partner, and what it makes belongs to no referral partner', async () => {
  const own = await world(server)
  const plain = (await own.admin.post('/api/v1/partners', { name: 'Made before' })).body.data.id
  const made = await bring(own.admin, { name: 'Made here', clients: [{ name: 'Fernhill Foods' }] })
  const listed = await own.admin.get(partners)
  assert.deepEqual(
    listed.body.items.map(({ partnerId }: { partnerId: string }) => partnerId),
    [made.partnerId, plain],
  )
  const rows = await rowsOf('select from sub_partner where partner_id = $1', [made.partnerId])
  assert.equal(rows.length, 0)
  is(await own.admin.post(partners, { name: 'MADE before' }), 409, 'A partner with this name already exists')
  const second = await bring(own.admin, { name: 'Second', clients: [{ name: 'fernhill foods' }] })
  assert.equal(second.clients[0].status, 'ERROR')
  assert.equal((await own.admin.post(`${partners}/${plain}/onboarding-url`)).status, 200)
})

test('what is not valid is named where the caller sent it, and nothing is made', async () => {
  nextMinute()
  const total = (await referrer.get(partners)).body.total
  const wrong = await referrer.post(partners, {
    name: ' ',
    ownerEmail: 'nobody',
    clients: [
      { name: 'Fine' },
      { name: 'x'.repeat(256), companyCountryCode: 'UK', entityType: 'GmbH', firstOperationsDate: '0000-01-01' },
      { naics: '12345678901', ein: 7, businessDescription: 'x'.repeat(2001) },
      7,
    ],
  })
  assert.equal(wrong.status, 422)
  assert.deepEqual(faultsOf(wrong).toSorted(), [
    ['body.clients.1.companyCountryCode', 'enum'],
    ['body.clients.1.entityType', 'enum'],
    ['body.clients.1.firstOperationsDate', 'date_from_datetime_parsing'],
    ['body.clients.1.name', 'string_too_long'],
    ['body.clients.2.businessDescription', 'string_too_long'],
    ['body.clients.2.ein', 'string_type'],
    ['body.clients.2.naics', 'string_too_long'],
    ['body.clients.2.name', 'missing'],
    ['body.clients.3', 'model_attributes_type'],
    ['body.name', 'string_too_short'],
    ['body.ownerEmail', 'value_error'],
  ])
  const country = wrong.body.detail.find(({ loc }: { loc: unknown[] }) => loc.includes('companyCountryCode'))
  assert.deepEqual([country.loc, country.input], [['body', 'clients', 1, 'companyCountryCode'], 'UK'])
  const many = await referrer.post(partners, {
    name: 'Many',
    clients: Array.from({ length: 21 }, () => ({ name: 'C' })),
  })
  assert.deepEqual(many.body.detail, [
    {
      type: 'too_long',
      loc: ['body', 'clients'],
      msg: 'List should have at most 20 items after validation, not 21',
      input: Array.from({ length: 21 }, () => ({ name: 'C' })),
      ctx: { field_type: 'List', max_length: 20, actual_length: 21 },
    },
  ])
  assert.deepEqual(faultsOf(await referrer.post(partners)), [['body', 'missing']])
  assert.equal((await referrer.get(partners)).body.total, total)
})

test('a link can be made again until there is an owner, for own partners alone', async () => {
  const made = await bring(referrer, { name: 'Linked' })
  const again = await referrer.post(`${partners}/${made.partnerId}/onboarding-url`)
  assert.equal(again.status, 200, again.text)
  assert.equal(again.headers.get('cache-control'), 'no-store')
  const { onboardingUrl } = again.body
  assert.match(onboardingUrl, /\/onboarding\?token=[\w-]{43}$/)
  assert.notEqual(onboardingUrl, made.onboardingUrl)
  assert.deepEqual(again.body, { partnerId: made.partnerId, name: 'Linked', onboardingUrl, clients: null })
  const stranger = await newReferrer('A stranger')
  const foreign = (await world(server)).admin
  for (const caller of [stranger, foreign])
    is(await caller.post(`${partners}/${made.partnerId}/onboarding-url`), 404, 'Partner not found')
  is(await referrer.post(`${partners}/ptn_unknown/onboarding-url`), 404, 'Partner not found')
  is(await referrer.post(`${partners}/${referrerId}/onboarding-url`), 404, 'Partner not found')
})

test('the clients of a sub-partner are listed newest first, or by their exact name', async () => {
  const clients = [{ name: 'Fernhill 1' }, { name: 'Fernhill' }, { name: '100% Wool' }]
  const made = await bring(await newReferrer('Has clients'), { name: 'Clients', clients })
  const list = `${partners}/${made.partnerId}/organizations`
  const caller = vendor.admin
  const createdAt = new Date(time).toISOString()
  const items = made.clients
    .map(({ organizationId, name }: { organizationId: string; name: string }) => ({ organizationId, name, createdAt }))
    .toReversed()
  assert.deepEqual((await caller.get(list)).body, { items, total: 3, page: 1, size: 50, pages: 1 })
  assert.deepEqual((await caller.get(`${list}?size=2&page=2`)).body.items, [items[2]])
  assert.deepEqual((await caller.get(`${list}?name=%20fernHILL%20`)).body, {
    items: [items[1]],
    total: 1,
    page: 1,
    size: 50,
    pages: 1,
  })
  assert.equal((await caller.get(`${list}?name=fern%25`)).body.total, 0)
  assert.equal((await caller.get(`${list}?name=`)).body.total, 3)
  const past = await caller.get(`${list}?page=9007199254740991`)
  assert.deepEqual([past.body.items, past.body.total], [[], 3])
  is(await referrer.get(list), 404, 'Partner not found')
})

test('details are changed, cleared, and named in the order of the table', async () => {
  nextMinute()
  const made = await bring(referrer, { name: 'Detailed', clients: [{ name: 'Detail', dba: 'Old', ein: '12-3456789' }] })
  const { organizationId } = made.clients[0]
  const path = `${partners}/${made.partnerId}/organizations/${organizationId}`
  const all = {
    businessName: 'Detail Ltd',
    entityType: 'C_CORPORATION',
    dba: 'New',
    ein: '98-7654321',
    incorporationState: 'IL',
    companyAddress1: '12 Mill Lane',
    companyAddress2: ' ',
    companyCity: 'Springfield',
    companyState: 'IL',
    companyPostalCode: '62701',
    companyCountryCode: 'ZZ_EU',
    businessDescription: 'Foods',
    firstOperationsDate: '2020-02-29',
    naics: '541',
    businessPhone: '555',
    businessEmail: 'no address',
  }
  const reversed = Object.fromEntries(Object.entries(all).toReversed())
  const changed = await referrer.patch(path, { ...reversed, name: 'Not here', unknown: 1 })
  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual(changed.body, { organizationId, updatedFields: Object.keys(all) })
  const stored = async () => {
    const [row] = await rowsOf('select * from client where id = $1', [organizationId])
    return row
  }
  const row = await stored()
  assert.deepEqual(
    [row.name, row.legal_name, row.entity_type, row.trade_name, row.incorporation_state],
    ['Detail', 'Detail Ltd', 'C_CORPORATION', 'New', 'IL'],
  )
  assert.deepEqual(
    [row.street1, row.street2, row.city, row.state, row.postal_code, row.country],
    ['12 Mill Lane', null, 'Springfield', 'IL', '62701', 'ZZ_EU'],
  )
  assert.deepEqual(
    [row.business_description, row.naics, row.industry, row.contact_phone, row.contact_email, row.ein_last_four],
    ['Foods', '541', 'Professional, Scientific, and Technical Services', '555', 'no address', '4321'],
  )
  assert.equal(unseal(secret, 'ein', row.ein_sealed), '98-7654321')
  assert.deepEqual((await referrer.patch(path, { businessEmail: 'office@x.example', dba: null })).body, {
    organizationId,
    updatedFields: ['dba', 'businessEmail'],
  })
  assert.deepEqual((await referrer.patch(path, {})).body, { organizationId, updatedFields: [] })
  const cleared = Object.fromEntries(Object.keys(all).map((key) => [key, null]))
  assert.deepEqual((await referrer.patch(path, cleared)).body.updatedFields, Object.keys(all))
  const bare = await stored()
  assert.deepEqual([bare.ein_sealed, bare.ein_last_four, bare.industry, bare.country], [null, null, null, null])
  const events = await rowsOf('select before, after from event where subject_id = $1 order by id', [organizationId])
  assert.deepEqual(events[0].after, {
    name: 'Detail',
    source: 'REFERRAL',
    isTest: false,
    tradeName: 'Old',
    ein: '**-***6789',
  })
  assert.equal(events.length, 4)
  assert.deepEqual([events[1].before.ein, events[1].after.ein], ['**-***6789', '**-***4321'])
  assert.deepEqual(events[2], {
    before: { tradeName: 'New', contactEmail: 'no address' },
    after: { tradeName: null, contactEmail: 'office@x.example' },
  })
  assert.doesNotMatch(JSON.stringify(events), /3456789|7654321|sealed/)
})

test('only an active client of an own partner is changed', async () => {
  nextMinute()
  const made = await bring(referrer, { name: 'Guarded', clients: [{ name: 'Guarded client' }] })
  const other = await bring(referrer, { name: 'Guarded too', clients: [{ name: 'Guarded client too' }] })
  const { organizationId } = made.clients[0]
  const path = (partnerId: string, id: string) => `${partners}/${partnerId}/organizations/${id}`
  const body = { dba: 'x' }
  const stranger = await newReferrer('Another stranger')
  const foreign = (await world(server)).admin
  for (const caller of [stranger, foreign])
    is(await caller.patch(path(made.partnerId, organizationId), body), 404, 'Partner not found')
  is(await referrer.patch(path(other.partnerId, organizationId), body), 404, 'Organization not found')
  is(await referrer.patch(path(made.partnerId, 'orgn_unknown'), body), 404, 'Organization not found')
  const wrong = await referrer.patch(path('ptn_unknown', 'orgn_unknown'), {
    companyCountryCode: '',
    firstOperationsDate: 7,
  })
  assert.deepEqual(faultsOf(wrong), [
    ['body.companyCountryCode', 'enum'],
    ['body.firstOperationsDate', 'string_type'],
  ])
  assert.deepEqual(faultsOf(await referrer.patch(path(made.partnerId, organizationId))), [['body', 'missing']])
  await rowsOf("update client set status = 'ARCHIVED', archival_at = now() where id = $1", [organizationId])
  is(await referrer.patch(path(made.partnerId, organizationId), body), 409, 'Organization is archived')
  const again = await bring(referrer, { name: 'After the archive', clients: [{ name: 'guarded CLIENT' }] })
  assert.equal(again.clients[0].status, 'CREATED')
})

test('keys of partners and of clients, and keys without the scope, open nothing here', async () => {
  const forbidden = 'This API key cannot be used for this endpoint.'
  const own = await vendor.callerBoundTo(referrerId)
  const clientKey = await bring(referrer, { name: 'Keyed', clients: [{ name: 'Keyed client' }] })
  const ofClient = await vendor.callerBoundTo(referrerId)
  await rowsOf("update api_key set acts_for = 'CLIENT', client_id = $1 where hash = sha256($2::bytea)", [
    clientKey.clients[0].organizationId,
    ofClient.key,
  ])
  const reader = await referralKeyOf(referrerId, { scopes: ['clients:read'] })
  const calls: [string, string][] = [
    ['GET', partners],
    ['POST', partners],
    ['POST', `${partners}/x/onboarding-url`],
    ['GET', `${partners}/x/organizations`],
    ['PATCH', `${partners}/x/organizations/y`],
    ['POST', '/v2/referral/api_keys/rotate'],
  ]
  for (const [method, path] of calls) {
    for (const caller of [own, ofClient]) is(await caller.send(method, path), 403, forbidden)
    if (method !== 'GET') is(await reader.send(method, path), 403, forbidden)
    is(await callerOf(server.url, '').send(method, path), 401, 'API key is missing or empty.')
    is(await callerOf(server.url, 'sym_unknown').send(method, path), 401, 'Unauthenticated request.')
  }
  assert.equal((await reader.get(partners)).status, 200)
  is(await vendor.admin.post('/v2/referral/api_keys/rotate'), 403, forbidden)
})

test('a key is rotated by itself: the old one is dead at once, the new one is like it', async () => {
  const expiresAt = '2030-01-01T00:00:00.000Z'
  const caller = await referralKeyOf(referrerId, { name: 'Rotating', expiresAt, rateLimitPerMinute: 77 })
  const rotated = await caller.post('/v2/referral/api_keys/rotate')
  assert.equal(rotated.status, 200, rotated.text)
  assert.equal(rotated.headers.get('cache-control'), 'no-store')
  assert.deepEqual(Object.keys(rotated.body), ['apiKey'])
  is(await caller.get(partners), 401, 'Unauthenticated request.')
  const next = callerOf(server.url, rotated.body.apiKey)
  assert.deepEqual((await next.get(partners)).body, (await referrer.get(partners)).body)
  const { data } = (await vendor.admin.get('/api/v1/api-keys?limit=100')).body
  const { id, createdAt, lastUsedAt, ...key } = data.find(({ name }: { name: string }) => name === 'Rotating')
  assert.deepEqual([typeof id, createdAt, lastUsedAt], ['string', new Date(time).toISOString(), null])
  assert.deepEqual(key, {
    name: 'Rotating',
    scopes: ['clients:read', 'clients:write'],
    actsFor: 'REFERRAL',
    partnerId: referrerId,
    expiresAt,
    rateLimitPerMinute: 77,
  })
  const rows = await rowsOf('select type from event where partner_id = $1 and actor_name = $2 order by id', [
    referrerId,
    'Rotating',
  ])
  assert.deepEqual(rows, [{ type: 'api-keys.revoke' }, { type: 'api-keys.create' }])
})

test('of eight rotations at once one wins', async () => {
  const caller = await referralKeyOf(referrerId, { name: 'Raced' })
  const answers = await Promise.all(Array.from({ length: 8 }, () => caller.post('/v2/referral/api_keys/rotate')))
  assert.deepEqual(statuses(answers), { 200: 1, 401: 7 })
  const rows = await rowsOf("select from api_key where name = 'Raced' and revoked_at is null")
  assert.equal(rows.length, 1)
})

test('the two writes have a limit of their own: 30 a minute, by key', async () => {
  nextMinute()
  const caller = await newReferrer('Limited')
  const calls = (count: number, call: () => Promise<Answer>) => Promise.all(Array.from({ length: count }, call))
  const creates = await calls(31, () => caller.post(partners, {}))
  assert.deepEqual(statuses(creates), { 422: 30, 429: 1 })
  const patches = await calls(31, () => caller.patch(`${partners}/x/organizations/y`, {}))
  assert.deepEqual(statuses(patches), { 404: 30, 429: 1 })
  const refused = await caller.post(partners, { name: 'Too many' })
  is(refused, 429, 'Rate limit exceeded')
  assert.match(refused.headers.get('retry-after') ?? '', /^([1-9]|[1-5]\d|60)$/)
  assert.equal((await caller.get(partners)).status, 200)
  assert.equal((await referrer.post(partners, {})).status, 422)
  nextMinute()
  assert.equal((await caller.post(partners, { name: 'In time' })).status, 201)
})

test('a sub-partner that was merged leads to the one it became', async () => {
  const going = await bring(referrer, { name: 'Going', clients: [{ name: 'Goes along' }] })
  const staying = await bring(referrer, { name: 'Staying' })
  const merged = await vendor.admin.post(`/api/v1/partners/${staying.partnerId}/merge`, { partnerId: going.partnerId })
  assert.equal(merged.status, 200, merged.text)
  const listed = await referrer.get(`${partners}/${going.partnerId}/organizations`)
  assert.deepEqual(
    listed.body.items.map(({ name }: { name: string }) => name),
    ['Goes along'],
  )
  const { items } = (await referrer.get(`${partners}?size=100`)).body
  assert.ok(!items.some(({ partnerId }: { partnerId: string }) => partnerId === going.partnerId))
  assert.equal((await bring(referrer, { name: 'Going' })).name, 'Going')
})

test('a referral partner that was merged goes on as the one it became, with its key and what it has brought', async () => {
  nextMinute()
  const make = async (name: string) => (await vendor.admin.post('/api/v1/partners', { name })).body.data.id
  const [going, staying] = [await make('Going referrer'), await make('Staying referrer')]
  const [caller, other] = [await referralKeyOf(going), await referralKeyOf(staying)]
  const before = await bring(caller, { name: 'Before the merge' })
  const merged = await vendor.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })
  assert.equal(merged.status, 200, merged.text)
  const after = await bring(caller, { name: 'After the merge' })
  is(await other.post(partners, { name: 'BEFORE the merge' }), 409, 'A partner with this name already exists')
  const listed = (await other.get(partners)).body.items.map(({ partnerId }: { partnerId: string }) => partnerId)
  assert.deepEqual(listed, [after.partnerId, before.partnerId])
  assert.equal((await caller.post('/v2/referral/api_keys/rotate')).status, 200)
})
