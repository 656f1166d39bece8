import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memberOf } from '#/testing/members.ts'
import { enter, portalPage, portalUrlFor, visitorOf } from '#/testing/portal.ts'
import { serverOfThisFile, type Server, world } from '#/testing/world.ts'

const clock = { aheadMs: 0 }
const server = await serverOfThisFile({ now: () => new Date(Date.now() + clock.aheadMs) })

const account = {
  legalName: 'Larkspur Traders GmbH',
  address: { line1: 'Hafenstr. 4', city: 'Hamburg', postalCode: '20457', country: 'DE' },
  payoutMethod: { type: 'PAYPAL', email: 'thief@elsewhere.example' },
}
const lookingAs = async (on: Server, member: Parameters<typeof portalUrlFor>[0], email: string) =>
  portalPage(on.url, await enter(on, await portalUrlFor(member, email)))

test('a member who opens the portal as a visitor sees it, and changes nothing there', async () => {
  const vendor = await world(server)
  const robin = await visitorOf(server, vendor)
  const sam = await visitorOf(server, vendor, { partnerId: robin.partnerId })
  const manager = await memberOf(server, vendor, { role: 'PARTNER_MANAGER' })
  const looking = await lookingAs(server, manager, robin.email)
  const session = await looking.get('/api/v1/portal/session')
  assert.deepEqual([session.status, session.body.data.isLookedAt], [200, true], session.text)
  assert.equal((await robin.caller.get('/api/v1/portal/session')).body.data.isLookedAt, false)
  assert.equal((await looking.get('/api/v1/portal/billing-info')).status, 200)
  for (const refused of [
    await looking.put('/api/v1/portal/billing-info', account),
    await looking.post('/api/v1/portal/team', { email: 'crony@elsewhere.example' }),
    await looking.delete(`/api/v1/portal/team/${sam.id}`),
    await looking.patch('/api/v1/portal/profile', { language: 'de' }),
  ]) {
    assert.deepEqual([refused.status, refused.body.error.code], [403, 'LOOKING_ONLY'], refused.text)
    assert.match(refused.body.error.message, /only the partner’s own people change/)
  }
  assert.equal((await robin.caller.get('/api/v1/portal/billing-info')).body.data.payoutMethod, null)
  assert.equal((await robin.caller.get('/api/v1/portal/team')).body.data.length, 2)
  assert.equal((await looking.delete('/api/v1/portal/session')).status, 204)
  assert.equal((await robin.caller.put('/api/v1/portal/billing-info', account)).status, 200)
})

test('an owner looks only, too: what is changed in the partner’s name is changed by the partner', async () => {
  const vendor = await world(server)
  const robin = await visitorOf(server, vendor)
  const owner = await memberOf(server, vendor, { role: 'OWNER' })
  const looking = await lookingAs(server, owner, robin.email)
  assert.equal((await looking.put('/api/v1/portal/billing-info', account)).body.error.code, 'LOOKING_ONLY')
})

test('a look ends after an hour, and at once when the member may look no more', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  const manager = await memberOf(server, vendor, { role: 'PARTNER_MANAGER' })
  const status = async (one: Awaited<ReturnType<typeof lookingAs>>) => (await one.get('/api/v1/portal/session')).status
  const looking = await lookingAs(server, manager, email)
  const unopened = await portalUrlFor(manager, email)
  clock.aheadMs = 3_601_000
  assert.equal(await status(looking), 401)
  clock.aheadMs = 0
  await vendor.admin.patch(`/api/v1/users/${manager.memberId}`, { role: 'VIEWER' })
  assert.equal(await status(looking), 401)
  const late = portalPage(server.url, await enter(server, unopened))
  assert.equal(await status(late), 401)
  await vendor.admin.patch(`/api/v1/users/${manager.memberId}`, { role: 'PARTNER_MANAGER' })
  assert.equal(await status(looking), 200)
  await vendor.admin.delete(`/api/v1/users/${manager.memberId}`)
  assert.equal(await status(looking), 401)
})

test('a member who is let in as a visitor changes neither account nor team there', async () => {
  const vendor = await world(server)
  const manager = await memberOf(server, vendor, { role: 'PARTNER_MANAGER' })
  const own = await visitorOf(server, vendor, { email: manager.email.toUpperCase() })
  const sam = await visitorOf(server, vendor, { partnerId: own.partnerId })
  for (const refused of [
    await own.caller.put('/api/v1/portal/billing-info', account),
    await own.caller.post('/api/v1/portal/team', { email: 'crony@elsewhere.example' }),
    await own.caller.delete(`/api/v1/portal/team/${sam.id}`),
  ])
    assert.deepEqual([refused.status, refused.body.error.code], [403, 'STAFF_REFUSED'], refused.text)
  assert.equal((await own.caller.patch('/api/v1/portal/profile', { language: 'de' })).status, 200)
  assert.equal((await sam.caller.put('/api/v1/portal/billing-info', account)).status, 200)
})
