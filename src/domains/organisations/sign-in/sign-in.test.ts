import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { cookieOf, fromPage, memberOf, memberWithPassword, password, signIn } from '#/testing/members.ts'
import { runSql } from '#/testing/sql.ts'
import { callerOf, serverOfThisFile, startServer, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const page = fromPage(server)

const wordsOf = (email: string, word = password) => ({ email, password: word })
const tokenOf = (cookie: string) => decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? ''

test('a member signs in by password, acts within the role, and signs out', async () => {
  const whole = await world(server)
  const { email } = await memberWithPassword(server, whole, { role: 'PARTNER_MANAGER' })
  const answer = await page.post('/api/auth/sign-in/email', wordsOf(email.toUpperCase()))
  assert.deepEqual(
    [answer.status, answer.body, answer.headers.get('cache-control')],
    [200, { data: { url: null } }, 'no-store'],
  )
  assert.match(
    answer.headers.getSetCookie().join(),
    /^symbolon_console=[^;]+; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
  )
  const member = fromPage(server, cookieOf(answer.headers))
  assert.equal((await member.get('/api/v1/partners')).status, 200)
  assert.equal((await member.post('/api/v1/partners', { name: 'Northwind' })).status, 201)
  const [event] = (await whole.admin.get('/api/v1/events?type=partners.create')).body.data
  assert.deepEqual([event.actor.kind, event.actor.name], ['member', 'Kim Sample'])
  assert.equal((await member.post('/api/auth/sign-out', {})).status, 200)
  assert.equal((await member.get('/api/v1/partners')).status, 401)
})

test('the audit log says who signed in and out, by which browser, and who set a new password', async () => {
  const whole = await world(server)
  const { memberId, email } = await memberWithPassword(server, whole)
  const told = async () =>
    (await whole.admin.get(`/api/v1/events?actorId=${memberId}`)).body.data.map(
      ({ type, actor, before, after }: { type: string; actor: { kind: string }; before: object; after: object }) => [
        type,
        actor.kind,
        before,
        after,
      ],
    )
  const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Firefox/140.0' }
  const ofBrowser = { browser: 'Firefox on Linux' }
  const [opened, ended] = [
    ['sessions.open', 'member', null, ofBrowser],
    ['sessions.end', 'member', ofBrowser, null],
  ]
  const before = await told()
  const signInAgain = async (cookie = '') => {
    const headers = { ...agent, ...(cookie ? { cookie } : {}) }
    const answer = await page.post('/api/auth/sign-in/email', wordsOf(email), { headers })
    assert.equal(answer.status, 200, answer.text)
    return cookieOf(answer.headers)
  }
  const first = await signInAgain()
  const second = await signInAgain(first)
  assert.deepEqual(await told(), [ended, opened, opened, ...before], 'the one before is left')
  assert.equal((await fromPage(server, second).post('/api/auth/sign-out', {})).status, 200)
  assert.equal((await fromPage(server, second).post('/api/auth/sign-out', {})).status, 200)
  assert.deepEqual(await told(), [ended, ended, opened, opened, ...before])
  assert.equal((await page.post('/api/auth/sign-in/email', wordsOf(email, 'wrong horse battery'))).status, 401)
  assert.equal((await told()).length, before.length + 4)
})

test('each role may do what its scopes say, and a viewer changes nothing', async () => {
  const whole = await world(server)
  const asks: [string, (one: typeof page) => Promise<{ status: number }>, string[]][] = [
    ['read partners', (one) => one.get('/api/v1/partners'), ['ADMIN', 'PARTNER_MANAGER', 'FINANCE', 'VIEWER']],
    ['make partners', (one) => one.post('/api/v1/partners', { name: 'Northwind' }), ['ADMIN', 'PARTNER_MANAGER']],
    ['read payouts', (one) => one.get('/api/v1/payouts'), ['ADMIN', 'PARTNER_MANAGER', 'FINANCE', 'VIEWER']],
    ['make lines', (one) => one.post('/api/v1/commission-lines', {}), ['ADMIN', 'FINANCE']],
    ['make campaigns', (one) => one.post('/api/v1/campaigns', {}), ['ADMIN', 'PARTNER_MANAGER']],
    ['read keys', (one) => one.get('/api/v1/api-keys'), ['ADMIN', 'VIEWER']],
    ['make keys', (one) => one.post('/api/v1/api-keys', {}), ['ADMIN']],
    ['make members', (one) => one.post('/api/v1/users', {}), ['ADMIN']],
    ['name the organisation', (one) => one.patch('/api/v1/organisation', {}), ['ADMIN']],
    ['make organisations', (one) => one.post('/api/v1/organisations', { name: 'Mine' }), []],
  ]
  for (const role of ['ADMIN', 'PARTNER_MANAGER', 'FINANCE', 'VIEWER']) {
    const member = await memberOf(server, whole, { role })
    for (const [what, ask, roles] of asks)
      assert.equal((await ask(member)).status === 403, !roles.includes(role), `${role}: ${what}`)
  }
})

test('a wrong password, an unknown address and one without a password are refused alike', async () => {
  const whole = await world(server)
  const { email } = await memberWithPassword(server, whole)
  await whole.admin.post('/api/v1/users', { email: 'nobody-joined@vendor.example' })
  for (const one of [email, 'unknown@vendor.example', 'nobody-joined@vendor.example']) {
    const { status, body } = await page.post('/api/auth/sign-in/email', wordsOf(one, 'wrong horse battery'))
    assert.deepEqual([status, body.error.code], [401, 'SIGN_IN_REFUSED'])
  }
  const odd = await page.post('/api/auth/sign-in/email', { email: 'no address', password, rememberMe: true })
  const paths = odd.body.error.details.map(({ path }: { path: string[] }) => path.join('.'))
  assert.deepEqual([odd.status, paths.toSorted()], [422, ['email', 'rememberMe']])
})

test('an account is tried ten times a minute, and an address fails as often as the setting says', async () => {
  await using strict = await startServer({
    settings: { FAILED_KEYS_PER_MINUTE: '3' },
    now: () => new Date('2026-02-03T09:30:10Z'),
  })
  const one = fromPage(strict)
  const tries = await Promise.all(
    Array.from({ length: 12 }, () => one.post('/api/auth/sign-in/email', wordsOf('kim@vendor.example', 'x'))),
  )
  assert.ok(tries.filter(({ status }) => status === 429).length >= 2)
  const other = await one.post('/api/auth/sign-in/email', wordsOf('robin@vendor.example', 'x'))
  assert.deepEqual(
    [other.status, other.body.error.code, other.headers.get('retry-after')],
    [429, 'RATE_LIMIT_EXCEEDED', '50'],
  )
})

test('whoever signs in anew gets another cookie, and the one before is dead; a cookie that was put there is not taken over', async () => {
  const { email } = await memberWithPassword(server, await world(server))
  const first = await signIn(server, email)
  const again = await fromPage(server, first).post('/api/auth/sign-in/email', wordsOf(email))
  const second = cookieOf(again.headers)
  assert.notEqual(tokenOf(second), tokenOf(first))
  assert.equal((await fromPage(server, first).get('/api/v1/partners')).status, 401)
  assert.equal((await fromPage(server, second).get('/api/v1/partners')).status, 200)
  const planted = 'symbolon_console=planted-by-somebody'
  const after = await fromPage(server, planted).post('/api/auth/sign-in/email', wordsOf(email))
  assert.equal((await fromPage(server, planted).get('/api/v1/partners')).status, 401)
  assert.notEqual(cookieOf(after.headers), planted)
})

test('the database knows tokens, codes and passwords by their hashes only, and the log knows none', async () => {
  const whole = await world(server)
  const member = await memberOf(server, whole)
  await page.post('/api/auth/email-otp/send-verification-otp', { email: member.email, type: 'sign-in' })
  const token = tokenOf(member.cookie)
  const dump = await runSql(
    server,
    `select s::text as row from account_session s union all select c::text from account_credential c union all select v::text from account_code v`,
  )
  const all = dump.map(({ row }) => row).join('\n')
  const code = await codeSentTo(member.email)
  assert.ok(all.includes(createHash('sha256').update(token).digest('base64url')))
  for (const secret of [token, password, code]) {
    assert.ok(!all.includes(secret))
    assert.ok(!server.logged.join('').includes(secret))
  }
  const byHash = `symbolon_console=${createHash('sha256').update(token).digest('base64url')}`
  assert.equal((await fromPage(server, byHash).get('/api/v1/partners')).status, 401)
})

test('a session ends at its time, and is forgotten', async () => {
  const whole = await world(server)
  const member = await memberOf(server, whole)
  await runSql(server, 'update account_session set expires_at = now() where organisation_id = $1', [
    whole.organisation.id,
  ])
  assert.equal((await member.get('/api/v1/partners')).status, 401)
  assert.equal((await member.get('/api/v1/me/profile')).status, 401)
  await server.application.jobs.runNow('sign-ins.delete-expired')
  const left = await runSql(server, 'select from account_session where organisation_id = $1', [whole.organisation.id])
  assert.equal(left.length, 0)
})

test('a change that a page of another site asks for is refused, also where it does not say where it is from', async () => {
  const whole = await world(server)
  const { cookie, email } = await memberOf(server, whole)
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    {},
  ]
  for (const headers of foreign) {
    const caller = callerOf(server.url, '', { cookie, ...headers })
    const made = await caller.post('/api/v1/partners', { name: 'Forged' })
    assert.deepEqual([made.status, made.body.error.code], [403, 'CROSS_SITE_REFUSED'], JSON.stringify(headers))
    const without = callerOf(server.url, '', headers)
    assert.equal((await without.post('/api/auth/sign-in/email', wordsOf(email))).status, 403)
    assert.equal((await caller.post('/api/auth/sign-out', {})).status, 403)
  }
  assert.equal((await fromPage(server, cookie).get('/api/v1/partners')).body.data.length, 0)
  const own = callerOf(server.url, '', { cookie, origin: server.url })
  assert.equal((await own.post('/api/v1/partners', { name: 'Ours' })).status, 201)
})

test('what better-auth offers besides is closed: nobody signs up, or lists, or links', async () => {
  for (const path of [
    '/sign-up/email',
    '/update-user',
    '/list-sessions',
    '/get-session',
    '/link-social',
    '/delete-user',
    '/reset-password',
    '/email-otp/verify-email',
    '/error',
  ])
    for (const method of ['GET', 'POST']) {
      const { status } = await page.send(method, `/api/auth${path}`, method === 'POST' ? { body: {} } : {})
      assert.equal(status, 404, `${method} ${path}`)
    }
})

/** The code in the newest letter to somebody. */
async function codeSentTo(email: string): Promise<string> {
  const [mail] = await runSql(server, 'select body from mail where recipient = $1 order by id desc limit 1', [email])
  return /\d{8}/.exec(mail?.body ?? '')?.[0] ?? ''
}

/** What the browser holds that has asked for a code. */
let asker = { headers: { cookie: '' } }
async function sendCode(email: string, type = 'sign-in') {
  const answer = await page.post('/api/auth/email-otp/send-verification-otp', { email, type })
  const [set] = answer.headers.getSetCookie()
  if (set) asker = { headers: { cookie: set.split(';')[0] ?? '' } }
  return answer
}
const byCode = (email: string, otp: string) => page.post('/api/auth/sign-in/email-otp', { email, otp }, asker)

test('a member whom nobody invited joins by a code that was mailed to the address, once, even when 8 use it at once', async () => {
  const whole = await world(server)
  const email = 'mailed@vendor.example'
  const { id } = (await whole.admin.post('/api/v1/users', { email, role: 'VIEWER' })).body.data
  assert.equal((await sendCode(email)).status, 200)
  const code = await codeSentTo(email)
  const answers = await Promise.all(Array.from({ length: 8 }, () => byCode(email, code)))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, ...Array<number>(7).fill(401)])
  const [inside] = answers.filter(({ status }) => status === 200)
  const member = fromPage(server, cookieOf(inside?.headers ?? new Headers()))
  assert.equal((await member.get('/api/v1/me/profile')).body.data.hasPassword, false)
  assert.equal((await whole.admin.get(`/api/v1/users/${id}`)).body.data.status, 'ACTIVE')
})

test('a code is good for three attempts; a further letter waits a minute; who is no member gets none, and the same answer', async () => {
  const whole = await world(server)
  const { email } = await memberWithPassword(server, whole)
  const known = await sendCode(email)
  const code = await codeSentTo(email)
  const wrong = code === '12345678' ? '87654321' : '12345678'
  for (const _ of [1, 2, 3]) assert.deepEqual((await byCode(email, wrong)).body.error.code, 'CODE_REFUSED')
  assert.equal((await byCode(email, code)).status, 401)
  assert.equal((await sendCode(email)).body.error.code, 'RATE_LIMIT_EXCEEDED')
  const unknown = await sendCode('stranger@elsewhere.example')
  assert.deepEqual([unknown.status, unknown.text], [known.status, known.text])
  assert.equal(await codeSentTo('stranger@elsewhere.example'), '')
})

test('a forgotten password is set by a code, and ends every session', async () => {
  const member = await memberOf(server, await world(server))
  await sendCode(member.email, 'forget-password')
  const otp = await codeSentTo(member.email)
  const reset = (word: string) =>
    page.post('/api/auth/email-otp/reset-password', { email: member.email, otp, password: word }, asker)
  assert.deepEqual((await reset('short')).body.error.details[0].path, ['password'])
  assert.equal((await byCode(member.email, otp)).status, 401, 'a code is for what it was sent for')
  assert.equal((await reset('another horse battery')).status, 200)
  assert.equal((await member.get('/api/v1/partners')).status, 401)
  assert.equal((await page.post('/api/auth/sign-in/email', wordsOf(member.email))).status, 401)
  await signIn(server, member.email, 'another horse battery')
})
