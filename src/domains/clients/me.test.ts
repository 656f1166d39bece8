import assert from 'node:assert/strict'
import { test } from 'node:test'
import { issueKey } from '#/domains/organisations/index.ts'
import type { KeyKind, Scope } from '#/kernel/actor.ts'
import { people } from '#/testing/people.ts'
import { type Caller, callerOf, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const vendor = await world(server)
const at = await people(server, vendor)
const partnerOf = async (name: string, of = vendor) => (await of.admin.post('/api/v1/partners', { name })).body.data.id
const first = await partnerOf('Ledgerline Advisors')
const second = await partnerOf('Basalt Group')
const bringer = await partnerOf('Harbour Referrals')
await at.database.query(
  `insert into sub_partner (organisation_id, partner_id, referral_partner_id, created_at) values ($1, $2, $3, now())`,
  [vendor.organisation.id, first, bringer],
)
const keyWith = async (grant: { partnerId: string; actsFor: KeyKind; clientId?: string }) => {
  const scopes: Scope[] = ['clients:read', 'clients:write']
  const { secret } = await issueKey(at.operator, { name: 'Made for a test', scopes, ...grant })
  return callerOf(server.url, secret)
}
const partner = await vendor.callerBoundTo(first)
const referral = await keyWith({ partnerId: bringer, actsFor: 'REFERRAL' })
const fernhill = (await partner.post('/v2/partner/organizations', { name: 'Fernhill Foods' })).body.id
const client = await keyWith({ partnerId: first, actsFor: 'CLIENT', clientId: fernhill })

const named = (partnerId: string) => ({ headers: { 'x-partner-id': partnerId } })

test('any valid key may be checked, and only a partner’s own is a partner user', async () => {
  const answers = await Promise.all(
    [partner, referral, client, vendor.admin].map((caller) => caller.get('/v2/partner/check', named('x'.repeat(200)))),
  )
  assert.deepEqual(
    answers.map(({ status, body }) => [status, body]),
    [true, false, false, false].map((isPartnerUser) => [200, { isPartnerUser }]),
  )
  const [missing, unknown] = await Promise.all(
    ['', 'sym_unknown'].map((key) => callerOf(server.url, key).get('/v2/partner/check')),
  )
  assert.deepEqual([missing?.status, missing?.body], [401, { detail: 'API key is missing or empty.' }])
  assert.deepEqual([unknown?.status, unknown?.body], [401, { detail: 'Unauthenticated request.' }])
})

test('a key is told which partners it acts for, newest first', async () => {
  const partnersOf = async (caller: Caller) => {
    const answer = await caller.get('/v2/partner/partners', named('x'.repeat(200)))
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const own = [{ id: first, name: 'Ledgerline Advisors' }]
  assert.deepEqual(await partnersOf(partner), own)
  assert.deepEqual(await partnersOf(referral), own)
  const names = (await partnersOf(vendor.admin)).map(({ name }: { name: string }) => name)
  assert.deepEqual(names, ['Harbour Referrals', 'Basalt Group', 'Ledgerline Advisors'])
  assert.deepEqual(await partnersOf((await world(server)).admin), [])
  const refused = await client.get('/v2/partner/partners')
  assert.deepEqual([refused.status, refused.body], [403, { detail: 'This API key cannot be used for this endpoint.' }])
  const unscoped = await (await vendor.callerWith('partners:read')).get('/v2/partner/partners')
  assert.deepEqual(
    [unscoped.status, unscoped.body],
    [403, { detail: 'This API key cannot be used for this endpoint.' }],
  )
})

test('a merged partner is in no list', async () => {
  const other = await world(server)
  const [stays, goes] = [await partnerOf('Stays', other), await partnerOf('Goes', other)]
  const merged = await other.admin.post(`/api/v1/partners/${stays}/merge`, { partnerId: goes })
  assert.equal(merged.status, 200, merged.text)
  assert.deepEqual((await other.admin.get('/v2/partner/partners')).body, [{ id: stays, name: 'Stays' }])
})

test('the user behind a key is shown, and an owner without an e-mail where there is none', async () => {
  const partnerName = 'Ledgerline Advisors'
  const nobody = { partnerName, email: '', role: 'OWNER', status: 'ACTIVE' }
  assert.deepEqual((await partner.get('/v2/partner/user')).body, nobody)
  assert.deepEqual((await referral.get('/v2/partner/user', named(first))).body, nobody)
  assert.deepEqual((await vendor.admin.get('/v2/partner/user', named(second))).body, {
    ...nobody,
    partnerName: 'Basalt Group',
  })
  const { caller, email } = await at.join(first, { role: 'ADMIN' })
  assert.deepEqual((await caller.get('/v2/partner/user')).body, { partnerName, email, role: 'ADMIN', status: 'ACTIVE' })
})

test('a key of many partners names the one that it means, and reaches its own only', async () => {
  const missing = await vendor.admin.get('/v2/partner/user')
  assert.deepEqual(
    [missing.status, missing.body],
    [400, { detail: { code: 'PARTNER_ID_REQUIRED', message: 'Name the partner in the x-partner-id header.' } }],
  )
  const foreign = (await (await world(server)).admin.post('/api/v1/partners', { name: 'Elsewhere' })).body.data.id
  const refusals = await Promise.all([
    referral.get('/v2/partner/user', named(second)),
    partner.get('/v2/partner/user', named(second)),
    vendor.admin.get('/v2/partner/user', named(foreign)),
    vendor.admin.get('/v2/partner/user', named('ptn_unknown')),
  ])
  for (const { status, body } of refusals)
    assert.deepEqual([status, body], [403, { detail: 'User does not have access to the specified partner' }])
})
