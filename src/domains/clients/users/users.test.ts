import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { people, tokenMailedTo } from '#/testing/people.ts'
import { type Answer, type Caller, callerOf, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const vendor = await world(server)
const at = await people(server, vendor)
const users = '/v2/partner/users'
const adminRequired = { detail: 'Admin access required for this endpoint.' }
const notFound = { detail: 'Partner user not found' }
const ownerNeeded = { detail: 'The partner must keep an owner' }

const addressOf = (who: string) => `${who}.${randomUUID().slice(0, 8)}@ledgerline.example.com`
const newPartner = async () => {
  const made = await vendor.admin.post('/api/v1/partners', { name: `Advisors ${randomUUID()}` })
  return { partnerId: made.body.data.id as string, partner: await vendor.callerBoundTo(made.body.data.id) }
}
const { partnerId, partner } = await newPartner()
const owner = await at.join(partnerId, { role: 'OWNER' })
const admin = await at.join(partnerId, { role: 'ADMIN' })
const member = await at.join(partnerId, { role: 'MEMBER' })

const at201 = ({ status, body, text }: Answer) => (assert.equal(status, 201, text), body)
const said = ({ status, body }: Answer) => [status, body]
const faults = ({ status, body }: Answer) => [
  status,
  body.detail.map(({ loc, type }: { loc: unknown[]; type: string }) => [...loc, type]),
]
const find = async (caller: Caller, email: string) =>
  (await caller.get(users)).body.find((user: { email: string }) => user.email === email)

test('an invitation is mailed, and its address is its id until it is taken up', async () => {
  const email = addressOf('New.Colleague')
  const { createdAt, ...rest } = at201(
    await owner.caller.post(users, { email: `  ${email} `, role: 'ADMIN', extra: 1 }),
  )
  const pending = { partnerId, email, role: 'ADMIN', status: 'PENDING', firstName: null, lastName: null }
  assert.deepEqual(rest, { id: email, userId: null, ...pending })
  assert.match(createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  assert.match(await tokenMailedTo(at.database, email), /^[\w-]{43}$/)
  assert.deepEqual((await owner.caller.get(users)).body[0], { ...rest, createdAt })

  const path = `${users}/${encodeURIComponent(email.toUpperCase())}`
  assert.deepEqual(said(await owner.caller.patch(path, { role: 'MEMBER' })), [
    200,
    { ...rest, createdAt, role: 'MEMBER' },
  ])
  const unknown = (await at.database.query('select id from partner_user where email = $1', [email])).rows[0].id
  assert.deepEqual(said(await owner.caller.patch(`${users}/${unknown}`, { role: 'ADMIN' })), [404, notFound])
  assert.deepEqual(said(await owner.caller.patch(path, { status: 'ACTIVE' })), [
    409,
    { detail: 'The invitation has not been accepted' },
  ])
  assert.deepEqual((await owner.caller.patch(path, { status: 'PENDING' })).status, 200)
  assert.deepEqual(said(await owner.caller.delete(path)), [204, undefined])
  assert.deepEqual(said(await owner.caller.delete(path)), [404, notFound])
  const left = await at.database.query(
    `select (select count(*) from one_time_link where partner_user_id = $1)::int as links,
       (select count(*) from one_time_link_owner where organisation_id = $2 and hash not in
         (select hash from one_time_link where organisation_id = $2))::int as owners`,
    [unknown, vendor.organisation.id],
  )
  assert.deepEqual(left.rows, [{ links: 0, owners: 0 }])
})

test('an invite that is set INACTIVE is withdrawn, and may be made again', async () => {
  const email = addressOf('again')
  const invited = at201(await owner.caller.post(users, { email }))
  assert.equal(invited.role, 'MEMBER')
  const token = await tokenMailedTo(at.database, email)
  assert.deepEqual(said(await owner.caller.patch(`${users}/${email}`, { status: 'INACTIVE' })), [
    200,
    { ...invited, status: 'INACTIVE' },
  ])
  assert.equal(await find(owner.caller, email), undefined)
  const accepted = await partner.post('/api/v1/invitations/accept', { token, firstName: 'A', lastName: 'B' })
  assert.equal(accepted.status, 404)
  assert.equal(at201(await owner.caller.post(users, { email, role: null })).role, 'MEMBER')
})

test('a person is at a partner once, whatever the case of the address', async () => {
  const email = addressOf('once')
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) => partner.post(users, { email: i % 2 ? email : email.toUpperCase() })),
  )
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, ...Array<number>(11).fill(409)])
  const refused = answers.find(({ status }) => status === 409)
  assert.deepEqual(refused?.body, { detail: 'User already exists' })
  assert.deepEqual(said(await partner.post(users, { email: member.email.toUpperCase() })), [
    409,
    { detail: 'User already exists' },
  ])
  const elsewhere = await newPartner()
  assert.equal((await elsewhere.partner.post(users, { email })).status, 201)
})

test('a member is listed by its id, newest first, to every role', async () => {
  const body = (await member.caller.get(users)).body as { id: string; createdAt: string }[]
  const { createdAt, ...shown } = body.find(({ id }) => id === owner.id) ?? { createdAt: '' }
  const person = {
    partnerId,
    email: owner.email,
    role: 'OWNER',
    status: 'ACTIVE',
    firstName: 'Alex',
    lastName: 'OWNER',
  }
  assert.deepEqual(shown, { id: owner.id, userId: owner.id, ...person })
  const ids = body.map(({ id }) => id).filter((id) => [owner.id, admin.id, member.id].includes(id))
  assert.deepEqual(ids, [member.id, admin.id, owner.id])
  const named = await vendor.admin.get(users, { headers: { 'x-partner-id': partnerId } })
  assert.deepEqual(named.body, body)
  assert.ok(createdAt)
})

test('what is not valid is refused with its place', async () => {
  const place = `${users}/${member.id}`
  assert.deepEqual(faults(await partner.post(users, {})), [422, [['body', 'email', 'missing']]])
  assert.deepEqual(faults(await partner.post(users, undefined)), [422, [['body', 'missing']]])
  assert.deepEqual(faults(await partner.post(users, { email: 7, role: 'BOSS' })), [
    422,
    [
      ['body', 'email', 'string_type'],
      ['body', 'role', 'enum'],
    ],
  ])
  for (const email of ['nobody', 'a@b', 'a@b@c.example.com', 'a@.com', ' @x.com', '', ' '])
    assert.deepEqual(faults(await partner.post(users, { email })), [422, [['body', 'email', 'value_error']]], email)
  assert.deepEqual(faults(await partner.post(users, { email: `${'x'.repeat(310)}@example.com` })), [
    422,
    [['body', 'email', 'value_error']],
  ])
  assert.deepEqual(faults(await partner.patch(place, { role: 'x', status: 1 })), [
    422,
    [
      ['body', 'role', 'enum'],
      ['body', 'status', 'enum'],
    ],
  ])
  assert.deepEqual(faults(await partner.patch(place, { status: 'PENDING' })), [
    422,
    [['body', 'status', 'value_error']],
  ])
})

test('what is left out or null stays, and what does not differ leaves no event', async () => {
  const count = async () => (await vendor.admin.get(`/api/v1/events?limit=100`)).body.data.length
  const [shown, before] = [await find(partner, member.email), await count()]
  for (const body of [{}, { role: null, status: null }, { role: 'MEMBER' }, { role: 'MEMBER', status: 'ACTIVE' }])
    assert.deepEqual(said(await owner.caller.patch(`${users}/${member.id}`, body)), [200, shown])
  assert.equal(await count(), before)
})

test('a member of the partner may read its users and change none', async () => {
  const refusals = await Promise.all([
    member.caller.post(users, { email: addressOf('x') }),
    member.caller.patch(`${users}/${admin.id}`, { role: 'MEMBER' }),
    member.caller.patch(`${users}/pusr_unknown`, {}),
    member.caller.delete(`${users}/${admin.id}`),
  ])
  for (const answer of refusals) assert.deepEqual(said(answer), [403, adminRequired])
})

test('an admin may do everything but with owners', async () => {
  const invitedOwner = addressOf('owner')
  at201(await owner.caller.post(users, { email: invitedOwner, role: 'OWNER' }))
  const formerOwner = await at.join(partnerId, { role: 'OWNER' })
  assert.equal((await owner.caller.delete(`${users}/${formerOwner.id}`)).status, 204)
  const refusals = await Promise.all([
    admin.caller.post(users, { email: addressOf('x'), role: 'OWNER' }),
    admin.caller.post(users, { email: formerOwner.email, role: 'MEMBER' }),
    admin.caller.patch(`${users}/${member.id}`, { role: 'OWNER' }),
    admin.caller.patch(`${users}/${owner.id}`, { role: 'MEMBER' }),
    admin.caller.patch(`${users}/${owner.id}`, { status: 'INACTIVE' }),
    admin.caller.patch(`${users}/${invitedOwner}`, { role: 'MEMBER' }),
    admin.caller.delete(`${users}/${owner.id}`),
    admin.caller.delete(`${users}/${invitedOwner}`),
  ])
  for (const answer of refusals) assert.deepEqual(said(answer), [403, adminRequired])
  const other = await at.join(partnerId, { role: 'MEMBER' })
  assert.equal((await admin.caller.patch(`${users}/${other.id}`, { role: 'ADMIN' })).body.role, 'ADMIN')
  assert.equal((await admin.caller.delete(`${users}/${other.id}`)).status, 204)
})

test('a user who was removed is active again at once, in the role that is given', async () => {
  const other = await at.join(partnerId, { role: 'ADMIN' })
  assert.deepEqual(said(await owner.caller.delete(`${users}/${other.id}`)), [204, undefined])
  assert.deepEqual(said(await owner.caller.delete(`${users}/${other.id}`)), [404, notFound])
  assert.equal((await find(partner, other.email)).status, 'INACTIVE')
  const answers = await Promise.all(Array.from({ length: 6 }, () => owner.caller.post(users, { email: other.email })))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 409, 409, 409, 409, 409])
  const again = answers.find(({ status }) => status === 201)?.body
  assert.deepEqual([again.id, again.userId, again.role, again.status], [other.id, other.id, 'MEMBER', 'ACTIVE'])
  assert.equal((await other.caller.get(users)).status, 401)
})

test('the last owner is kept, also when two owners remove each other', async () => {
  const own = await newPartner()
  const [one, two] = [await at.join(own.partnerId, { role: 'OWNER' }), await at.join(own.partnerId, { role: 'OWNER' })]
  await own.partner.post(users, { email: addressOf('pending'), role: 'OWNER' })
  const answers = await Promise.all([
    own.partner.patch(`${users}/${one.id}`, { role: 'ADMIN' }),
    own.partner.delete(`${users}/${two.id}`),
    own.partner.patch(`${users}/${one.id}`, { status: 'INACTIVE' }),
    own.partner.patch(`${users}/${two.id}`, { role: 'MEMBER' }),
  ])
  assert.ok(answers.some(({ status }) => status === 409))
  for (const { status, body } of answers) if (status === 409) assert.deepEqual(body, ownerNeeded)
  const left = (await own.partner.get(users)).body.filter(
    (user: { role: string; status: string }) => user.role === 'OWNER' && user.status === 'ACTIVE',
  )
  assert.equal(left.length, 1)
  const last = `${users}/${left[0].id}`
  assert.deepEqual(said(await own.partner.delete(last)), [409, ownerNeeded])
  assert.deepEqual(said(await own.partner.patch(last, { role: 'ADMIN' })), [409, ownerNeeded])
  assert.deepEqual(said(await own.partner.patch(last, { status: 'INACTIVE' })), [409, ownerNeeded])
})

test('the users of another partner, of another organisation and of nobody are the same: not there', async () => {
  const elsewhere = await newPartner()
  const other = await at.join(elsewhere.partnerId, { role: 'MEMBER' })
  const stranger = await world(server)
  const foreign = (await stranger.admin.post('/api/v1/partners', { name: 'Elsewhere' })).body.data.id
  const far = await (await people(server, stranger)).join(foreign, { role: 'MEMBER' })
  for (const id of [other.id, other.email, far.id, far.email, member.email, 'pusr_unknown', 'x'.repeat(2_000)]) {
    const path = `${users}/${encodeURIComponent(id)}`
    assert.deepEqual(said(await owner.caller.patch(path, { role: 'ADMIN' })), [404, notFound], id)
    assert.deepEqual(said(await owner.caller.delete(path)), [404, notFound], id)
  }
})

test('each change leaves one event with what differed, under the partner', async () => {
  const own = await newPartner()
  const first = await at.join(own.partnerId, { role: 'OWNER' })
  const other = await at.join(own.partnerId, { role: 'ADMIN' })
  await first.caller.patch(`${users}/${other.id}`, { role: 'MEMBER' })
  await first.caller.delete(`${users}/${other.id}`)
  const events = (await vendor.admin.get(`/api/v1/events?partnerId=${own.partnerId}&limit=100`)).body.data
  const seen = events
    .filter(({ subjectId }: { subjectId: string }) => subjectId === other.id)
    .map(({ type, before, after }: { type: string; before: unknown; after: unknown }) => [type, before, after])
  assert.deepEqual(seen, [
    ['partner-users.remove', { status: 'ACTIVE' }, { status: 'INACTIVE' }],
    ['partner-users.update', { role: 'ADMIN' }, { role: 'MEMBER' }],
    [
      'invitations.accept',
      { status: 'PENDING', firstName: null, lastName: null },
      { status: 'ACTIVE', firstName: 'Alex', lastName: 'ADMIN' },
    ],
    ['partner-users.invite', null, { email: other.email, role: 'ADMIN', status: 'PENDING' }],
  ])
})

test('the organisation sees a partner’s users page by page, and nobody else does', async () => {
  const own = await newPartner()
  for (const role of ['OWNER', 'MEMBER'] as const) await at.join(own.partnerId, { role })
  const email = addressOf('pending')
  await own.partner.post(users, { email })
  const path = `/api/v1/partners/${own.partnerId}/users`
  const first = await vendor.admin.get(`${path}?limit=2`)
  assert.equal(first.status, 200, first.text)
  const rest = await vendor.admin.get(`${path}?limit=2&cursor=${first.body.pagination.nextCursor}`)
  assert.equal(rest.body.pagination.nextCursor, null)
  const [pending, ...others] = [...first.body.data, ...rest.body.data]
  const { id, createdAt, updatedAt, ...shown } = pending
  const fields = { partnerId: own.partnerId, email, role: 'MEMBER', status: 'PENDING', firstName: null, lastName: null }
  assert.deepEqual(shown, fields)
  assert.match(id, /^pusr_/)
  assert.equal(createdAt, updatedAt)
  assert.deepEqual(
    others.map(({ role }: { role: string }) => role),
    ['MEMBER', 'OWNER'],
  )
  const reader = await vendor.callerWith('clients:read')
  assert.equal((await reader.get(path)).status, 200)
  assert.equal((await (await vendor.callerWith('partners:read')).get(path)).status, 403)
  assert.equal((await own.partner.get(path)).status, 403)
  assert.equal((await (await world(server)).admin.get(path)).body.error.code, 'PARTNER_NOT_FOUND')
})

test('the scope is asked for, and no key gets in without one', async () => {
  const reader = await at.keyOf(partnerId, owner.id, ['clients:read'])
  const body = { email: addressOf('x') }
  assert.equal((await reader.get(users)).status, 200)
  assert.deepEqual(said(await reader.post(users, body)), [
    403,
    { detail: 'This API key cannot be used for this endpoint.' },
  ])
  assert.deepEqual(said(await callerOf(server.url, '').get(users)), [401, { detail: 'API key is missing or empty.' }])
})
