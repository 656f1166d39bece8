import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Answer, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
let vendor: World
let partnerId: string
let partner: Caller

before(async () => {
  vendor = await world(server)
  partnerId = (await vendor.admin.post('/api/v1/partners', { name: 'Ledgerline Advisors' })).body.data.id
  partner = await vendor.callerBoundTo(partnerId)
})

const organizations = '/v2/partner/organizations'

test('a partner’s key adds a client to its portfolio', async () => {
  const answer = await partner.post(organizations, { name: '  Fernhill Foods ', unknown: 1 })
  assert.equal(answer.status, 201, answer.text)
  const { id, external_id, ...rest } = answer.body
  assert.match(id, /^orgn_[0-9A-HJKMNP-TV-Z]{26}$/)
  assert.match(external_id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.deepEqual(rest, {
    name: 'Fernhill Foods',
    source: 'PARTNER',
    promo: null,
    status: 'ACTIVE',
    is_test: false,
    billing_plan: 'FREE',
    disable_emails: false,
    customer_id: null,
    subscription_id: null,
    scheduled_deletion: null,
    email_group: null,
    internal_use: false,
    archival_reason: null,
    archival_reason_notes: null,
    archival_by: null,
    archival_at: null,
  })
})

test('of 24 equal creates one is 201, the others are 409', async () => {
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, i) =>
      partner.post(organizations, { name: i % 2 ? 'Basalt Studio' : 'BASALT studio' }),
    ),
  )
  const statuses = Map.groupBy(answers, ({ status }) => status)
  assert.deepEqual([statuses.get(201)?.length, statuses.get(409)?.length], [1, 23])
  assert.deepEqual(statuses.get(409)?.[0]?.body, { detail: 'An organization with this name already exists' })
})

test('the partner is named where a key acts for many', async () => {
  const named = (id: string) => ({ headers: { 'x-partner-id': id } })
  const body = { name: 'Named by the vendor' }
  const missing = await vendor.admin.post(organizations, body)
  assert.deepEqual(
    [missing.status, missing.body],
    [400, { detail: { code: 'PARTNER_ID_REQUIRED', message: 'Name the partner in the x-partner-id header.' } }],
  )
  const unknown = await vendor.admin.post(organizations, body, named('ptn_unknown'))
  assert.deepEqual(
    [unknown.status, unknown.body],
    [403, { detail: 'User does not have access to the specified partner' }],
  )
  const tooLong = await vendor.admin.post(organizations, { name: 7 }, named('x'.repeat(101)))
  assert.equal(tooLong.status, 422)
  assert.deepEqual(
    tooLong.body.detail.map(({ loc, type }: { loc: string[]; type: string }) => [loc.join('.'), type]),
    [
      ['header.x-partner-id', 'string_too_long'],
      ['body.name', 'string_type'],
    ],
  )
  assert.equal((await vendor.admin.post(organizations, body, named(partnerId))).status, 201)
  assert.equal((await partner.post(organizations, { name: 'Own id' }, named(partnerId))).status, 201)
  assert.equal((await partner.post(organizations, { name: 'Other id' }, named('ptn_unknown'))).status, 403)
})

test('creates that come at once are listed newest first, by time and then by id', async () => {
  const busy = (await vendor.admin.post('/api/v1/partners', { name: 'Busy' })).body.data.id
  const caller = await vendor.callerBoundTo(busy)
  await Promise.all(Array.from({ length: 120 }, (_, n) => caller.post(organizations, { name: `Client ${n}` })))
  const { body } = await caller.get(`${organizations}/list?size=100`)
  const places = body.items.map(({ clientSince, id }: { clientSince: string; id: string }) => `${clientSince} ${id}`)
  assert.deepEqual(places, places.toSorted().toReversed())
})

const faultsOf = ({ status, body }: Answer) => {
  assert.equal(status, 422)
  return body.detail.map(({ loc, type }: { loc: string[]; type: string }) => [loc.join('.'), type])
}

test('broken text is one fault among others, and none under a key that nobody knows', async () => {
  const broken = await partner.post(organizations, { name: 'a\u0000', isTest: 1, billingMode: 'q\ud800' })
  assert.deepEqual(faultsOf(broken), [
    ['body.isTest', 'bool_type'],
    ['body.billingMode', 'enum'],
    ['body.name', 'value_error'],
  ])
  for (const stray of [{ zz: '\u0000' }, { zz: { deep: ['\ud800'] } }, { 'z\u0000': 1 }]) {
    const answer = await partner.post(organizations, { name: `Stray ${JSON.stringify(stray).length}`, ...stray })
    assert.equal(answer.status, 201, answer.text)
  }
})

test('a key that a query repeats counts by its last value, but for those that are lists', async () => {
  const list = (query: string) => partner.get(`${organizations}/list?${query}`)
  assert.equal((await list('status=NONE&status=ACTIVE&page=x&page=1')).status, 200)
  const wrong = await list('status=ACTIVE&status=NONE&size=1&size=x')
  assert.deepEqual(
    wrong.body.detail.map(({ type, input }: { type: string; input: unknown }) => [type, input]),
    [
      ['enum', 'NONE'],
      ['int_parsing', 'x'],
    ],
  )
  const [one, two] = (await list('size=2')).body.items.map(({ id }: { id: string }) => id)
  const { total } = (await partner.get(`${organizations}/search`)).body
  const rest = await partner.get(`${organizations}/search?exclude_org_ids=${one}&exclude_org_ids=${two}`)
  assert.equal(rest.body.total, total - 2)
})
