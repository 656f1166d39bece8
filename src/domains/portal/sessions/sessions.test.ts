import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visit } from '#/testing/clicks.ts'
import { standInTheWay } from '#/testing/in-the-way.ts'
import { cookieIn, enter, portalPage, portalUrlFor, visitorOf } from '#/testing/portal.ts'
import { startServerProcess } from '#/testing/process.ts'
import { runSql } from '#/testing/sql.ts'
import { callerOf, serverOfThisFile, world } from '#/testing/world.ts'

const clock = { aheadMs: 0 }
const server = await serverOfThisFile({ now: () => new Date(Date.now() + clock.aheadMs) })
const pathOf = (url: string) => url.slice(new URL(url).origin.length)
const isIn = async (cookie: string) =>
  (await portalPage(server.url, cookie).get('/api/v1/portal/session')).status === 200

test('a visitor who is signed in sees who he is, and nobody once the session was ended', async () => {
  const vendor = await world(server)
  const look = { accentColour: '#1a6b4f', welcomeText: 'Welcome aboard' }
  const template = await vendor.admin.post('/api/v1/experience-templates', { name: 'Gold', ...look })
  const partner = await vendor.admin.post('/api/v1/partners', {
    name: 'Larkspur Traders',
    experienceTemplateId: template.body.data.id,
  })
  const { id: partnerId } = partner.body.data
  const { id, email, caller, cookie } = await visitorOf(server, vendor, { partnerId, name: 'Robin Sample' })
  const session = await caller.get('/api/v1/portal/session')
  const { expiresAt, ...known } = session.body.data
  assert.deepEqual(known, {
    visitor: { id, email, name: 'Robin Sample', language: null },
    partner: { id: partnerId, name: 'Larkspur Traders' },
    organisation: vendor.organisation,
    look: { templateId: template.body.data.id, logoPath: null, ...look },
    languages: ['en', 'de', 'fr', 'nl', 'es'],
    isLookedAt: false,
  })
  assert.ok(Math.abs(Date.parse(expiresAt) - Date.now() - 30 * 86_400_000) < 60_000)
  const ended = await caller.delete('/api/v1/portal/session')
  assert.equal(ended.status, 204, ended.text)
  assert.match(String(ended.headers.get('set-cookie')), /symbolon_portal=; Path=\/; Max-Age=0/)
  assert.equal((await caller.get('/api/v1/portal/session')).body.error.code, 'UNAUTHORIZED')
  assert.equal(await isIn(cookie), false)
})

test('of 32 that open one URL at once exactly one gets a cookie', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  const url = await portalUrlFor(vendor.admin, email)
  const all = await Promise.all(Array.from({ length: 32 }, () => visit(server.url, pathOf(url))))
  const won = all.filter(({ status }) => status === 302)
  assert.equal(won.length, 1)
  assert.ok(await isIn(cookieIn(won[0]?.headers['set-cookie'])))
  const lost = all.filter(({ status }) => status !== 302)
  assert.ok(lost.every(({ status, headers }) => status === 401 && headers['set-cookie'] === undefined))
})

test('a server that is killed between the use of a token and its session leaves the token good', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  const { publicUrl: PUBLIC_URL } = server.config
  const other = await startServerProcess({ DATABASE_URL: server.database.url, PUBLIC_URL })
  const url = await portalUrlFor(vendor.admin, email)
  {
    await using lock = await standInTheWay(server, 'lock table portal_session in share mode')
    const cut = visit(other.url, pathOf(url)).catch((error: Error) => error)
    await lock.areWaiting(1)
    await other.stop('SIGKILL')
    assert.ok((await cut) instanceof Error)
  }
  assert.ok(await isIn(await enter(server, url)))
})

test('a visitor who is removed, or whose address becomes another one, is out at once', async () => {
  const vendor = await world(server)
  const [robin, alex] = [await visitorOf(server, vendor), await visitorOf(server, vendor)]
  assert.ok((await isIn(robin.cookie)) && (await isIn(alex.cookie)))
  await vendor.admin.delete(`/api/v1/visitors/${robin.id}`)
  await vendor.admin.patch(`/api/v1/visitors/${alex.id}`, { email: 'somebody.else@larkspur.example.com' })
  assert.deepEqual([await isIn(robin.cookie), await isIn(alex.cookie)], [false, false])
})

test('an archived partner shuts its visitors out, and restored lets them in', async () => {
  const vendor = await world(server)
  const { partnerId, cookie } = await visitorOf(server, vendor)
  await vendor.admin.post(`/api/v1/partners/${partnerId}/archive`)
  assert.equal(await isIn(cookie), false)
  await vendor.admin.post(`/api/v1/partners/${partnerId}/restore`)
  assert.equal(await isIn(cookie), true)
})

test('the session of a visitor whose partner is merged follows the partner that it became', async () => {
  const vendor = await world(server)
  const [staying, going] = [await visitorOf(server, vendor), await visitorOf(server, vendor)]
  const room = (await vendor.admin.get(`/api/v1/rooms?partnerId=${going.partnerId}`)).body.data[0].id
  await vendor.admin.post(`/api/v1/partners/${staying.partnerId}/merge`, { partnerId: going.partnerId })
  const session = await going.caller.get('/api/v1/portal/session')
  assert.equal(session.body.data.partner.id, staying.partnerId)
  const url = await portalUrlFor(vendor.admin, staying.email, room)
  assert.equal((await visit(server.url, pathOf(url))).location, `/portal/rooms/${room}`)
})

test('a session ends after thirty days, used or not, and its row goes with those of old tokens', async () => {
  const vendor = await world(server)
  const { cookie, email } = await visitorOf(server, vendor)
  await portalUrlFor(vendor.admin, email)
  const day = 86_400_000
  clock.aheadMs = 30 * day - 60_000
  assert.equal(await isIn(cookie), true)
  clock.aheadMs = 30 * day + 60_000
  assert.equal(await isIn(cookie), false)
  await server.application.jobs.runNow('portal-sessions.delete-expired')
  clock.aheadMs = 0
  const [{ left }] = await runSql(
    server,
    `select (select count(*) from portal_session where organisation_id = $1) + (select count(*) from portal_token where organisation_id = $1)
      + (select count(*) from portal_session_owner where organisation_id = $1) + (select count(*) from portal_token_owner where organisation_id = $1) as left`,
    [vendor.organisation.id],
  )
  assert.equal(Number(left), 0)
})

test('a change that a page of another site asks for with the visitor’s cookie is refused', async () => {
  const vendor = await world(server)
  const { cookie } = await visitorOf(server, vendor)
  const foreign = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: server.url },
    { origin: 'https://evil.example.com' },
    { origin: 'null' },
    {},
  ]
  for (const headers of foreign) {
    const answer = await callerOf(server.url, '', { cookie, ...headers } as Record<string, string>).delete(
      '/api/v1/portal/session',
    )
    assert.deepEqual([answer.status, answer.body.error.code], [403, 'CROSS_SITE_REFUSED'], JSON.stringify(headers))
  }
  assert.equal(await isIn(cookie), true)
  assert.equal(
    (await callerOf(server.url, '', { cookie, origin: server.url }).delete('/api/v1/portal/session')).status,
    204,
  )
})

test('a visitor’s cookie opens nothing of the organisation’s, and a key nothing of the visitor’s', async () => {
  const vendor = await world(server)
  const { caller, partnerId } = await visitorOf(server, vendor)
  assert.equal((await caller.get(`/api/v1/partners/${partnerId}`)).status, 401)
  assert.equal((await caller.get('/api/v1/embed-domains')).status, 401)
  assert.equal((await vendor.admin.get('/api/v1/portal/session')).status, 401)
  for (const cookie of [
    'symbolon_portal=',
    `symbolon_portal=${'a'.repeat(43)}`,
    `symbolon_portal=${'x;'.repeat(9_00)}`,
  ])
    assert.equal(await isIn(cookie), false)
})

test('where a frame and the site itself have set a cookie each, the younger session counts', async () => {
  const vendor = await world(server)
  const [robin, alex] = [await visitorOf(server, vendor), await visitorOf(server, vendor)]
  const who = async (cookie: string) =>
    (await portalPage(server.url, cookie).get('/api/v1/portal/session')).body.data.visitor.id
  assert.equal(await who(`${robin.cookie}; ${alex.cookie}`), alex.id)
  assert.equal(await who(`${alex.cookie}; other=1; ${robin.cookie}`), alex.id)
  await alex.caller.delete('/api/v1/portal/session')
  assert.equal(await who(`${alex.cookie}; ${robin.cookie}`), robin.id)
})
