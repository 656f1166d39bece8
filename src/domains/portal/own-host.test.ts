import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visit } from '#/testing/clicks.ts'
import { cookieIn, portalUrlFor } from '#/testing/portal.ts'
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
