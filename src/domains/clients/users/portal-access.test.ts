import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { people, tokenMailedTo } from '#/testing/people.ts'
import { enter, portalPage, portalUrlFor, visitorOf } from '#/testing/portal.ts'
import { callerOf, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const vendor = await world(server)
const at = await people(server, vendor)
const anybody = callerOf(server.url, '')
const person = { firstName: 'Robin', lastName: 'Sample' }
const account = {
  legalName: 'Ledgerline Advisors LLC',
  address: { line1: '1 Quay', city: 'Springfield', postalCode: '62701', country: 'US' },
  payoutMethod: { type: 'PAYPAL', email: 'pay@ledgerline.example.com' },
}

/** A partner, whose owner can enter its portal already. */
async function partner() {
  const { id } = (await vendor.admin.post('/api/v1/partners', { name: `Ledgerline ${randomUUID()}` })).body.data
  return Object.assign(await vendor.callerBoundTo(id), { id: id as string })
}

async function invited(by: Awaited<ReturnType<typeof partner>>, role: string, email = `${randomUUID()}@a.example.com`) {
  assert.equal((await by.post('/v2/partner/users', { email, role })).status, 201)
  return { email, token: await tokenMailedTo(at.database, email) }
}

const accept = async (token: string) => {
  const { status, text } = await anybody.post('/api/v1/invitations/accept', { token, ...person })
  assert.equal(status, 201, text)
}
const visitorsOf = async (partnerId: string) =>
  (await vendor.admin.get(`/api/v1/visitors?partnerId=${partnerId}`)).body.data as Record<string, string>[]
const idOf = async (by: Awaited<ReturnType<typeof partner>>, email: string) =>
  (await by.get('/v2/partner/users')).body.find((user: { email: string }) => user.email === email).id
const enters = async (email: string) =>
  portalPage(server.url, await enter(server, await portalUrlFor(vendor.admin, email)))

test('whoever takes up an invitation may enter the portal, and does not once removed, or until made active again', async () => {
  const own = await partner()
  const { email, token } = await invited(own, 'ADMIN')
  assert.deepEqual(await visitorsOf(own.id), [], 'an invitation opens nothing')
  await accept(token)
  const [visitor] = await visitorsOf(own.id)
  assert.deepEqual([visitor?.['email'], visitor?.['name']], [email, 'Robin Sample'])
  const portal = await enters(email)
  assert.equal((await portal.put('/api/v1/portal/billing-info', account)).status, 200)
  const path = `/v2/partner/users/${await idOf(own, email)}`
  assert.equal((await own.delete(path)).status, 204)
  assert.equal((await portal.get('/api/v1/portal/session')).status, 401)
  assert.deepEqual(await visitorsOf(own.id), [])
  assert.equal((await own.patch(path, { status: 'ACTIVE' })).status, 200)
  assert.equal((await (await enters(email)).get('/api/v1/portal/session')).status, 200)
  const types = (await vendor.admin.get(`/api/v1/events?partnerId=${own.id}&limit=50`)).body.data.map(
    ({ type }: { type: string }) => type,
  )
  assert.equal(types.filter((type: string) => type === 'visitors.join').length, 2)
  assert.equal(types.filter((type: string) => type === 'visitors.delete').length, 1)
})

test('a MEMBER sees the portal, and changes neither account nor team until it is more', async () => {
  const own = await partner()
  const colleague = await visitorOf(server, vendor, { partnerId: own.id })
  const { email, token } = await invited(own, 'MEMBER')
  await accept(token)
  const portal = await enters(email)
  assert.equal((await portal.get('/api/v1/portal/billing-info')).status, 200)
  for (const refused of [
    await portal.put('/api/v1/portal/billing-info', account),
    await portal.post('/api/v1/portal/team', { email: 'crony@elsewhere.example' }),
    await portal.delete(`/api/v1/portal/team/${colleague.id}`),
  ])
    assert.deepEqual([refused.status, refused.body.error.code], [403, 'ROLE_REFUSED'], refused.text)
  const path = `/v2/partner/users/${await idOf(own, email)}`
  await own.patch(path, { role: 'ADMIN' })
  assert.equal((await portal.put('/api/v1/portal/billing-info', account)).status, 200)
  await own.patch(path, { role: 'MEMBER' })
  assert.equal((await portal.put('/api/v1/portal/billing-info', { ...account, payoutMethod: null })).status, 403)
})

test('a visitor who is the manager leaves that place when the user is removed', async () => {
  const own = await partner()
  const { email, token } = await invited(own, 'ADMIN')
  await accept(token)
  const [visitor] = await visitorsOf(own.id)
  await vendor.admin.put(`/api/v1/partners/${own.id}/manager`, { visitorId: visitor?.['id'] })
  await own.delete(`/v2/partner/users/${await idOf(own, email)}`)
  assert.deepEqual(await visitorsOf(own.id), [])
  assert.equal((await vendor.admin.get(`/api/v1/partners/${own.id}`)).body.data.manager ?? null, null)
})

test('an address that is with another partner stays there, and comes to no harm by the removal of the user', async () => {
  const [own, other] = [await partner(), await partner()]
  const there = await visitorOf(server, vendor, { partnerId: other.id })
  const { token } = await invited(own, 'ADMIN', there.email)
  await accept(token)
  assert.deepEqual(await visitorsOf(own.id), [])
  assert.equal((await there.caller.put('/api/v1/portal/billing-info', account)).status, 200)
  await own.delete(`/v2/partner/users/${await idOf(own, there.email)}`)
  assert.equal((await there.caller.get('/api/v1/portal/session')).body.data.partner.id, other.id)
})

test('of an invitation taken up and a removal at once no access is left to who is no user', async () => {
  for (let round = 0; round < 4; round += 1) {
    const own = await partner()
    const { email, token } = await invited(own, 'ADMIN')
    const [taken] = await Promise.all([
      anybody.post('/api/v1/invitations/accept', { token, ...person }),
      own.delete(`/v2/partner/users/${encodeURIComponent(email)}`),
    ])
    const user = (await own.get('/v2/partner/users')).body.find((one: { email: string }) => one.email === email)
    assert.equal((await visitorsOf(own.id)).length, user?.status === 'ACTIVE' ? 1 : 0, `${taken.status}`)
  }
})

test('a role that an invitation offers, or that an inactive user has, touches no visitor', async () => {
  const own = await partner()
  const robin = await visitorOf(server, vendor, { partnerId: own.id })
  const pending = await invited(own, 'ADMIN', robin.email)
  assert.equal((await own.patch(`/v2/partner/users/${robin.email}`, { role: 'MEMBER' })).status, 200)
  assert.equal((await robin.caller.put('/api/v1/portal/billing-info', account)).status, 200)
  await accept(pending.token)
  assert.equal((await robin.caller.put('/api/v1/portal/billing-info', account)).body.error.code, 'ROLE_REFUSED')
  const path = `/v2/partner/users/${await idOf(own, robin.email)}`
  await own.patch(path, { status: 'INACTIVE' })
  const again = await visitorOf(server, vendor, { partnerId: own.id, email: robin.email })
  assert.equal((await own.patch(path, { role: 'ADMIN' })).status, 200)
  assert.equal((await again.caller.put('/api/v1/portal/billing-info', { ...account, payoutMethod: null })).status, 200)
})
