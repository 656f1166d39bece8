import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { people } from '#/testing/people.ts'
import { type Answer, type Caller, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const vendor = await world(server)
const at = await people(server, vendor)
const assignments = '/v2/partner/user-assignments'
const adminRequired = { detail: 'Admin access required for this endpoint.' }
const organizationNotFound = { detail: 'Organization not found' }
const userNotFound = { detail: 'Partner user not found' }

const newPartner = async () => {
  const made = await vendor.admin.post('/api/v1/partners', { name: `Advisors ${randomUUID()}` })
  return { partnerId: made.body.data.id as string, partner: await vendor.callerBoundTo(made.body.data.id) }
}
const { partnerId, partner } = await newPartner()
const owner = await at.join(partnerId, { role: 'OWNER' })
const member = await at.join(partnerId, { role: 'MEMBER' })
const other = await at.join(partnerId, { role: 'MEMBER' })

const said = ({ status, body }: Answer) => [status, body]
const faults = ({ status, body }: Answer) => [
  status,
  body.detail.map(({ loc, type, ctx }: { loc: unknown[]; type: string; ctx?: { actual_length: number } }) => [
    ...loc,
    type,
    ...(ctx?.actual_length === undefined ? [] : [ctx.actual_length]),
  ]),
]
const client = async (name: string, of: Caller = partner) =>
  (await of.post('/v2/partner/organizations', { name })).body.id as string
type Pair = { partnerUserId: string; organizationId: string }
const pairsOf = (body: Pair[]) => body.map((pair) => [pair.partnerUserId, pair.organizationId])
const assign = (caller: Caller, partnerUserIds: unknown, organizationIds: unknown) =>
  caller.post(assignments, { partnerUserIds, organizationIds })
const set = (caller: Caller, partnerUserIds: unknown, organizationIds: unknown) =>
  caller.put(assignments, { partnerUserIds, organizationIds })
const itemOf = async (id: string, caller: Caller = partner) =>
  (await caller.get(`${assignments}?client_id=${id}`)).body.items[0]

test('every user is assigned to every organization, and what stands already stays', async () => {
  const [one, two] = [await client('Fernhill Foods'), await client('Basalt Studio')]
  const first = await assign(owner.caller, [member.id], [one])
  assert.equal(first.status, 201, first.text)
  const [{ createdAt, ...pair }] = first.body
  assert.deepEqual(pair, { partnerUserId: member.id, organizationId: one, partnerId, assignedBy: owner.id })
  assert.match(createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  const all = await assign(partner, [other.id, member.id, other.id], [` ${two} `, one, one])
  assert.deepEqual(pairsOf(all.body), [
    [other.id, two],
    [other.id, one],
    [member.id, two],
    [member.id, one],
  ])
  assert.deepEqual(all.body[3], first.body[0])
  assert.equal(all.body[0].assignedBy, null)
  assert.deepEqual(said(await assign(partner, [member.id], [one])), [201, first.body])
  assert.deepEqual(said(await set(owner.caller, [member.id], [one])), [200, first.body])
})

test('setting removes who is not listed, adds who is, and touches no other organization', async () => {
  const [one, two] = [await client('Set one'), await client('Set two')]
  const before = (await assign(owner.caller, [member.id, owner.id], [one, two])).body
  const answer = await set(partner, [owner.id, other.id], [one])
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(pairsOf(answer.body), [
    [owner.id, one],
    [other.id, one],
  ])
  assert.deepEqual(
    answer.body[0],
    before.find((pair: Pair) => pair.partnerUserId === owner.id && pair.organizationId === one),
  )
  assert.deepEqual(
    (await itemOf(two)).assignedTo.map(({ id }: { id: string }) => id),
    [member.id, owner.id].toSorted(),
  )
})

test('active organizations are listed, newest first, with who looks after them', async () => {
  const own = await newPartner()
  const someone = await at.join(own.partnerId, { role: 'MEMBER' })
  const nameless = await at.join(own.partnerId, { role: 'ADMIN' })
  await at.database.query('update partner_user set first_name = null, last_name = null where id = $1', [nameless.id])
  const [first, second, archived] = [
    await client('Fernhill Foods', own.partner),
    await client('50% Basalt', own.partner),
    await client('Archived', own.partner),
  ]
  await assign(own.partner, [someone.id], [first, archived])
  await assign(own.partner, [nameless.id], [first])
  await at.database.query(`update client set status = 'ARCHIVED', archival_at = now() where id = $1`, [archived])
  const fernhill = {
    id: first,
    name: 'Fernhill Foods',
    assignedTo: [
      { id: someone.id, name: 'Alex MEMBER' },
      { id: nameless.id, name: nameless.email },
    ],
  }
  const basalt = { id: second, name: '50% Basalt', assignedTo: [] }
  const pageOf = async (query: string, caller = own.partner) => said(await caller.get(`${assignments}${query}`))
  const page = { page: 1, size: 50 }
  assert.deepEqual(await pageOf(''), [200, { items: [basalt, fernhill], total: 2, ...page, pages: 1 }])
  assert.deepEqual(await pageOf('?search=%20FERN%20&extra=1'), [
    200,
    { items: [fernhill], total: 1, ...page, pages: 1 },
  ])
  assert.deepEqual(await pageOf('?search=0%25%20b'), [200, { items: [basalt], total: 1, ...page, pages: 1 }])
  assert.deepEqual(await pageOf(`?client_id=${second}`), [200, { items: [basalt], total: 1, ...page, pages: 1 }])
  assert.deepEqual(await pageOf(`?client_id=${archived}`), [200, { items: [], total: 0, ...page, pages: 0 }])
  assert.deepEqual(await pageOf('?page=2&size=1'), [200, { items: [fernhill], total: 2, page: 2, size: 1, pages: 2 }])
  assert.deepEqual(await pageOf('', someone.caller), [200, { items: [fernhill], total: 1, ...page, pages: 1 }])
  assert.deepEqual(await pageOf(`?client_id=${second}`, someone.caller), [
    200,
    { items: [], total: 0, ...page, pages: 0 },
  ])
  assert.deepEqual(await pageOf(`?client_id=${first}`), [200, { items: [fernhill], total: 1, ...page, pages: 1 }])
  assert.deepEqual((await pageOf(`?client_id=${first}`, partner))[1].items, [])
})

test('one organization or user that is not there, and nothing changes', async () => {
  const elsewhere = await newPartner()
  const stranger = await at.join(elsewhere.partnerId, { role: 'MEMBER' })
  const foreign = await client('Foreign', elsewhere.partner)
  const own = await client('Untouched')
  await assign(partner, [owner.id], [own])
  const left = await at.join(partnerId, { role: 'MEMBER' })
  await partner.delete(`/v2/partner/users/${left.id}`)
  const invited = `${randomUUID()}@ledgerline.example.com`
  await partner.post('/v2/partner/users', { email: invited })
  const pending = (await at.database.query('select id from partner_user where email = $1', [invited])).rows[0].id
  for (const change of [assign, set]) {
    for (const id of [foreign, 'orgn_unknown', ''])
      assert.deepEqual(said(await change(partner, [member.id], [own, id])), [404, organizationNotFound], id)
    for (const id of [stranger.id, left.id, pending, invited, 'pusr_unknown'])
      assert.deepEqual(said(await change(partner, [member.id, id], [own])), [404, userNotFound], id)
  }
  assert.deepEqual((await itemOf(own)).assignedTo, [{ id: owner.id, name: 'Alex OWNER' }])
  const fromFar = (await world(server)).admin
  assert.equal((await fromFar.get(assignments, { headers: { 'x-partner-id': partnerId } })).status, 403)
})

test('what is not valid is refused with its place', async () => {
  const many = Array.from({ length: 51 }, () => 'x')
  for (const change of [assign, set]) {
    assert.deepEqual(faults(await change(partner, [], many)), [
      422,
      [
        ['body', 'partnerUserIds', 'too_short', 0],
        ['body', 'organizationIds', 'too_long', 51],
      ],
    ])
    assert.deepEqual(faults(await change(partner, 'x', ['x', 7])), [
      422,
      [
        ['body', 'partnerUserIds', 'list_type'],
        ['body', 'organizationIds', 1, 'string_type'],
      ],
    ])
    assert.deepEqual(faults(await change(partner, undefined, null)), [
      422,
      [
        ['body', 'partnerUserIds', 'missing'],
        ['body', 'organizationIds', 'list_type'],
      ],
    ])
  }
  assert.deepEqual(faults(await partner.get(`${assignments}?page=0&size=101`)), [
    422,
    [
      ['query', 'page', 'greater_than_equal'],
      ['query', 'size', 'less_than_equal'],
    ],
  ])
})

test('a member changes no assignment', async () => {
  const own = await client('For members')
  await assign(partner, [member.id], [own])
  const pair = `${assignments}/${member.id}/${own}`
  for (const answer of [
    await assign(member.caller, [member.id], [own]),
    await set(member.caller, [member.id], ['orgn_unknown']),
    await member.caller.delete(pair),
  ])
    assert.deepEqual(said(answer), [403, adminRequired])
})

test('one assignment ends, once, and is nobody else’s', async () => {
  const own = await client('Ends')
  await assign(partner, [member.id, other.id], [own])
  const pair = `${assignments}/${member.id}/${own}`
  const notFound = [404, { detail: 'User assignment not found' }]
  assert.deepEqual(said(await (await newPartner()).partner.delete(pair)), notFound)
  const answers = await Promise.all(Array.from({ length: 6 }, () => partner.delete(pair)))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [204, 404, 404, 404, 404, 404])
  assert.deepEqual(said(await partner.delete(pair)), notFound)
  assert.deepEqual(said(await partner.delete(`${assignments}/${own}/${member.id}`)), notFound)
  assert.deepEqual((await itemOf(own)).assignedTo, [{ id: other.id, name: 'Alex MEMBER' }])
})

test('assignments end with the membership, also when they are made at the same time', async () => {
  const own = await client('Without a keeper')
  const leaving = await at.join(partnerId, { role: 'MEMBER' })
  await assign(partner, [leaving.id], [own])
  const [removed, ...made] = await Promise.all([
    partner.delete(`/v2/partner/users/${leaving.id}`),
    ...Array.from({ length: 6 }, () => set(partner, [leaving.id], [own])),
  ])
  assert.equal(removed.status, 204)
  assert.ok(made.every(({ status }) => status === 200 || status === 404))
  assert.deepEqual((await itemOf(own)).assignedTo, [])
  const again = await partner.post('/v2/partner/users', { email: leaving.email })
  assert.deepEqual([again.status, (await itemOf(own)).assignedTo], [201, []])
})

test('of sets at the same time one stands whole', async () => {
  const ids = [await client('Race one'), await client('Race two'), await client('Race three')]
  const teams = [[owner.id], [member.id], [other.id]]
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) => set(partner, teams[i % 3], i % 2 ? ids : ids.toReversed())),
  )
  assert.ok(answers.every(({ status, body }) => status === 200 && body.length === 3))
  const kept = await Promise.all(ids.map(async (id) => (await itemOf(id)).assignedTo))
  assert.equal(kept[0].length, 1)
  assert.deepEqual(kept, [kept[0], kept[0], kept[0]])
})

test('each organization whose people change leaves one event, and others none', async () => {
  const own = await newPartner()
  const someone = await at.join(own.partnerId, { role: 'MEMBER' })
  const [one, two] = [await client('One', own.partner), await client('Two', own.partner)]
  await assign(own.partner, [someone.id], [one])
  await assign(own.partner, [someone.id], [one, two])
  await own.partner.delete(`${assignments}/${someone.id}/${one}`)
  await own.partner.delete(`/v2/partner/users/${someone.id}`)
  const { data } = (await vendor.admin.get(`/api/v1/events?partnerId=${own.partnerId}&limit=100`)).body
  type Event = { type: string; subjectId: string; before: unknown; after: unknown }
  const seen = (data as Event[])
    .filter(({ type }) => type.startsWith('user-assignments.'))
    .map(({ type, subjectId, before, after }) => [type, subjectId, before, after])
  const [nobody, team] = [{ partnerUserIds: [] }, { partnerUserIds: [someone.id] }]
  assert.deepEqual(seen, [
    ['user-assignments.end', someone.id, { organizationIds: [two] }, null],
    ['user-assignments.remove', one, { partnerUserId: someone.id }, null],
    ['user-assignments.add', two, nobody, team],
    ['user-assignments.add', one, nobody, team],
  ])
})
