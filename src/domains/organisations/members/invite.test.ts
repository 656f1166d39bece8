import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromPage, memberOf, password, signIn } from '#/testing/members.ts'
import { inOrder } from '#/testing/in-the-way.ts'
import { runSql } from '#/testing/sql.ts'
import { type Caller, callerOf, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const page = fromPage(server)

/** The token in the newest letter to somebody. */
async function tokenSentTo(email: string): Promise<string> {
  const [mail] = await runSql(server, 'select body from mail where recipient = $1 order by id desc limit 1', [email])
  return /join\?token=([\w-]+)/.exec(mail?.body ?? '')?.[1] ?? ''
}

const look = (token: string) => page.post('/api/v1/user-invitations/validate', { token })
const join = (token: string, more: object = {}) =>
  page.post('/api/v1/user-invitations/accept', { token, name: 'Robin Sample', password, ...more })

test('an invited user looks at the invitation, joins by it once, and signs in', async () => {
  const { admin, organisation } = await world(server)
  const email = 'robin@vendor.example'
  const made = await admin.post('/api/v1/users', { email, role: 'FINANCE', invite: true })
  assert.deepEqual([made.status, made.body.data.status], [201, 'INVITED'])
  const token = await tokenSentTo(email)
  assert.deepEqual((await look(token)).body, {
    data: { email, name: null, organisation, hasPassword: false },
  })
  const without = await join(token, { password: undefined })
  assert.deepEqual([without.status, without.body.error.details[0].path], [422, ['password']])
  assert.equal((await join(token)).status, 200)
  assert.deepEqual([(await join(token)).status, (await look(token)).status], [404, 404])
  const member = fromPage(server, await signIn(server, email))
  assert.equal((await member.get('/api/v1/me/profile')).body.data.member.role, 'FINANCE')
  assert.equal((await admin.get(`/api/v1/users/${made.body.data.id}`)).body.data.status, 'ACTIVE')
  const hashes = await runSql(
    server,
    'select password_hash from account_credential c join account a on a.id = c.account_id where a.email = $1',
    [email],
  )
  assert.ok(!hashes[0].password_hash.includes(password))
})

test('a further letter ends the link of the one before, and time ends both', async () => {
  const { admin, organisation } = await world(server)
  const email = 'late@vendor.example'
  const { id } = (await admin.post('/api/v1/users', { email })).body.data
  assert.equal((await admin.get(`/api/v1/users/${id}`)).body.data.status, 'PENDING')
  await admin.post(`/api/v1/users/${id}/invite`, {})
  const first = await tokenSentTo(email)
  assert.equal((await admin.post(`/api/v1/users/${id}/invite`, {})).body.data.status, 'INVITED')
  const second = await tokenSentTo(email)
  assert.deepEqual([(await look(first)).status, (await look(second)).status], [404, 200])
  await runSql(server, `update invitation set expires_at = now() - interval '1 second' where organisation_id = $1`, [
    organisation.id,
  ])
  assert.equal((await join(second)).body.error.code, 'INVITATION_NOT_FOUND')
  assert.equal((await admin.get(`/api/v1/users/${id}`)).body.data.status, 'PENDING')
})

test('an invitation is taken up once, even when 16 take it up at the same time', async () => {
  const { admin } = await world(server)
  const email = 'once@vendor.example'
  await admin.post('/api/v1/users', { email, invite: true })
  const token = await tokenSentTo(email)
  const answers = await Promise.all(Array.from({ length: 16 }, () => join(token)))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, ...Array<number>(15).fill(404)])
})

test('one person is a member of two organisations, keeps the password, and switches', async () => {
  const [one, other] = [await world(server), await world(server)]
  const { email } = await memberOf(server, one, { role: 'VIEWER' })
  await other.admin.post('/api/v1/users', { email, role: 'ADMIN', invite: true })
  const token = await tokenSentTo(email)
  assert.equal((await look(token)).body.data.hasPassword, true)
  assert.equal((await join(token, { password: undefined })).status, 200)
  const member = fromPage(server, await signIn(server, email))
  const profile = (await member.get('/api/v1/me/profile')).body.data
  assert.equal(profile.organisation.id, one.organisation.id)
  assert.equal(profile.organisations.length, 2)
  const there = await member.post('/api/v1/me/organisation', { organisationId: other.organisation.id })
  assert.deepEqual([there.body.data.organisation.id, there.body.data.member.role], [other.organisation.id, 'ADMIN'])
  assert.equal((await member.post('/api/v1/partners', { name: 'Made there' })).status, 201)
  assert.equal((await one.admin.get('/api/v1/partners')).body.data.length, 0)
  const stranger = await world(server)
  const nowhere = await member.post('/api/v1/me/organisation', { organisationId: stranger.organisation.id })
  assert.equal(nowhere.body.error.code, 'ORGANISATION_NOT_FOUND')
})

test('nobody gives a role above their own, nor changes or invites whoever has one', async () => {
  const whole = await world(server)
  const owner = await memberOf(server, whole, { role: 'OWNER' })
  const admin = await memberOf(server, whole, { role: 'ADMIN' })
  const made = await admin.post('/api/v1/users', { email: 'high@vendor.example', role: 'OWNER' })
  assert.deepEqual([made.status, made.body.error.code], [403, 'ABOVE_YOUR_ROLE'])
  for (const answer of [
    await admin.patch(`/api/v1/users/${admin.memberId}`, { role: 'OWNER' }),
    await admin.patch(`/api/v1/users/${owner.memberId}`, { role: 'VIEWER' }),
    await admin.patch(`/api/v1/users/${owner.memberId}`, { email: 'mine@vendor.example' }),
    await admin.delete(`/api/v1/users/${owner.memberId}`),
    await admin.post(`/api/v1/users/${owner.memberId}/invite`, {}),
  ])
    assert.deepEqual([answer.status, answer.body.error.code], [403, 'ABOVE_YOUR_ROLE'])
  const staff = await whole.callerWith('members:write')
  assert.equal((await staff.post('/api/v1/users', { email: 'a@vendor.example', role: 'ADMIN' })).status, 403)
  assert.equal((await owner.post('/api/v1/users', { email: 'b@vendor.example', role: 'OWNER' })).status, 201)
})

test('an organisation keeps its last owner, even when two owners go at the same time', async () => {
  const whole = await world(server)
  const one = await memberOf(server, whole, { role: 'OWNER' })
  await whole.admin.post('/api/v1/users', { email: 'never-joined@vendor.example', role: 'OWNER' })
  for (const answer of [
    await one.delete(`/api/v1/users/${one.memberId}`),
    await one.patch(`/api/v1/users/${one.memberId}`, { role: 'ADMIN' }),
    await whole.admin.patch(`/api/v1/users/${one.memberId}`, { email: 'elsewhere@vendor.example' }),
  ])
    assert.deepEqual([answer.status, answer.body.error.code], [409, 'LAST_OWNER'])
  const two = await memberOf(server, whole, { role: 'OWNER' })
  const [first, second] = await inOrder(server, 'lock table member in exclusive mode', [
    () => whole.admin.delete(`/api/v1/users/${one.memberId}`),
    () => whole.admin.patch(`/api/v1/users/${two.memberId}`, { role: 'VIEWER' }),
  ])
  assert.deepEqual([first?.status, second?.status, second?.body.error.code], [204, 409, 'LAST_OWNER'])
})

test('whoever is removed, or is to sign in by another address, is out at once; another role holds at once', async () => {
  const whole = await world(server)
  const member = await memberOf(server, whole, { role: 'ADMIN' })
  assert.equal((await member.get('/api/v1/api-keys')).status, 200)
  await whole.admin.patch(`/api/v1/users/${member.memberId}`, { role: 'VIEWER' })
  assert.equal((await member.post('/api/v1/partners', { name: 'No' })).status, 403)
  assert.equal((await member.get('/api/v1/partners')).status, 200)
  await whole.admin.patch(`/api/v1/users/${member.memberId}`, { email: 'moved@vendor.example' })
  assert.equal((await member.get('/api/v1/partners')).status, 401)
  const another = await memberOf(server, whole)
  assert.equal((await whole.admin.delete(`/api/v1/users/${another.memberId}`)).status, 204)
  assert.equal((await another.get('/api/v1/partners')).status, 401)
  const again = await page.post('/api/auth/sign-in/email', { email: another.email, password })
  assert.deepEqual([again.status, again.body.error.code], [401, 'SIGN_IN_REFUSED'])
  const known = await runSql(server, 'select from account where email = any($1)', [[member.email, another.email]])
  assert.equal(known.length, 0, 'who is a member nowhere is forgotten')
})

test('an administrator makes no key that may do what only an owner may, and so no owner by way of one', async () => {
  const whole = await world(server)
  const admin = await memberOf(server, whole, { role: 'ADMIN' })
  const made = await admin.post('/api/v1/api-keys', { name: 'A way up', scopes: ['admin'] })
  assert.deepEqual([made.status, made.body.error?.code], [403, 'ABOVE_YOUR_ROLE'])
  const lesser = await admin.post('/api/v1/api-keys', { name: 'Staff', scopes: ['members:write'] })
  assert.equal(lesser.status, 201, lesser.text)
  const up = await callerOf(server.url, lesser.body.data.key).patch(`/api/v1/users/${admin.memberId}`, {
    role: 'OWNER',
  })
  assert.deepEqual([up.status, up.body.error.code], [403, 'ABOVE_YOUR_ROLE'])
  const bound = await partnerKey(admin)
  assert.equal(bound.status, 201, bound.text)
  const owner = await memberOf(server, whole, { role: 'OWNER' })
  assert.equal((await owner.post('/api/v1/api-keys', { name: 'All', scopes: ['admin'] })).status, 201)
})

async function partnerKey(admin: Caller) {
  const partner = (await admin.post('/api/v1/partners', { name: 'Larkspur' })).body.data
  return await admin.post('/api/v1/api-keys', { name: 'Bound', scopes: ['admin'], partnerId: partner.id })
}

test('an organisation that lists somebody’s address has them as a member when they accept, and not before', async () => {
  const [first, second] = [await world(server), await world(server)]
  const robin = await memberOf(server, first, { role: 'FINANCE' })
  const listed = await second.admin.post('/api/v1/users', { email: robin.email.toUpperCase(), role: 'VIEWER' })
  const organisations = async () => {
    const caller = fromPage(server, await signIn(server, robin.email))
    return (await caller.get('/api/v1/me/profile')).body.data.organisations.map(({ id }: { id: string }) => id)
  }
  assert.deepEqual(await organisations(), [first.organisation.id])
  const path = `/api/v1/users/${listed.body.data.id}`
  assert.equal((await second.admin.get(path)).body.data.status, 'PENDING')
  await page.post('/api/auth/email-otp/send-verification-otp', { email: robin.email, type: 'sign-in' })
  const letters = await runSql(server, 'select recipient from mail where organisation_id = $1', [
    second.organisation.id,
  ])
  assert.deepEqual(letters, [], 'nor does it carry the codes')
  await second.admin.post(`${path}/invite`, {})
  const token = await tokenSentTo(robin.email.toUpperCase())
  assert.deepEqual(await organisations(), [first.organisation.id], 'an invitation that was not accepted')
  assert.equal((await join(token, { password: undefined })).status, 200)
  assert.deepEqual((await organisations()).toSorted(), [first.organisation.id, second.organisation.id].toSorted())
})

test('who is listed by two organisations and has joined none is let into neither without an invitation', async () => {
  const [first, second] = [await world(server), await world(server)]
  const email = 'twice@vendor.example'
  for (const { admin } of [first, second]) await admin.post('/api/v1/users', { email, role: 'VIEWER' })
  const sent = await page.post('/api/auth/email-otp/send-verification-otp', { email, type: 'sign-in' })
  const headers = { cookie: sent.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  const [{ body }] = await runSql(server, 'select body from mail where recipient = $1', [email])
  const otp = /\d{8}/.exec(body)?.[0] ?? ''
  const refused = await page.post('/api/auth/sign-in/email-otp', { email, otp }, { headers })
  assert.deepEqual([refused.status, refused.body.error.code], [403, 'NOT_A_MEMBER'], refused.text)
  const [listed] = (await first.admin.get('/api/v1/users')).body.data
  assert.equal(listed.status, 'PENDING')
  await first.admin.post(`/api/v1/users/${listed.id}/invite`, {})
  assert.equal((await join(await tokenSentTo(email))).status, 200)
  const member = fromPage(server, await signIn(server, email))
  assert.equal((await member.get('/api/v1/me/profile')).body.data.organisations.length, 1)
})
