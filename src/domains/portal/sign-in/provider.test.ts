import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visit } from '#/testing/clicks.ts'
import { identityProvider } from '#/testing/identity-provider.ts'
import { cookieIn, portalPage, visitorOf } from '#/testing/portal.ts'
import { serverOfThisFile, startServer, type World, world } from '#/testing/world.ts'

const provider = await identityProvider()
const settings = {
  PORTAL_OIDC_ISSUER: provider.issuer,
  PORTAL_OIDC_CLIENT_ID: provider.clientId,
  PORTAL_OIDC_CLIENT_SECRET: provider.clientSecret,
}
const clock = { aheadMs: 0 }
const server = await serverOfThisFile({ settings, now: () => new Date(Date.now() + clock.aheadMs) })
const portal = 'http://localhost:4000/portal'
const pathOf = (url: string) => url.slice(new URL(url).origin.length)

/** Sets out for the provider: where to, and what the browser is to bring back. */
async function setOut({ organisation }: World) {
  const { status, location, headers } = await visit(
    server.url,
    `/api/v1/portal/provider?organisation=${organisation.id}`,
  )
  assert.equal(status, 302)
  const [cookie = ''] = String(headers['set-cookie']).split(';')
  return { location, cookie, set: String(headers['set-cookie']) }
}

const comeBack = (address: string, cookie: string) => visit(server.url, pathOf(address), { headers: { cookie } })

/** There and back, as whoever the provider says. */
async function signIn(vendor: World, claims: object) {
  provider.claims = { ...claims }
  const { location, cookie } = await setOut(vendor)
  return await comeBack(provider.approve(location), cookie)
}

test('a visitor signs in by the identity provider, by an address that it has verified', async () => {
  const vendor = await world(server)
  const { id, email } = await visitorOf(server, vendor)
  const ways = await portalPage(server.url).get(`/api/v1/portal/sign-in?organisation=${vendor.organisation.id}`)
  assert.deepEqual(ways.body.data.ways, { code: true, provider: true })
  const { location, cookie, set } = await setOut(vendor)
  const asked = new URL(location).searchParams
  assert.ok(location.startsWith(`${provider.issuer}/authorize?`))
  assert.deepEqual(
    ['response_type', 'scope', 'code_challenge_method', 'redirect_uri'].map((name) => asked.get(name)),
    ['code', 'openid email', 'S256', 'http://localhost:4000/api/v1/portal/provider/callback'],
  )
  assert.match(set, /; Path=\/api\/v1\/portal\/provider; Max-Age=600; HttpOnly; SameSite=Lax$/)
  provider.claims = { email: email.toUpperCase(), email_verified: true }
  const back = await comeBack(provider.approve(location), cookie)
  assert.deepEqual([back.status, back.location], [302, `${portal}/`])
  const [session, forgotten] = back.headers['set-cookie'] ?? []
  assert.match(forgotten ?? '', /^symbolon_portal_provider=; .*Max-Age=0/)
  const caller = portalPage(server.url, cookieIn(session))
  assert.equal((await caller.get('/api/v1/portal/session')).body.data.visitor.id, id)
})

test('an address that is told apart from the token counts too, where it is verified', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  provider.userInfo = { email, email_verified: true }
  assert.equal((await signIn(vendor, {})).location, `${portal}/`)
  provider.userInfo = { email }
  assert.match((await signIn(vendor, {})).location, /refused=VISITOR/)
  provider.userInfo = {}
})

test('nobody gets in by an address that is not verified, or that no visitor has', async () => {
  const [vendor, other] = [await world(server), await world(server)]
  const { email } = await visitorOf(server, vendor)
  const stranger = await visitorOf(server, other)
  const refused = `${portal}/sign-in?refused=VISITOR&organisation=${vendor.organisation.id}`
  for (const claims of [
    { email },
    { email, email_verified: false },
    { email, email_verified: 'true' },
    { email: 'nobody@larkspur.example.com', email_verified: true },
    { email: stranger.email, email_verified: true },
    { email: `${email}\u0000`, email_verified: true },
    { email_verified: true },
  ]) {
    const back = await signIn(vendor, claims)
    assert.deepEqual([back.status, back.location], [302, refused], JSON.stringify(claims))
    assert.ok(!String(back.headers['set-cookie']).includes('symbolon_portal='))
  }
})

test('what the provider did not say, or not for this errand, opens nothing', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  provider.claims = { email, email_verified: true }
  const refused = async (address: string, cookie: string, why: string) => {
    const { location, headers } = await comeBack(address, cookie)
    assert.ok(location.startsWith(`${portal}/sign-in?refused=PROVIDER`), `${why}: ${location}`)
    assert.ok(!String(headers['set-cookie']).includes('symbolon_portal='), why)
  }
  const [first, second] = [await setOut(vendor), await setOut(vendor)]
  await refused(provider.approve(first.location), '', 'another browser')
  await refused(provider.approve(first.location), second.cookie, 'another errand')
  await refused(provider.approve(first.location), `${first.cookie}x`, 'a cookie that we did not make')
  await refused(
    `${new URL(provider.approve(first.location)).origin}/api/v1/portal/provider/callback`,
    first.cookie,
    'no code',
  )
  const used = provider.approve(first.location)
  assert.equal((await comeBack(used, first.cookie)).location, `${portal}/`)
  await refused(used, first.cookie, 'a code twice')

  provider.bend = (claims) => ({ ...claims, nonce: 'another' })
  await refused(provider.approve(second.location), second.cookie, 'another nonce')
  provider.bend = (claims) => ({ ...claims, aud: 'another' })
  await refused(provider.approve(second.location), second.cookie, 'for another client')
  provider.bend = (claims) => ({ ...claims, exp: 1 })
  await refused(provider.approve(second.location), second.cookie, 'too old')
  provider.bend = undefined
  provider.signsFalsely = true
  await refused(provider.approve(second.location), second.cookie, 'another key')
  provider.signsFalsely = false
  clock.aheadMs = 601_000
  await refused(provider.approve(second.location), second.cookie, 'too late')
  clock.aheadMs = 0
})

test('at a trusted domain whoever the provider has verified becomes a visitor', async () => {
  const vendor = await world(server)
  const template = await vendor.admin.post('/api/v1/experience-templates', { name: 'Gold' })
  await vendor.admin.post('/api/v1/partners', {
    name: 'Larkspur',
    domain: 'larkspur.example.com',
    experienceTemplateId: template.body.data.id,
    portalAccess: 'RESTRICTED_DOMAINS',
  })
  const back = await signIn(vendor, { email: 'new@larkspur.example.com', email_verified: true })
  assert.equal(back.location, `${portal}/`)
  const visitors = (await vendor.admin.get('/api/v1/visitors')).body.data
  assert.deepEqual(
    visitors.map(({ email }: { email: string }) => email),
    ['new@larkspur.example.com'],
  )
})

test('an address goes to the provider sixty times a minute and no more, and comes back as often', async () => {
  await using strict = await startServer({ settings, now: () => new Date('2026-02-03T09:30:10Z') })
  for (const path of ['/api/v1/portal/provider', '/api/v1/portal/provider/callback?code=x&state=y']) {
    const all = await Promise.all(Array.from({ length: 61 }, () => visit(strict.url, path)))
    assert.equal(all.filter(({ status }) => status === 302).length, 60, path)
    const over = all.find(({ status }) => status === 429)
    assert.deepEqual(
      [over?.headers['retry-after'], over?.headers['set-cookie'], JSON.parse(over?.text ?? '{}').error.code],
      ['50', undefined, 'RATE_LIMIT_EXCEEDED'],
    )
  }
})

test('where there is no provider, or it is away, the page of signing in says so', async () => {
  await using without = await startServer()
  await using away = await startServer({ settings: { ...settings, PORTAL_OIDC_ISSUER: 'http://127.0.0.1:9' } })
  for (const { url } of [without, away]) {
    const { status, location } = await visit(url, '/api/v1/portal/provider')
    assert.deepEqual([status, location], [302, `${portal}/sign-in?refused=PROVIDER`])
  }
})

test('under https the cookie of the way there is sent by https alone, to the way back alone', async () => {
  await using secure = await startServer({ settings: { ...settings, PUBLIC_URL: 'https://vendor.example.com' } })
  const { headers, status } = await visit(secure.url, '/api/v1/portal/provider')
  assert.equal(status, 302)
  assert.match(
    String(headers['set-cookie']),
    /^__Secure-symbolon_portal_provider=[\w-]+; Path=\/api\/v1\/portal\/provider; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
  )
})
