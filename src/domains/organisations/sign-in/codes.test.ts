import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memberOf, memberWithPassword } from '#/testing/members.ts'
import { runSql } from '#/testing/sql.ts'
import { callerOf, serverOfThisFile, world } from '#/testing/world.ts'

const clock = { aheadMs: 0 }
const server = await serverOfThisFile({
  settings: { TRUST_PROXY: 'loopback' },
  now: () => new Date(Date.now() + clock.aheadMs),
})

/** The sign-in page in a browser that keeps its cookies, at some address. */
function browser(email: string, address: string) {
  let cookie = ''
  const page = callerOf(server.url, '', { 'sec-fetch-site': 'same-origin', 'x-forwarded-for': address })
  const post = async (path: string, body: object) => {
    const answer = await page.post(`/api/auth${path}`, { email, ...body }, { headers: cookie ? { cookie } : {} })
    const set = answer.headers.getSetCookie().find((one) => one.startsWith('symbolon_console_code='))
    if (set) cookie = set.split(';')[0] ?? ''
    return { status: answer.status, code: answer.body.error?.code, set, text: answer.text }
  }
  return {
    ask: (type = 'sign-in') => post('/email-otp/send-verification-otp', { type }),
    enter: (otp: string) => post('/sign-in/email-otp', { otp }),
    reset: (otp: string) => post('/email-otp/reset-password', { otp, password: 'another horse battery' }),
  }
}

const codesTo = async (email: string): Promise<string[]> =>
  (await runSql(server, 'select body from mail where recipient = $1 order by id', [email])).map(
    ({ body }) => /\d{8}/.exec(body)?.[0] ?? '',
  )
const wrongFor = (code: string) => (code === '12345678' ? '87654321' : '12345678')

test('a stranger neither ends nor uses up the code that a member has asked for, nor its mail', async () => {
  const { email } = await memberWithPassword(server, await world(server))
  const [own, stranger] = [browser(email, '192.0.2.1'), browser(email, '192.0.2.2')]
  assert.equal((await stranger.ask()).status, 200)
  const asked = await own.ask()
  assert.match(asked.set ?? '', /^symbolon_console_code=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/)
  const [, code = ''] = await codesTo(email)
  assert.match(code, /^\d{8}$/, 'the mail of this minute is one’s own')
  for (let tries = 1; tries <= 4; tries += 1) assert.equal((await stranger.enter(wrongFor(code))).code, 'CODE_REFUSED')
  assert.equal((await stranger.enter(code)).code, 'CODE_REFUSED', 'the code is of another browser')
  assert.equal((await browser(email, '192.0.2.3').enter(code)).code, 'CODE_REFUSED')
  clock.aheadMs += 60_000
  await stranger.ask()
  assert.equal((await own.enter(code)).status, 200)
  assert.equal((await own.enter(code)).code, 'CODE_REFUSED')
})

test('a code has three tries, and an address gets three mails a minute from all together', async () => {
  clock.aheadMs += 120_000
  const { email } = await memberWithPassword(server, await world(server))
  const at = (host: number) => browser(email, `192.0.2.${host}`)
  const own = at(1)
  assert.equal((await own.ask()).status, 200)
  const [code = ''] = await codesTo(email)
  for (let tries = 1; tries <= 3; tries += 1) await own.enter(wrongFor(code))
  assert.equal((await own.enter(code)).code, 'CODE_REFUSED')
  assert.equal((await own.ask()).code, 'RATE_LIMIT_EXCEEDED')
  const others = await Promise.all([at(2), at(3), at(4), at(5)].map((one) => one.ask()))
  assert.deepEqual(others.map(({ status }) => status).toSorted(), [200, 200, 429, 429])
  assert.equal((await codesTo(email)).length, 3)
})

test('a new password is set by the browser that asked for its code', async () => {
  clock.aheadMs += 240_000
  const whole = await world(server)
  const member = await memberOf(server, whole)
  const [own, stranger] = [browser(member.email, '192.0.2.1'), browser(member.email, '192.0.2.2')]
  await own.ask('forget-password')
  const [code = ''] = await codesTo(member.email)
  assert.equal((await stranger.reset(code)).code, 'CODE_REFUSED')
  assert.equal((await own.reset(code)).status, 200)
  const [event] = (await whole.admin.get('/api/v1/events?type=profile.set-password')).body.data
  assert.deepEqual([event.subjectId, event.actor.kind], [member.memberId, 'public'])
})
