import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { visit } from '#/testing/clicks.ts'
import { enter, portalUrlFor, visitorOf } from '#/testing/portal.ts'
import { callerOf, serverOfThisFile, world } from '#/testing/world.ts'

const clock = { aheadMs: 0 }
const server = await serverOfThisFile({ now: () => new Date(Date.now() + clock.aheadMs) })
const pathOf = (url: string) => url.slice(new URL(url).origin.length)
const tokenOf = (url: string) => new URL(url).searchParams.get('token') ?? ''

test('a portal session is a bare URL with a token of five minutes, made anew for each request', async () => {
  const vendor = await world(server)
  const { id, email } = await visitorOf(server, vendor)
  const caller = await vendor.callerWith('portal-sessions:write')
  const headers = { 'idempotency-key': 'the-same' }
  const first = await caller.post('/api/v1/auth/session', { email: email.toUpperCase() }, { headers })
  const second = await caller.post('/api/v1/auth/session', { email: email.toUpperCase(), roomId: null }, { headers })
  assert.deepEqual([first.status, second.status], [201, 201], first.text)
  assert.deepEqual(Object.keys(first.body), ['url'])
  assert.equal(first.headers.get('cache-control'), 'no-store')
  assert.notEqual(first.body.url, second.body.url)
  assert.ok(first.body.url.startsWith('http://localhost:4000/portal/?token='))
  const claims = decodeJwt(tokenOf(first.body.url))
  assert.deepEqual(decodeProtectedHeader(tokenOf(first.body.url)), { alg: 'HS256', typ: 'JWT' })
  assert.deepEqual(Object.keys(claims).toSorted(), ['aud', 'exp', 'iat', 'iss', 'jti', 'sub'])
  assert.equal(claims.sub, id)
  assert.equal(claims.exp, Number(claims.iat) + 300)
})

test('a portal session leads to a room of the visitor’s partner, and to none of another’s', async () => {
  const vendor = await world(server)
  const [robin, alex] = [await visitorOf(server, vendor), await visitorOf(server, vendor)]
  const elsewhere = await world(server)
  const stranger = await visitorOf(server, elsewhere)
  const roomOf = async (caller: typeof vendor.admin, partnerId: string) =>
    (await caller.get(`/api/v1/rooms?partnerId=${partnerId}`)).body.data[0].id
  const own = await roomOf(vendor.admin, robin.partnerId)
  const url = await portalUrlFor(vendor.admin, robin.email, own)
  assert.ok(url.startsWith(`http://localhost:4000/portal/rooms/${own}?token=`))
  assert.equal(decodeJwt(tokenOf(url))['rid'], own)
  const opened = await visit(server.url, pathOf(url))
  assert.deepEqual([opened.status, opened.location], [302, `/portal/rooms/${own}`])

  const ask = (roomId: string) => vendor.admin.post('/api/v1/auth/session', { email: robin.email, roomId })
  const others = await ask(await roomOf(vendor.admin, alex.partnerId))
  assert.deepEqual([others.status, others.body.error.code], [401, 'UNAUTHORIZED'])
  assert.deepEqual(others.body.error.details, { reason: 'VISITOR_NOT_AUTHORIZED' })
  for (const unknown of [
    await roomOf(elsewhere.admin, stranger.partnerId),
    'room_x',
    `room_${'0'.repeat(26)}`,
    'x'.repeat(400),
  ]) {
    const answer = await ask(unknown)
    assert.deepEqual([answer.status, answer.body.error.code], [404, 'ROOM_NOT_FOUND'])
  }
})

test('a body that is not valid comes before the visitor, and the visitor before the room', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  const stranger = await visitorOf(server, await world(server))
  const ask = async (body: object) => {
    const answer = await vendor.admin.post('/api/v1/auth/session', body)
    return [answer.status, answer.body.error.details?.[0]?.path ?? answer.body.error.details]
  }
  const unauthorised = [401, { reason: 'VISITOR_NOT_AUTHORIZED' }]
  assert.deepEqual(await ask({}), [422, ['email']])
  assert.deepEqual(await ask({ email: 'nobody' }), [422, ['email']])
  assert.deepEqual(await ask({ email, roomId: '' }), [422, ['roomId']])
  assert.deepEqual(await ask({ email, roomId: 7 }), [422, ['roomId']])
  assert.deepEqual(await ask({ email, userId: 'x' }), [422, ['userId']])
  assert.deepEqual(await ask({ email: 'nobody@larkspur.example.com', roomId: 'room_x' }), unauthorised)
  assert.deepEqual(await ask({ email: stranger.email }), unauthorised)
  assert.equal((await vendor.admin.get('/api/v1/visitors')).body.data.length, 1)
})

test('only a key of the organisation with the scope makes a portal session', async () => {
  const vendor = await world(server)
  const { email, partnerId, caller: visitor } = await visitorOf(server, vendor)
  const post = async (caller: typeof vendor.admin) => (await caller.post('/api/v1/auth/session', { email })).status
  assert.equal(await post(await vendor.callerWith('partners:write', 'visitors:write')), 403)
  assert.equal(await post(await vendor.callerBoundTo(partnerId)), 403)
  assert.equal(await post(callerOf(server.url, '')), 401)
  assert.equal(await post(visitor), 401)
})

test('nobody of a partner that is archived or was removed gets a portal session', async () => {
  const vendor = await world(server)
  const { id, email, partnerId } = await visitorOf(server, vendor)
  const url = await portalUrlFor(vendor.admin, email)
  await vendor.admin.post(`/api/v1/partners/${partnerId}/archive`)
  assert.equal((await vendor.admin.post('/api/v1/auth/session', { email })).status, 401)
  assert.equal((await visit(server.url, pathOf(url))).status, 401)
  await vendor.admin.post(`/api/v1/partners/${partnerId}/restore`)
  const again = await portalUrlFor(vendor.admin, email)
  await vendor.admin.delete(`/api/v1/visitors/${id}`)
  const refused = await visit(server.url, pathOf(again))
  assert.equal(refused.status, 401)
  assert.equal(refused.headers['set-cookie'], undefined)
})

test('a token that is forged, turned to another algorithm, of another purpose or too old opens nothing', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  const url = await portalUrlFor(vendor.admin, email)
  const token = tokenOf(url)
  const [header = '', payload = '', signature = ''] = token.split('.')
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signedWith = (secret: string, head = header) =>
    `${head}.${payload}.${createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url')}`
  const forged = [
    '',
    'x',
    `${encoded({ alg: 'none' })}.${payload}.`,
    `${encoded({ alg: 'none' })}.${payload}.${signature}`,
    `${encoded({ alg: 'HS512', typ: 'JWT' })}.${payload}.${signature}`,
    `${header}.${encoded({ ...decodeJwt(token), sub: 'vis_x' })}.${signature}`,
    `${header}.${encoded({ ...decodeJwt(token), exp: 9_999_999_999 })}.${signature}`,
    signedWith(''),
    signedWith('portal token'),
    `${token}&token=${token}`,
  ]
  for (const given of forged) {
    const refused = await visit(server.url, `/portal/?token=${given}`)
    assert.equal(refused.status, 401, given)
    assert.equal(refused.headers['set-cookie'], undefined)
    assert.match(String(refused.headers['content-type']), /^text\/html/)
    assert.equal(refused.headers['cache-control'], 'no-store')
  }
  clock.aheadMs = 301_000
  const late = await visit(server.url, pathOf(url))
  clock.aheadMs = 0
  assert.equal(late.status, 401)
  assert.match(late.text, /works once and for five minutes.*href="\/portal\/sign-in"/)
  const german = await visit(server.url, '/portal/?token=x', {
    headers: { 'accept-language': 'it, de-AT;q=0.9, en;q=0.8' },
  })
  assert.match(german.text, /<html lang="de">[^]*gilt einmal und fünf Minuten lang/)
  assert.equal((await visit(server.url, pathOf(url))).status, 302, 'none of these has used the token up')
})

test('the token reaches no line of the log, no Referer, no event and no row of the database', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  const url = await portalUrlFor(vendor.admin, email)
  const token = tokenOf(url)
  const opened = await visit(server.url, `${pathOf(url)}&from=mail`)
  assert.deepEqual([opened.status, opened.location], [302, '/portal/?from=mail'])
  assert.equal(opened.headers['referrer-policy'], 'no-referrer')
  const used = await visit(server.url, pathOf(url))
  assert.equal(used.status, 401)
  assert.equal(used.headers['referrer-policy'], 'no-referrer')
  const secret = String(opened.headers['set-cookie']).split(/[=;]/)[1] ?? ''
  assert.equal(secret.length, 43)
  const events = await vendor.admin.get('/api/v1/events?limit=100')
  for (const kind of ['portal-sessions.create', 'portal-sessions.open'])
    assert.ok(events.body.data.some((event: { type: string }) => event.type === kind))
  for (const hidden of [token, token.split('.')[2] ?? '', String(decodeJwt(token).jti), secret]) {
    assert.ok(
      !server.logged.join('').includes(hidden),
      server.logged.filter((line) => line.includes(hidden)).join('') + hidden,
    )
    assert.ok(!events.text.includes(hidden))
  }
})

test('only the home of the portal and its rooms redeem a token; elsewhere it is for the page, which nobody keeps', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  const token = tokenOf(await portalUrlFor(vendor.admin, email))
  for (const path of ['/onboarding', '/invitation', '/login', '/sign-in', '/rooms/', '/rooms/a/b', '/roomsful', '//'])
    for (const given of [token, 'n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8']) {
      const served = await visit(server.url, `/portal${path}?token=${given}`)
      assert.equal(served.status, 200, path)
      assert.match(String(served.headers['content-type']), /^text\/html/)
      assert.equal(served.headers['set-cookie'], undefined)
      assert.equal(served.headers['referrer-policy'], 'no-referrer')
      assert.equal(served.headers['cache-control'], 'no-store')
    }
  assert.ok(!server.logged.join('').includes(token))
  assert.equal((await visit(server.url, `/portal/rooms/x?token=${token}`)).status, 302, 'none of these has used it up')
})

test('a new session begins at each sign-in, whatever cookie the browser had before', async () => {
  const vendor = await world(server)
  const { email, cookie } = await visitorOf(server, vendor)
  const chosen = `symbolon_portal=${'a'.repeat(43)}`
  const planted = await visit(server.url, pathOf(await portalUrlFor(vendor.admin, email)), {
    headers: { cookie: chosen },
  })
  assert.equal(planted.status, 302)
  assert.ok(!String(planted.headers['set-cookie']).includes(chosen))
  const other = await enter(server, await portalUrlFor(vendor.admin, email))
  assert.notEqual(other, cookie)
})
