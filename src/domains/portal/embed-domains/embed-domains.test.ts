import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visit } from '#/testing/clicks.ts'
import { standInTheWay } from '#/testing/in-the-way.ts'
import { portalPage, portalUrlFor, visitorOf } from '#/testing/portal.ts'
import { callerOf, serverOfThisFile, startServer, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const pathOf = (url: string) => url.slice(new URL(url).origin.length)
const framed = (from?: string) => ({ 'sec-fetch-dest': 'iframe', ...(from && { referer: from }) })

/** A vendor whose portal a product may frame, and a visitor there. */
async function embedded() {
  const vendor = await world(server)
  const set = await vendor.admin.put('/api/v1/embed-domains', { domains: ['app.example.com', 'localhost:3000'] })
  assert.equal(set.status, 200, set.text)
  return { ...vendor, ...(await visitorOf(server, vendor)) }
}

const ancestorsIn = (policy: unknown) => /frame-ancestors ([^;]*)/.exec(String(policy))?.[1]

test('embed domains are replaced as a whole, each in its one spelling', async () => {
  const { admin } = await world(server)
  assert.deepEqual((await admin.get('/api/v1/embed-domains')).body, { data: { domains: [] } })
  const domains = ['https://Shop.Example.com:443', 'bücher.example', 'http://localhost:3000', 'shop.example.com']
  const set = await admin.put('/api/v1/embed-domains', { domains })
  assert.equal(set.status, 200, set.text)
  const kept = ['http://localhost:3000', 'shop.example.com', 'xn--bcher-kva.example']
  assert.deepEqual(set.body, { data: { domains: kept } })
  assert.deepEqual((await admin.get('/api/v1/embed-domains')).body, { data: { domains: kept } })
  await admin.put('/api/v1/embed-domains', { domains: kept })
  const { data } = (await admin.get('/api/v1/events?type=embed-domains.set')).body
  assert.deepEqual(
    data.map(({ before, after }: { before: unknown; after: unknown }) => ({ before, after })),
    [{ before: { domains: [] }, after: { domains: kept } }],
  )
})

test('an embed domain that is none is refused by its place, and more than a hundred are', async () => {
  const { admin } = await world(server)
  const put = async (domains: unknown) => {
    const { status, body } = await admin.put('/api/v1/embed-domains', { domains })
    return [status, body.error?.details[0].path, body.error?.details[0].code]
  }
  assert.deepEqual(await put(['app.example.com', '*.example.com']), [422, ['domains', 1], 'invalid_format'])
  assert.deepEqual(await put('app.example.com'), [422, ['domains'], 'invalid_type'])
  const many = Array.from({ length: 101 }, (_, n) => `a${n}.example.com`)
  assert.deepEqual(await put(many), [422, ['domains'], 'too_big'])
  assert.deepEqual(await put(many.slice(1)), [200, undefined, undefined])
})

test('embed domains are read and set by their scopes, each organisation’s for itself', async () => {
  const [vendor, other] = [await world(server), await world(server)]
  const reader = await vendor.callerWith('partners:read')
  assert.equal((await reader.get('/api/v1/embed-domains')).status, 200)
  assert.equal((await reader.put('/api/v1/embed-domains', { domains: [] })).status, 403)
  assert.equal((await (await vendor.callerWith('visitors:read')).get('/api/v1/embed-domains')).status, 403)
  await vendor.admin.put('/api/v1/embed-domains', { domains: ['app.example.com'] })
  assert.deepEqual((await other.admin.get('/api/v1/embed-domains')).body.data.domains, [])
})

test('of two lists that are set at once one stands whole', async () => {
  const { admin } = await world(server)
  const lists = [
    ['a.example.com', 'b.example.com'],
    ['c.example.com', 'd.example.com'],
  ]
  {
    await using lock = await standInTheWay(server, 'lock table embed_domain in exclusive mode')
    const both = Promise.all(lists.map((domains) => admin.put('/api/v1/embed-domains', { domains })))
    await lock.areWaiting(2)
    await lock.letGo()
    assert.deepEqual(
      (await both).map(({ status }) => status),
      [200, 200],
    )
  }
  const { domains } = (await admin.get('/api/v1/embed-domains')).body.data
  assert.ok(
    lists.some((list) => list.join() === domains.join()),
    domains.join(),
  )
})

test('inside an allowed frame the cookie is one of the frame’s site, and elsewhere an ordinary one', async () => {
  const { admin, email } = await embedded()
  const openAs = async (headers: Record<string, string>) => {
    const { status, headers: told } = await visit(server.url, pathOf(await portalUrlFor(admin, email)), { headers })
    assert.equal(status, 302)
    return String(told['set-cookie']).split('; ').slice(1).join('; ')
  }
  const ordinary = 'Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax'
  const inFrame = 'Path=/; Max-Age=2592000; HttpOnly; SameSite=None; Secure; Partitioned'
  assert.equal(await openAs({}), ordinary)
  assert.equal(await openAs({ referer: 'https://app.example.com/' }), ordinary)
  assert.equal(await openAs(framed('https://app.example.com/partners')), inFrame)
  assert.equal(await openAs(framed('http://localhost:3000/')), inFrame)
  assert.equal(await openAs(framed()), inFrame)
})

test('a frame of a site that is not listed gets nothing, and the token stays good', async () => {
  const { admin, email } = await embedded()
  const url = await portalUrlFor(admin, email)
  const strangers = [
    'https://evil.example.com',
    'http://app.example.com',
    'https://sub.app.example.com',
    'https://app.example.com:8443',
  ]
  for (const from of strangers) {
    const refused = await visit(server.url, pathOf(url), { headers: framed(`${from}/page`) })
    assert.equal(refused.status, 403, from)
    assert.equal(refused.headers['set-cookie'], undefined)
    assert.match(refused.text, /may not show the portal/)
  }
  assert.equal((await visit(server.url, pathOf(url))).status, 302)
})

test('where an organisation lists no site, nobody may frame its portal', async () => {
  const vendor = await world(server)
  const { email, cookie } = await visitorOf(server, vendor)
  const url = await portalUrlFor(vendor.admin, email)
  assert.equal((await visit(server.url, pathOf(url), { headers: framed() })).status, 403)
  const page = await visit(server.url, '/portal/', { headers: { cookie } })
  assert.equal(ancestorsIn(page.headers['content-security-policy']), "'none'")
  assert.equal(page.headers['x-frame-options'], 'DENY')
})

test('the pages name the sites that may frame them: those of the visitor’s organisation and no others', async () => {
  const { cookie } = await embedded()
  const other = await visitorOf(server, await world(server))
  const ancestors = async (cookies: string) => {
    const { headers } = await visit(server.url, '/portal/links', { headers: { cookie: cookies } })
    return [ancestorsIn(headers['content-security-policy']), headers['x-frame-options']]
  }
  assert.deepEqual(await ancestors(cookie), ['https://app.example.com http://localhost:3000', undefined])
  assert.deepEqual(await ancestors(other.cookie), ["'none'", 'DENY'])
  assert.deepEqual(await ancestors(''), ["'none'", 'DENY'], 'with several organisations nobody knows whose it is')
  const console = await visit(server.url, '/console/', { headers: { cookie } })
  assert.equal(ancestorsIn(console.headers['content-security-policy']), "'none'")
})

test('with one organisation only, its sites may frame the page of signing in too', async () => {
  await using alone = await startServer()
  const root = callerOf(alone.url, 'root-key-of-the-tests')
  await root.put('/api/v1/embed-domains', { domains: ['app.example.com'] })
  const page = await visit(alone.url, '/portal/sign-in')
  assert.equal(ancestorsIn(page.headers['content-security-policy']), 'https://app.example.com')
  assert.equal(page.headers['x-frame-options'], undefined)
})

test('on https the cookie is Secure', async () => {
  await using secure = await startServer({ settings: { PUBLIC_URL: 'https://vendor.example.com' } })
  const vendor = await world(secure)
  const { email, cookie } = await visitorOf(secure, vendor)
  const { headers } = await visit(secure.url, pathOf(await portalUrlFor(vendor.admin, email)))
  assert.match(String(headers['set-cookie']), /; HttpOnly; SameSite=Lax; Secure$/)
  const ended = await portalPage(secure.url, cookie).delete('/api/v1/portal/session')
  assert.match(String(ended.headers.get('set-cookie')), /Max-Age=0; HttpOnly; SameSite=Lax; Secure/)
})

test('a room leads to each partner that is not merged, newest first and by pages', async () => {
  const vendor = await world(server)
  const made = [await visitorOf(server, vendor), await visitorOf(server, vendor), await visitorOf(server, vendor)]
  const ids = made.map(({ partnerId }) => partnerId).toReversed()
  const first = await vendor.admin.get('/api/v1/rooms?limit=2')
  const second = await vendor.admin.get(`/api/v1/rooms?limit=2&cursor=${first.body.pagination.nextCursor}`)
  const rooms = [...first.body.data, ...second.body.data]
  assert.deepEqual(
    rooms.map(({ partnerId }) => partnerId),
    ids,
  )
  const [room] = rooms
  assert.match(room.id, /^room_[0-9A-Z]{26}$/)
  assert.equal(room.url, `http://localhost:4000/portal/rooms/${room.id}`)
  assert.deepEqual(Object.keys(room), ['id', 'partnerId', 'url', 'createdAt'])
  const other = await world(server)
  assert.deepEqual((await other.admin.get(`/api/v1/rooms?partnerId=${ids[0]}`)).body.data, [])
  assert.equal((await (await vendor.callerWith('visitors:read')).get('/api/v1/rooms')).status, 403)
})
