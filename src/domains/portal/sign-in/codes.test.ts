import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { standInTheWay } from '#/testing/in-the-way.ts'
import { cookieIn, portalPage, visitorOf } from '#/testing/portal.ts'
import { runSql } from '#/testing/sql.ts'
import { type Answer, callerOf, rootKey, serverOfThisFile, startServer, type World, world } from '#/testing/world.ts'

const clock = { aheadMs: 0 }
const server = await serverOfThisFile({ now: () => new Date(Date.now() + clock.aheadMs) })
const page = portalPage(server.url)
const minuteMs = 60_000

/** A fresh organisation, in a minute that nobody has asked for anything in. */
async function arrive(): Promise<World> {
  clock.aheadMs += minuteMs
  return await world(server)
}

const noMail = { subject: '', body: '' }
const lastMailTo = async (email: string): Promise<{ subject: string; body: string }> =>
  (await runSql(server, 'select subject, body from mail where recipient = $1 order by id desc limit 1', [email]))[0] ??
  noMail
const mailsTo = async (email: string): Promise<number> =>
  (await runSql(server, 'select count(*)::int as many from mail where lower(recipient) = lower($1)', [email]))[0].many
const codeIn = ({ body }: { body: string }) => /^\d{6}$/m.exec(body)?.[0] ?? ''

/** What the pages hold, by the address that they have asked a code for. */
const tickets = new Map<string, string>()

/** The way of a person: asks for a code, and has it from the mail. */
async function codeFor({ organisation }: World, email: string, language = 'en'): Promise<string> {
  const asked = await page.post('/api/v1/portal/codes', { email, organisation: organisation.id, language })
  assert.equal(asked.status, 200, asked.text)
  const { ticket } = asked.body.data
  if (ticket) tickets.set(email.toLowerCase(), ticket)
  return codeIn(await lastMailTo(email))
}

const redeem = ({ organisation }: World, email: string, code: string, more: object = {}): Promise<Answer> =>
  page.post('/api/v1/portal/session', {
    email,
    code,
    ticket: tickets.get(email.toLowerCase()) ?? 'x'.repeat(43),
    organisation: organisation.id,
    ...more,
  })

const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

/** A partner that trusts everybody at its domain. */
async function trusting({ admin }: World, domain: string): Promise<string> {
  const template = await admin.post('/api/v1/experience-templates', {
    name: `Template ${randomBytes(3).toString('hex')}`,
  })
  const partner = await admin.post('/api/v1/partners', {
    name: `Partner of ${domain}`,
    domain,
    experienceTemplateId: template.body.data.id,
    portalAccess: 'RESTRICTED_DOMAINS',
  })
  assert.equal(partner.status, 201, partner.text)
  return partner.body.data.id
}

test('a visitor signs in with the code that was mailed, once', async () => {
  const vendor = await arrive()
  const { id, email } = await visitorOf(server, vendor)
  const code = await codeFor(vendor, email)
  const opened = await redeem(vendor, email.toUpperCase(), ` ${code.slice(0, 3)} ${code.slice(3)} `)
  assert.equal(opened.status, 201, opened.text)
  assert.equal(opened.headers.get('cache-control'), 'no-store')
  assert.equal(opened.body.data.visitor.id, id)
  const setCookie = opened.headers.get('set-cookie') ?? ''
  assert.match(setCookie, /; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/)
  assert.ok(!opened.text.includes(cookieIn(setCookie).split('=')[1] ?? ''), 'the secret is in the cookie alone')
  const caller = portalPage(server.url, cookieIn(setCookie))
  assert.deepEqual((await caller.get('/api/v1/portal/session')).body, opened.body)
  const again = await redeem(vendor, email, code)
  assert.deepEqual([again.status, again.body.error.code], [401, 'CODE_REFUSED'])
  assert.equal(again.headers.get('set-cookie'), null)
})

test('a code is refused after three wrong tries, after 15 minutes, and by another organisation', async () => {
  const [vendor, other] = [await arrive(), await arrive()]
  const { email } = await visitorOf(server, vendor)
  const first = await codeFor(vendor, email)
  assert.equal((await redeem(other, email, first)).status, 401)
  for (let tries = 1; tries <= 3; tries += 1) assert.equal((await redeem(vendor, email, wrongFor(first))).status, 401)
  assert.equal((await redeem(vendor, email, first)).status, 401, 'the right one comes too late')
  clock.aheadMs += minuteMs
  const second = await codeFor(vendor, email)
  clock.aheadMs += 15 * minuteMs
  assert.equal((await redeem(vendor, email, second)).status, 401, 'it has expired')
  const third = await codeFor(vendor, email)
  assert.equal((await redeem(vendor, email, wrongFor(third))).status, 401)
  assert.equal((await redeem(vendor, email, third)).status, 201)
})

test('an address gets one mail a minute and five an hour, and a new code ends the one before', async () => {
  const vendor = await arrive()
  const { email } = await visitorOf(server, vendor)
  const first = await codeFor(vendor, email)
  assert.equal(await codeFor(vendor, email.toUpperCase()), '')
  assert.equal(await codeFor(vendor, email), first)
  assert.equal(await mailsTo(email), 1)
  for (let more = 2; more <= 5; more += 1) {
    clock.aheadMs += minuteMs
    await codeFor(vendor, email)
    assert.equal(await mailsTo(email), more)
  }
  const last = codeIn(await lastMailTo(email))
  if (first !== last) assert.equal((await redeem(vendor, email, first)).status, 401)
  clock.aheadMs += minuteMs
  const asked = await page.post('/api/v1/portal/codes', { email, organisation: vendor.organisation.id })
  assert.equal(await mailsTo(email), 5)
  assert.ok(Date.parse(asked.body.data.againAt) > Date.now() + clock.aheadMs + 50 * minuteMs)
  clock.aheadMs += 56 * minuteMs
  await codeFor(vendor, email)
  assert.equal(await mailsTo(email), 6)
})

test('the answer is the same whether or not anybody has the address', async () => {
  const vendor = await arrive()
  const { email } = await visitorOf(server, vendor)
  const nobody = 'nobody@larkspur.example.com'
  const ask = (address: string) =>
    page.post('/api/v1/portal/codes', { email: address, organisation: vendor.organisation.id })
  for (const round of [1, 2]) {
    const [known, unknown] = [await ask(email), await ask(nobody)]
    assert.deepEqual([known.status, unknown.status], [200, 200], `round ${round}`)
    assert.deepEqual(Object.keys(known.body.data), Object.keys(unknown.body.data))
    const gap = (answer: Answer) => Date.parse(answer.body.data.expiresAt) - Date.parse(answer.body.data.againAt)
    assert.equal(gap(known), gap(unknown))
  }
  assert.equal(await mailsTo(nobody), 0)
  const [wrong, never] = [await redeem(vendor, email, '000000'), await redeem(vendor, nobody, '000000')]
  assert.equal(wrong.text, never.text)
  assert.equal((await redeem(vendor, 'other@larkspur.example.com', '000000')).text, never.text)
})

test('of those who use one code at once exactly one is signed in', async () => {
  const vendor = await arrive()
  const { id, email } = await visitorOf(server, vendor)
  const code = await codeFor(vendor, email)
  const all = await Promise.all(Array.from({ length: 8 }, () => redeem(vendor, email, code)))
  assert.equal(all.filter(({ status }) => status === 201).length, 1)
  assert.equal(all.filter(({ status }) => status === 401).length, 7)
  const [{ many }] = await runSql(server, 'select count(*)::int as many from portal_session where visitor_id = $1', [
    id,
  ])
  assert.equal(many, 2, 'the one of the world and the one of the code')
})

test('of those who guess at once only three are looked at', async () => {
  const vendor = await arrive()
  const { email } = await visitorOf(server, vendor)
  const code = await codeFor(vendor, email)
  await Promise.all(Array.from({ length: 6 }, () => redeem(vendor, email, wrongFor(code))))
  const [{ tries }] = await runSql(server, 'select tries from portal_code where organisation_id = $1', [
    vendor.organisation.id,
  ])
  assert.equal(tries, 3)
})

test('the mail is in the language of the page, and holds the code in its text alone', async () => {
  const vendor = await arrive()
  const leads = {
    de: 'Mit diesem Code',
    fr: 'Ce code vous connecte',
    nl: 'Met deze code',
    es: 'Con este código',
    en: 'With this code',
  }
  for (const [language, lead] of Object.entries(leads)) {
    const { email } = await visitorOf(server, vendor)
    const code = await codeFor(vendor, email, language)
    const { subject, body } = await lastMailTo(email)
    assert.match(code, /^\d{6}$/)
    assert.ok(body.startsWith(lead), body)
    assert.ok(subject.includes(vendor.organisation.name) && !subject.includes(code))
  }
  const refused = await page.post('/api/v1/portal/codes', { email: 'a@b.example', language: 'it' })
  assert.deepEqual([refused.status, refused.body.error.details[0].path], [422, ['language']])
})

test('at the domain of a partner that trusts it anybody may sign in, and becomes a visitor by that', async () => {
  const vendor = await arrive()
  const partnerId = await trusting(vendor, 'larkspur.example.com')
  const email = `new.${randomBytes(3).toString('hex')}@LARKSPUR.example.com`
  const code = await codeFor(vendor, email)
  const visitors = async () => (await vendor.admin.get('/api/v1/visitors')).body.data
  assert.deepEqual(await visitors(), [], 'nobody is made by asking')
  const opened = await redeem(vendor, email, code)
  assert.equal(opened.status, 201, opened.text)
  const [visitor] = await visitors()
  assert.deepEqual([visitor.email, visitor.partnerId, visitor.id], [email, partnerId, opened.body.data.visitor.id])
  const events = (await vendor.admin.get('/api/v1/events?type=visitors.join')).body.data
  assert.deepEqual(
    events.map((event: { subjectId: string }) => event.subjectId),
    [visitor.id],
  )
})

test('a trusted domain is the partner’s own: none below it, none that anybody may use, none of a partner that is closed', async () => {
  const vendor = await arrive()
  const other = await world(server)
  await trusting(other, 'elsewhere.example.com')
  await trusting(vendor, 'larkspur.example.com')
  await trusting(vendor, 'gmail.com')
  const archived = await trusting(vendor, 'archived.example.com')
  await vendor.admin.post(`/api/v1/partners/${archived}/archive`)
  await vendor.admin.post('/api/v1/partners', { name: 'Closed', domain: 'closed.example.com' })
  const hosts = [
    'mail.larkspur.example.com',
    'notlarkspur.example.com',
    'example.com',
    'gmail.com',
    'archived.example.com',
    'closed.example.com',
    'elsewhere.example.com',
  ]
  for (const host of hosts) assert.equal(await codeFor(vendor, `robin@${host}`), '', host)
  assert.equal(
    (await runSql(server, 'select from mail where organisation_id = $1', [vendor.organisation.id])).length,
    0,
  )
})

test('of a trusted domain two who sign in at once with one address are one visitor', async () => {
  const vendor = await arrive()
  const partnerId = await trusting(vendor, 'larkspur.example.com')
  const email = `twice.${randomBytes(3).toString('hex')}@larkspur.example.com`
  const code = await codeFor(vendor, email)
  await using lock = await standInTheWay(server, 'lock table visitor in share mode')
  const [joined, created] = [redeem(vendor, email, code), vendor.admin.post('/api/v1/visitors', { partnerId, email })]
  await lock.areWaiting(2)
  await lock.letGo()
  assert.equal((await joined).status, 201)
  assert.ok([201, 422].includes((await created).status))
  assert.equal((await vendor.admin.get('/api/v1/visitors')).body.data.length, 1)
})

test('a visitor who is removed after the code was mailed is not let in by it', async () => {
  const vendor = await arrive()
  const { id, email } = await visitorOf(server, vendor)
  const code = await codeFor(vendor, email)
  await vendor.admin.delete(`/api/v1/visitors/${id}`)
  assert.equal((await redeem(vendor, email, code)).status, 401)
})

test('a page of another site signs nobody in and has no code mailed', async () => {
  const vendor = await arrive()
  const { email } = await visitorOf(server, vendor)
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example.com' }, {}] as Record<
    string,
    string
  >[]) {
    const stranger = callerOf(server.url, '', headers)
    const asked = await stranger.post('/api/v1/portal/codes', { email, organisation: vendor.organisation.id })
    assert.deepEqual([asked.status, asked.body.error.code], [403, 'CROSS_SITE_REFUSED'])
    assert.equal((await stranger.post('/api/v1/portal/session', { email, code: '123456' })).status, 403)
  }
  assert.equal(await mailsTo(email), 0)
})

test('in a frame of a listed site the cookie is one of the frame’s site, and an ordinary one where none is listed', async () => {
  const vendor = await arrive()
  const [robin, alex] = [await visitorOf(server, vendor), await visitorOf(server, vendor)]
  const cookieOf = async (email: string) =>
    String((await redeem(vendor, email, await codeFor(vendor, email), { isFramed: true })).headers.get('set-cookie'))
  assert.match(await cookieOf(robin.email), /SameSite=Lax$/)
  await vendor.admin.put('/api/v1/embed-domains', { domains: ['app.example.com'] })
  assert.match(await cookieOf(alex.email), /SameSite=None; Secure; Partitioned$/)
})

test('which organisation it is need only be said where there are several', async () => {
  const vendor = await arrive()
  const named = await page.get(`/api/v1/portal/sign-in?organisation=${vendor.organisation.id}`)
  const languages = ['en', 'de', 'fr', 'nl', 'es']
  const ways = { code: true, provider: false }
  assert.deepEqual(named.body.data, { organisation: vendor.organisation, ways, logoPath: null, languages })
  const unclear = { organisation: null, ways: { code: false, provider: false }, logoPath: null, languages }
  assert.deepEqual((await page.get('/api/v1/portal/sign-in')).body.data, unclear)
  assert.deepEqual((await page.get('/api/v1/portal/sign-in?organisation=org_x')).body.data, unclear)
  const asked = await page.post('/api/v1/portal/codes', { email: 'robin@larkspur.example.com' })
  assert.deepEqual([asked.status, asked.body.error.code], [404, 'ORGANISATION_NOT_FOUND'])
  await using alone = await startServer()
  const { organisation } = (await callerOf(alone.url, rootKey).get('/api/v1/me')).body.data
  assert.deepEqual((await portalPage(alone.url).get('/api/v1/portal/sign-in')).body.data, {
    organisation,
    ways,
    logoPath: null,
    languages,
  })
})

test('codes are kept as hashes, without the address, and go when they are of no use', async () => {
  const vendor = await arrive()
  const { email } = await visitorOf(server, vendor)
  const code = await codeFor(vendor, email)
  const kept = await runSql(server, 'select c::text as row from portal_code c where organisation_id = $1', [
    vendor.organisation.id,
  ])
  assert.equal(kept.length, 1)
  assert.ok(!kept[0].row.includes(email) && !kept[0].row.includes(code))
  clock.aheadMs += 61 * minuteMs
  await server.application.jobs.runNow('portal-sessions.delete-expired')
  assert.deepEqual(
    await runSql(server, 'select from portal_code where organisation_id = $1', [vendor.organisation.id]),
    [],
  )
})
