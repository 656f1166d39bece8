import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import pg from 'pg'
import { type Answer, callerOf, serverOfThisFile, type World, world } from '#/testing/world.ts'

const [minute, day] = [60_000, 86_400_000]
let time = Date.parse('2026-03-02T09:30:00.000Z')
const server = await serverOfThisFile({
  now: () => new Date(time),
  settings: { PORTAL_URL: 'https://portal.example.com' },
})
const anybody = callerOf(server.url, '')
let vendor: World
before(async () => {
  vendor = await world(server)
})
/** Limits are counted by the minute of this clock. */
beforeEach(() => void (time += minute))

const partners = '/v2/referral/partners'
const validate = (token: unknown) => anybody.post('/v2/referral/onboarding/validate', { token })
const complete = (token: string, more: object = {}) =>
  anybody.post('/v2/referral/onboarding/complete', { token, ...person, ...more })
const person = { email: 'owner@ledgerline.example.com', firstName: 'Alex', lastName: 'Sample' }

const is = (answer: Answer, status: number, body: unknown) =>
  assert.deepEqual([answer.status, answer.body], [status, body])
const dead = { detail: 'Onboarding link is invalid or has expired' }
const nothing = { valid: false, partnerName: null }
const tokenOf = ({ onboardingUrl }: { onboardingUrl: string }) => {
  const [, token] = /^https:\/\/portal\.example\.com\/onboarding\?token=([\w-]{43})$/.exec(onboardingUrl) ?? []
  assert.ok(token, onboardingUrl)
  return token
}
const faultsOf = ({ body }: Answer) =>
  body.detail.map(({ loc, type }: { loc: (string | number)[]; type: string }) => [loc.join('.'), type])

async function bring(name: string): Promise<{ partnerId: string; token: string }> {
  const made = await vendor.admin.post(partners, { name })
  assert.equal(made.status, 201, made.text)
  return { partnerId: made.body.partnerId, token: tokenOf(made.body) }
}

async function nextLink(partnerId: string): Promise<string> {
  const made = await vendor.admin.post(`${partners}/${partnerId}/onboarding-url`)
  assert.equal(made.status, 200, made.text)
  return tokenOf(made.body)
}

// oxlint-disable-next-line typescript/no-explicit-any -- a test asserts on whatever came back
async function rowsOf(text: string, values: unknown[]): Promise<any[]> {
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  const { rows } = await client.query(text, values).finally(() => client.end())
  return rows
}

test('the link makes its bearer the owner, and all links of the partner are dead', async () => {
  const { partnerId, token } = await bring('Ledgerline Advisors')
  const other = await nextLink(partnerId)
  const valid = { valid: true, partnerName: 'Ledgerline Advisors' }
  is(await validate(token), 200, valid)
  is(await validate(` ${other} `), 200, valid)
  const password = '  käse und brot  '
  const done = await complete(other, { password, unknown: 1 })
  is(done, 201, { partnerId, loginUrl: 'https://portal.example.com/login' })
  for (const used of [token, other]) {
    is(await validate(used), 200, nothing)
    is(await complete(used), 404, dead)
  }
  const [user, ...more] = await rowsOf('select * from partner_user where partner_id = $1', [partnerId])
  assert.deepEqual(more, [])
  assert.deepEqual(
    [user.email, user.role, user.status, user.first_name, user.last_name],
    [person.email, 'OWNER', 'ACTIVE', 'Alex', 'Sample'],
  )
  assert.match(user.password_hash, /^scrypt\$/)
  const list = await vendor.admin.get(partners)
  assert.equal(list.body.items.find((one: { partnerId: string }) => one.partnerId === partnerId).status, 'ACTIVE')
  is(await vendor.admin.post(`${partners}/${partnerId}/onboarding-url`), 409, {
    detail: 'The partner has completed onboarding',
  })
})

test('completing leaves events of the partner, without link or password', async () => {
  const { partnerId, token } = await bring('Recorded')
  await complete(token, { password: 'never to be seen' })
  const events = await rowsOf(
    'select organisation_id, type, actor_kind, subject_id, before, after from event where partner_id = $1 order by id',
    [partnerId],
  )
  const [{ id: userId }] = await rowsOf('select id from partner_user where partner_id = $1', [partnerId])
  const common = { organisation_id: vendor.organisation.id, actor_kind: 'public', before: null }
  assert.deepEqual(events.slice(-2), [
    { ...common, type: 'onboarding.complete', subject_id: partnerId, after: { userId } },
    {
      ...common,
      type: 'partner-users.create',
      subject_id: userId,
      after: { ...person, role: 'OWNER', status: 'ACTIVE' },
    },
  ])
  assert.ok(!JSON.stringify(events).includes(token))
  assert.doesNotMatch(JSON.stringify(events), /scrypt|never to be seen/)
})

test('without a password there is none', async () => {
  const [one, two] = [await bring('No password'), await bring('Null password')]
  assert.equal((await complete(one.token)).status, 201)
  assert.equal((await complete(two.token, { password: null })).status, 201)
  const hashes = await rowsOf('select password_hash from partner_user where partner_id = any($1)', [
    [one.partnerId, two.partnerId],
  ])
  assert.deepEqual(hashes, [{ password_hash: null }, { password_hash: null }])
})

test('of two at once one completes: with one link, and with two links of one partner', async () => {
  for (const ofTwo of [false, true]) {
    const { partnerId, token } = await bring(ofTwo ? 'Two links' : 'One link')
    const second = ofTwo ? await nextLink(partnerId) : token
    const answers = await Promise.all(
      [token, second, token, second].map((one, i) => complete(one, { email: `person${i}@ledgerline.example.com` })),
    )
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 404, 404, 404])
    is(answers.find(({ status }) => status === 404) as Answer, 404, dead)
    const users = await rowsOf('select from partner_user where partner_id = $1', [partnerId])
    assert.equal(users.length, 1)
  }
})

test('a link lives seven days', async () => {
  const { partnerId, token } = await bring('Late')
  time += 7 * day - 1
  assert.equal((await validate(token)).body.valid, true)
  time += 1
  is(await validate(token), 200, nothing)
  is(await complete(token), 404, dead)
  assert.equal((await complete(await nextLink(partnerId))).status, 201)
})

test('an e-mail address that a user of the partner has is refused, and the link goes on working', async () => {
  const { partnerId, token } = await bring('Known person')
  await rowsOf(
    `insert into partner_user (organisation_id, id, partner_id, email, role, status, created_at, updated_at)
      values ($1, 'pusr_known', $2, 'Known@Ledgerline.example.com', 'MEMBER', 'ACTIVE', now(), now())`,
    [vendor.organisation.id, partnerId],
  )
  is(await complete(token, { email: 'known@ledgerline.EXAMPLE.com' }), 409, { detail: 'User already exists' })
  assert.equal((await validate(token)).body.valid, true)
  assert.equal((await complete(token)).status, 201)
})

test('what is not valid is named, before the link is looked at', async () => {
  const unknown = 'x'.repeat(43)
  is(await validate(unknown), 200, nothing)
  is(await complete(unknown), 404, dead)
  assert.deepEqual(faultsOf(await validate('x'.repeat(42))), [['body.token', 'string_too_short']])
  assert.deepEqual(faultsOf(await validate('x'.repeat(44))), [['body.token', 'string_too_long']])
  is(await validate('😀'.repeat(43)), 200, nothing)
  assert.deepEqual(faultsOf(await validate(undefined)), [['body.token', 'missing']])
  const wrong = await anybody.post('/v2/referral/onboarding/complete', {
    token: 7,
    email: 'nobody',
    firstName: ' ',
    password: ' 34567 ',
  })
  assert.equal(wrong.status, 422)
  assert.deepEqual(faultsOf(wrong), [
    ['body.token', 'string_type'],
    ['body.email', 'value_error'],
    ['body.firstName', 'string_too_short'],
    ['body.lastName', 'missing'],
    ['body.password', 'string_too_short'],
  ])
  assert.deepEqual(faultsOf(await complete(unknown, { password: 'x'.repeat(129) })), [
    ['body.password', 'string_too_long'],
  ])
  is(await complete(unknown, { password: '😀'.repeat(128) }), 404, dead)
})

test('an invitation is no onboarding link', async () => {
  await vendor.admin.post(partners, { name: 'Invited', ownerEmail: 'owner@invited.example.com' })
  const [{ body }] = await rowsOf("select body from mail where recipient = 'owner@invited.example.com'", [])
  const [, token = ''] = /token=([\w-]{43})/.exec(body) ?? []
  is(await validate(token), 200, nothing)
  is(await complete(token), 404, dead)
})

test('an owner who was named at the start sets a password by the letter, once', async () => {
  await vendor.admin.post(partners, { name: 'Named owner', ownerEmail: 'named@owned.example.com' })
  const [{ body }] = await rowsOf("select body from mail where recipient = 'named@owned.example.com'", [])
  const [, token = ''] = /token=([\w-]{43})/.exec(body) ?? []
  const take = () =>
    anybody.post('/api/v1/invitations/accept', {
      token,
      firstName: 'Kim',
      lastName: 'Sample',
      password: 'a long secret',
    })
  assert.deepEqual((await Promise.all([take(), take()])).map(({ status }) => status).toSorted(), [201, 404])
  const [user] = await rowsOf(
    "select status, role, password_hash from partner_user where email = 'named@owned.example.com'",
    [],
  )
  assert.deepEqual([user.status, user.role, user.password_hash.split('$')[0] !== ''], ['ACTIVE', 'OWNER', true])
})

test('links of an archived partner sleep; those of a merged one lead to the other only while that has no owner', async () => {
  const { partnerId, token } = await bring('Archived')
  await vendor.admin.post(`/api/v1/partners/${partnerId}/archive`)
  is(await validate(token), 200, nothing)
  is(await complete(token), 404, dead)
  await vendor.admin.post(`/api/v1/partners/${partnerId}/restore`)
  assert.equal((await validate(token)).body.valid, true)

  const [ownerless, owned] = [await bring('Ownerless'), await bring('Owned')]
  await complete(owned.token)
  const merge = (into: string, partner: string) =>
    vendor.admin.post(`/api/v1/partners/${into}/merge`, { partnerId: partner })
  assert.equal((await merge(ownerless.partnerId, partnerId)).status, 200)
  is(await validate(token), 200, { valid: true, partnerName: 'Ownerless' })
  assert.equal((await merge(owned.partnerId, ownerless.partnerId)).status, 200)
  for (const late of [token, ownerless.token]) {
    is(await validate(late), 200, nothing)
    is(await complete(late), 404, dead)
  }
})

test('each of the two may be asked 30 times a minute from one address', async () => {
  const unknown = 'x'.repeat(43)
  for (const ask of [validate, complete]) {
    const answers = await Promise.all(Array.from({ length: 31 }, () => ask(unknown)))
    const refused = answers.filter(({ status }) => status === 429)
    assert.equal(refused.length, 1)
    is(refused[0] as Answer, 429, { detail: 'Rate limit exceeded' })
    assert.match(refused[0]?.headers.get('retry-after') ?? '', /^([1-9]|[1-5]\d|60)$/)
  }
})
