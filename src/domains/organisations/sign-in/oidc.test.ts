import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visit } from '#/testing/clicks.ts'
import { cookieOf, fromPage } from '#/testing/members.ts'
import { identityProvider } from '#/testing/provider.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, startServer, world } from '#/testing/world.ts'

const provider = await identityProvider('symbolon')
const settings = {
  OIDC_ISSUER: provider.issuer,
  OIDC_CLIENT_ID: 'symbolon',
  OIDC_CLIENT_SECRET: 'secret-of-the-tests',
}
const server = await serverOfThisFile({ settings })
const page = fromPage(server)

/** Goes to the provider and back, as a browser does, and returns where that ends. */
async function through(meddle: (back: URL) => void = () => {}, keepsCookies = true, before = '', on = server) {
  const begun = await fromPage(on).post('/api/auth/sign-in/social', { to: '/console/partners' })
  assert.equal(begun.status, 200, begun.text)
  const cookie = begun.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .concat(before || [])
    .join('; ')
  const back = new URL(await provider.visit(begun.body.data.url))
  meddle(back)
  const answer = await fetch(`${on.url}${back.pathname}${back.search}`, {
    redirect: 'manual',
    headers: { 'sec-fetch-site': 'cross-site', ...(keepsCookies && { cookie }) },
  })
  const session = cookieOf(answer.headers)
  return {
    status: answer.status,
    location: answer.headers.get('location') ?? '',
    session,
    caller: fromPage(on, session),
    begunWith: begun.headers.getSetCookie(),
  }
}

/** That it ended on the sign-in page, with a reason and without a session. */
function assertTurnedAway({ status, location, session }: Awaited<ReturnType<typeof through>>) {
  assert.deepEqual([status, session], [302, ''])
  assert.match(location, /\/console\/sign-in\?error=\w+/)
}

async function memberNamed(email: string, on = server) {
  const whole = await world(on)
  await whole.admin.post('/api/v1/users', { email, role: 'VIEWER' })
  provider.person = { sub: `sub-of-${email}`, email, email_verified: true, name: 'Robin Sample' }
  return whole
}

test('a member signs in by the provider, and again by the same identity; its tokens are not kept', async () => {
  assert.deepEqual((await page.get('/api/v1/console')).body.data.signInBy, ['PASSWORD', 'EMAIL_CODE', 'OIDC'])
  const whole = await memberNamed('robin@vendor.example')
  const first = await through()
  assert.deepEqual([first.status, first.location], [302, '/console/partners'])
  const profile = (await first.caller.get('/api/v1/me/profile')).body.data
  assert.deepEqual([profile.organisation.id, profile.member.role], [whole.organisation.id, 'VIEWER'])
  assert.notEqual((await through()).session, first.session)
  const kept = await runSql(server, 'select access_token, id_token, refresh_token from account_credential')
  assert.deepEqual(kept, [{ access_token: null, id_token: null, refresh_token: null }])
})

test('whoever signs in anew by the provider leaves the session that the browser had before', async () => {
  await memberNamed('anew@vendor.example')
  const [first, elsewhere] = [await through(), await through()]
  const second = await through(() => {}, true, first.session)
  const statuses = [first, elsewhere, second].map(async ({ caller }) => (await caller.get('/api/v1/me/profile')).status)
  assert.deepEqual(await Promise.all(statuses), [401, 200, 200])
})

test('whoever is no member, or has an address that nobody verified, is turned away', async () => {
  await memberNamed('known@vendor.example')
  provider.person.email_verified = false
  assertTurnedAway(await through())
  provider.person = { sub: 'stranger', email: 'stranger@elsewhere.example', email_verified: true }
  assertTurnedAway(await through())
  const [{ many }] = await runSql(
    server,
    `select count(*)::int as many from account where email in ('known@vendor.example', 'stranger@elsewhere.example')`,
  )
  assert.equal(many, 0)
})

test('a token of another audience, issuer, key or nonce, a stranger’s state and another browser are refused', async () => {
  await memberNamed('careful@vendor.example')
  for (const lie of [{ nonce: 'other' }, { aud: 'other' }, { iss: 'https://other.example' }, { isForged: true }]) {
    provider.lie = lie
    assertTurnedAway(await through())
  }
  provider.lie = {}
  assertTurnedAway(await through((back) => back.searchParams.set('state', 'somebody-else')))
  assertTurnedAway(await through(undefined, false))
  assert.equal((await through()).location, '/console/partners')
})

test('the provider sends back to the console only', async () => {
  for (const to of ['https://evil.example', '//evil.example', '/portal', '/console\\evil'])
    assert.equal((await page.post('/api/auth/sign-in/social', { to })).status, 422, to)
})

test('an address goes to the provider sixty times a minute and no more, and comes back as often', async () => {
  await using strict = await startServer({ settings, now: () => new Date('2026-02-03T09:30:10Z') })
  const asked = await Promise.all(
    Array.from({ length: 61 }, () => fromPage(strict).post('/api/auth/sign-in/social', {})),
  )
  const over = asked.filter(({ status }) => status === 429)
  assert.deepEqual(
    over.map(({ headers, body }) => [headers.get('retry-after'), body.error.code]),
    [['50', 'RATE_LIMIT_EXCEEDED']],
  )
  const back = (path: string) => visit(strict.url, `/api/auth/callback/${path}?code=x&state=y`)
  const all = await Promise.all(Array.from({ length: 61 }, () => back('oidc')))
  all.push(await back('another'))
  assert.deepEqual(
    all.filter(({ status }) => status !== 302).map(({ status, headers }) => [status, headers['retry-after']]),
    [
      [429, '50'],
      [429, '50'],
    ],
  )
})

test('under https every cookie of the way through the provider is of the host alone', async () => {
  await using secure = await startServer({ settings: { ...settings, PUBLIC_URL: 'https://vendor.example.com' } })
  await memberNamed('https@vendor.example', secure)
  const { caller, session, begunWith } = await through(undefined, true, '', secure)
  assert.equal((await caller.get('/api/v1/me/profile')).status, 200)
  assert.ok(begunWith.length > 0)
  for (const cookie of [...begunWith, `${session}; Secure; Path=/`])
    assert.match(cookie, /^__Host-symbolon_console.*(?=.*; Secure)(?=.*; Path=\/(;|$))/)
})
