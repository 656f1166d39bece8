import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visit } from '#/testing/clicks.ts'
import { fromPage, memberOf } from '#/testing/members.ts'
import { cookieIn, portalPage, portalUrlFor, visitorOf } from '#/testing/portal.ts'
import { callerOf, serverOfThisFile, world } from '#/testing/world.ts'

const host = 'partners.vendor.example.com'
const settings = { PUBLIC_URL: 'https://vendor.example.com', PORTAL_URL: `https://${host}` }
const server = await serverOfThisFile({ settings })

test('a portal with a host of its own is entered, shown and framed there', async () => {
  const vendor = await world(server)
  await vendor.admin.put('/api/v1/embed-domains', { domains: ['app.vendor.example.com'] })
  const partner = await vendor.admin.post('/api/v1/partners', { name: 'Larkspur' })
  const { id: partnerId } = partner.body.data
  const email = 'robin@larkspur.example.com'
  await vendor.admin.post('/api/v1/visitors', { partnerId, email })
  const at = (path: string, headers: Record<string, string> = {}) =>
    visit(server.url, path, { headers: { host, ...headers } })
  const url = await portalUrlFor(vendor.admin, email)
  assert.ok(url.startsWith(`https://${host}/?token=`), url)
  const elsewhere = await visit(server.url, url.slice(`https://${host}`.length))
  assert.equal(elsewhere.headers['set-cookie'], undefined, 'the host of the console takes no token')
  const opened = await at(url.slice(`https://${host}`.length))
  assert.deepEqual([opened.status, opened.location], [302, '/'])
  assert.match(String(opened.headers['set-cookie']), /; HttpOnly; SameSite=Lax; Secure$/)
  const cookie = cookieIn(opened.headers['set-cookie'])
  const page = await at('/links', { cookie })
  assert.equal(page.status, 200)
  assert.match(String(page.headers['content-security-policy']), /frame-ancestors https:\/\/app\.vendor\.example\.com$/)
  const room = (await vendor.admin.get(`/api/v1/rooms?partnerId=${partnerId}`)).body.data[0].id
  const toRoom = await portalUrlFor(vendor.admin, email, room)
  assert.equal((await at(toRoom.slice(`https://${host}`.length))).location, `/rooms/${room}`)
  const session = await callerOf(server.url, '', { cookie }).get('/api/v1/portal/session')
  assert.equal(session.body.data.partner.id, partnerId)
})

test('under https a cookie is of its host alone, and one that another host has planted opens nothing', async () => {
  const vendor = await world(server)
  const { email, cookie } = await visitorOf(server, vendor)
  assert.match(cookie, /^__Host-symbolon_portal=/)
  const status = async (given: string) => (await portalPage(server.url, given).get('/api/v1/portal/session')).status
  assert.deepEqual([await status(cookie), await status(cookie.replace('__Host-', ''))], [200, 401])
  await vendor.admin.put('/api/v1/embed-domains', { domains: ['app.vendor.example.com'] })
  const url = new URL(await portalUrlFor(vendor.admin, email))
  const framed = await visit(server.url, `/${url.search}`, { headers: { host, 'sec-fetch-dest': 'iframe' } })
  assert.match(
    String(framed.headers['set-cookie']),
    /^__Host-symbolon_portal=[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=None; Secure; Partitioned$/,
  )
  const ended = await portalPage(server.url, cookie).delete('/api/v1/portal/session')
  for (const one of ended.headers.getSetCookie()) assert.match(one, /^__Host-symbolon_portal=; Path=\/;.* Secure/)
  const member = await memberOf(server, vendor)
  assert.match(member.cookie, /^__Host-symbolon_console=/)
  const planted = fromPage(server, member.cookie.replace('__Host-', ''))
  assert.deepEqual(
    [(await member.get('/api/v1/partners')).status, (await planted.get('/api/v1/partners')).status],
    [200, 401],
  )
  assert.equal((await member.post('/api/auth/sign-out', {})).status, 200)
  assert.equal((await member.get('/api/v1/partners')).status, 401)
})
