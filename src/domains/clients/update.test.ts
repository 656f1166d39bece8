import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { runSql } from '#/testing/sql.ts'
import { type Answer, type Caller, callerOf, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
let vendor: World
let partnerId: string
let partner: Caller

before(async () => {
  vendor = await world(server)
  partnerId = (await vendor.admin.post('/api/v1/partners', { name: 'Ledgerline Advisors' })).body.data.id
  partner = await vendor.callerBoundTo(partnerId)
})

const organizations = '/v2/partner/organizations'

async function create(name: string, caller = partner): Promise<{ id: string; [key: string]: unknown }> {
  const made = await caller.post(organizations, { name })
  assert.equal(made.status, 201, made.text)
  return made.body
}

const put = (id: string, body: unknown, caller = partner) => caller.put(`${organizations}/${id}`, body)
const faults = ({ body }: Answer) =>
  body.detail.map(({ loc, type }: { loc: string[]; type: string }) => `${loc.join('.')} ${type}`)
const stored = async (id: string) => (await runSql(server, 'select * from client where id = $1', [id]))[0]
const eventsOf = async (id: string) =>
  (await vendor.admin.get(`/api/v1/events?limit=100`)).body.data.filter(
    (event: { subjectId: string }) => event.subjectId === id,
  )

test('PUT changes the fields that are given, clears what is null, and records what differs', async () => {
  const made = await create('Fernhill Foods')
  const full = {
    name: ' Fernhill Foods Ltd ',
    street1: '12 Mill Lane',
    street2: null,
    city: 'Springfield',
    state: 'IL',
    postalCode: '62701',
    country: 'US',
    ein: 'unknown here',
  }
  const answer = await put(made.id, full)
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(answer.body, { ...made, name: 'Fernhill Foods Ltd' })
  const [event] = await eventsOf(made.id)
  assert.equal(event.type, 'clients.update')
  assert.deepEqual(event.before, {
    name: 'Fernhill Foods',
    street1: null,
    city: null,
    state: null,
    postalCode: null,
    country: null,
  })
  assert.deepEqual(event.after, {
    name: 'Fernhill Foods Ltd',
    street1: '12 Mill Lane',
    city: 'Springfield',
    state: 'IL',
    postalCode: '62701',
    country: 'US',
  })
  assert.equal((await put(made.id, { city: '  ', name: null })).body.name, null)
  const { city, name, street1 } = await stored(made.id)
  assert.deepEqual({ city, name, street1 }, { city: null, name: null, street1: '12 Mill Lane' })
})

test('a PUT of nothing, or of what is there already, is 200 and leaves no event', async () => {
  const made = await create('Still Water')
  const was = await stored(made.id)
  for (const body of [{}, { name: ' Still Water', street1: null, city: '' }, { unknown: 1 }]) {
    const answer = await put(made.id, body)
    assert.deepEqual([answer.status, answer.body], [200, made])
  }
  assert.deepEqual(await stored(made.id), was)
  assert.equal((await eventsOf(made.id)).length, 1)
})

test('limits are those of the contract, measured in code points after trimming', async () => {
  const { id } = await create('Limits')
  const most = { name: 200, street1: 200, street2: 200, city: 100, state: 100, postalCode: 20, country: 100 }
  const of = (extra: number) =>
    Object.fromEntries(Object.entries(most).map(([key, max]) => [key, ` ${'𝒳'.repeat(max + extra)} `]))
  assert.equal((await put(id, of(0))).status, 200)
  assert.equal((await stored(id)).name, '𝒳'.repeat(200))
  const tooLong = await put(id, of(1))
  assert.equal(tooLong.status, 422)
  assert.deepEqual(
    faults(tooLong),
    Object.keys(most).map((key) => `body.${key} string_too_long`),
  )
  assert.deepEqual(tooLong.body.detail[0].ctx, { max_length: 200 })
  assert.deepEqual(faults(await put(id, { name: ' \n' })), ['body.name string_too_short'])
  assert.deepEqual(faults(await put(id, { name: 7, city: true, state: ['x'] })), [
    'body.name string_type',
    'body.city string_type',
    'body.state string_type',
  ])
  assert.deepEqual(faults(await put(id, { city: 'a\0b' })), ['body.city value_error'])
  assert.deepEqual(faults(await partner.put(`${organizations}/${id}`)), ['body missing'])
  assert.deepEqual(faults(await put(id, [])), ['body model_attributes_type'])
})

test('a name of 201 to 255 that POST made stays, and cannot be sent again', async () => {
  for (const length of [201, 255]) {
    const made = await create('é'.repeat(length))
    assert.equal((await put(made.id, { city: 'Springfield' })).body.name, 'é'.repeat(length))
    assert.deepEqual(faults(await put(made.id, { name: 'é'.repeat(length) })), ['body.name string_too_long'])
  }
  assert.deepEqual(faults(await partner.post(organizations, { name: 'é'.repeat(256) })), ['body.name string_too_long'])
})

test('another active organization’s name is 409, in whatever case, and an archived one’s is free', async () => {
  const [taken, other] = [await create('Amber Works'), await create('Birch Works')]
  const answer = await put(other.id, { name: 'AMBER works' })
  assert.deepEqual([answer.status, answer.body], [409, { detail: 'An organization with this name already exists' }])
  assert.equal((await stored(other.id)).name, 'Birch Works')
  assert.equal((await put(taken.id, { name: 'AMBER works' })).status, 200)
  await vendor.admin.post(`/api/v1/clients/${taken.id}/archive`, {})
  assert.equal((await put(other.id, { name: 'amber works' })).status, 200)
})

test('an archived organization is 409, and what is not in the portfolio is 404', async () => {
  const { id } = await create('Gone Soon')
  await vendor.admin.post(`/api/v1/clients/${id}/archive`, {})
  for (const body of [{ city: 'Springfield' }, {}]) {
    const archived = await put(id, body)
    assert.deepEqual([archived.status, archived.body], [409, { detail: 'Organization is archived' }])
  }
  const stranger = await world(server)
  const strangersPartner = (await stranger.admin.post('/api/v1/partners', { name: 'Elsewhere' })).body.data.id
  const other = (await vendor.admin.post('/api/v1/partners', { name: 'Other' })).body.data.id
  const callers = [await stranger.callerBoundTo(strangersPartner), await vendor.callerBoundTo(other)]
  for (const [caller, whose] of [
    [callers[0], id] as const,
    [callers[1], id] as const,
    [partner, 'no%2Fsuch'] as const,
  ]) {
    const answer = await put(whose, { city: 'X' }, caller)
    assert.deepEqual([answer.status, answer.body], [404, { detail: 'Organization not found' }])
  }
})

async function keyOf(settings: { userId?: string; scopes?: string[]; actsFor?: string; clientId?: string }) {
  const caller = await vendor.callerBoundTo(partnerId)
  await runSql(
    server,
    `update api_key set user_id = $2, scopes = coalesce($3, scopes), acts_for = coalesce($4, acts_for), client_id = $5
    where organisation_id = $1 and id = (select max(id) from api_key where organisation_id = $1)`,
    [vendor.organisation.id, settings.userId ?? null, settings.scopes ?? null, settings.actsFor, settings.clientId],
  )
  return callerOf(server.url, caller.key)
}

test('a MEMBER sees and changes what is assigned to it, and creates nothing', async () => {
  const [its, other] = [await create('Its own client'), await create('Not its client')]
  await runSql(
    server,
    `insert into partner_user (organisation_id, id, partner_id, email, role, status, created_at, updated_at)
    values ($1, 'pusr_kim', $2, 'kim@ledgerline.example.com', 'MEMBER', 'ACTIVE', now(), now())`,
    [vendor.organisation.id, partnerId],
  )
  await runSql(server, `insert into client_assignment values ($1, $2, 'pusr_kim', null, now())`, [
    vendor.organisation.id,
    its.id,
  ])
  const member = await keyOf({ userId: 'pusr_kim' })
  assert.equal((await put(its.id, { city: 'Springfield' }, member)).status, 200)
  const refused = await put(other.id, { city: 'Springfield' }, member)
  assert.deepEqual([refused.status, refused.body], [404, { detail: 'Organization not found' }])
  const made = await member.post(organizations, { name: 'New' })
  assert.deepEqual([made.status, made.body], [403, { detail: 'Admin access required for this endpoint.' }])
  const list = await member.get(`${organizations}/list`)
  assert.deepEqual([list.body.total, list.body.items[0].id], [1, its.id])
  assert.deepEqual((await member.get(`${organizations}/summary`)).body, {
    total: 1,
    active: 1,
    onboarding: 0,
    industries: 0,
  })
})

test('a key of a client, or without the scope, is 403; no key is 401', async () => {
  const { id } = await create('Scoped')
  const reader = await keyOf({ scopes: ['clients:read'] })
  const ofClient = await keyOf({ actsFor: 'CLIENT', clientId: id })
  const forbidden = { detail: 'This API key cannot be used for this endpoint.' }
  for (const caller of [reader, ofClient]) {
    const answer = await put(id, { name: 7 }, caller)
    assert.deepEqual([answer.status, answer.body], [403, forbidden])
  }
  assert.equal((await reader.get(`${organizations}/list`)).status, 200)
  assert.deepEqual((await ofClient.get(`${organizations}/list`)).body, forbidden)
  const writer = await keyOf({ scopes: ['clients:write'] })
  assert.deepEqual((await writer.get(`${organizations}/summary`)).body, forbidden)
  const nobody = await put(id, {}, callerOf(server.url, ''))
  assert.deepEqual([nobody.status, nobody.body], [401, { detail: 'API key is missing or empty.' }])
})

test('the partner stands in the header alone: in a body or a query its name is an unknown key', async () => {
  const { id } = await create('Header only')
  assert.equal((await put(id, { partnerId: 7 })).status, 200)
  assert.equal((await partner.get(`${organizations}/list?partnerId=ptn_unknown`)).status, 200)
  assert.equal((await vendor.admin.get(`${organizations}/list?partnerId=${partnerId}`)).status, 400)
})

test('of 24 organizations renamed alike at once, one gets the name', async () => {
  const all = await Promise.all(Array.from({ length: 24 }, (_, i) => create(`Racer ${i}`)))
  const answers = await Promise.all(all.map(({ id }, i) => put(id, { name: i % 2 ? 'ÉCLAIR one' : 'éclair ONE' })))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, ...Array.from({ length: 23 }, () => 409)])
})

test('24 equal PUTs at once are 200 each, and leave one event', async () => {
  const { id } = await create('Equal')
  const answers = await Promise.all(
    Array.from({ length: 24 }, () => put(id, { name: 'Equal Ltd', city: 'Springfield' })),
  )
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  assert.equal((await eventsOf(id)).length, 2)
})

test('any name that POST takes comes back as it was sent, and PostgreSQL decides which names are one', async () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => !text.includes('\0'))
  await fc.assert(
    fc.asyncProperty(name, async (text) => {
      const made = await partner.post(organizations, { name: text })
      if (text.trim() === '') return assert.equal(made.status, 422)
      if (made.status === 409) return
      assert.equal(made.status, 201, made.text)
      assert.equal(made.body.name, text.trim())
      for (const again of new Set([text.toUpperCase(), text.toLowerCase()])) {
        const [row] = await runSql(server, 'select lower($1) = lower($2) as same', [text.trim(), again.trim()])
        const next = await partner.post(organizations, { name: again })
        if (row.same) assert.equal(next.status, 409, JSON.stringify([text, again]))
        else assert.notEqual(next.status, 422)
      }
    }),
    { numRuns: 60 },
  )
})
