import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callerOfUser, eventsOf, newClient, newPartner } from '#/testing/portfolio.ts'
import { callerOf, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const clients = '/api/v1/clients'
const brought = '/api/v1/brought-partners'

async function setting() {
  const vendor = await world(server)
  const partner = await newPartner(vendor, 'Ledgerline Advisors')
  const clientId = await newClient(partner, 'Fernhill Foods')
  const user = await callerOfUser(server, vendor, { partnerId: partner.id, role: 'MEMBER' })
  return { vendor, admin: vendor.admin, partner, clientId, userId: user.userId, of: `${clients}/${clientId}/users` }
}

test('the organisation says which users of a partner look after a client', async () => {
  const { vendor, admin, partner, clientId, userId, of } = await setting()
  assert.deepEqual((await admin.get(of)).body, { data: [], pagination: { nextCursor: null } })
  const assigned = await admin.put(`${of}/${userId}`)
  assert.equal(assigned.status, 200, assigned.text)
  const { assignedAt, ...user } = assigned.body.data
  const email = `${userId}@partner.example.com`
  assert.deepEqual(user, { id: userId, name: email, email, role: 'MEMBER' })
  assert.equal((await admin.put(`${of}/${userId}`)).body.data.assignedAt, assignedAt)
  const second = await callerOfUser(server, vendor, { partnerId: partner.id, role: 'ADMIN' })
  await admin.put(`${of}/${second.userId}`)
  const page = (await admin.get(`${of}?limit=1`)).body
  assert.deepEqual(page.data, [assigned.body.data])
  const rest = (await admin.get(`${of}?cursor=${page.pagination.nextCursor}`)).body
  assert.deepEqual([rest.data.length, rest.data[0].id], [1, second.userId])
  assert.equal((await admin.delete(`${of}/${userId}`)).status, 204)
  assert.equal((await admin.delete(`${of}/${userId}`)).status, 404)
  const types = (await eventsOf(vendor, partner.id, clientId)).map(({ type }) => type)
  assert.deepEqual(types.slice(-3), ['user-assignments.add', 'user-assignments.add', 'user-assignments.remove'])
  const timeline = await admin.get(`/api/v1/events?partnerId=${partner.id}&subjectId=${clientId}`)
  assert.deepEqual(
    timeline.body.data.map(({ subjectId }: { subjectId: string }) => subjectId),
    types.map(() => clientId),
  )
})

test('neither another partner’s user nor another organisation’s client is there', async () => {
  const [own, other] = [await setting(), await setting()]
  const elsewhere = await newPartner(own.vendor, 'Elsewhere')
  const stranger = await callerOfUser(server, own.vendor, { partnerId: elsewhere.id, role: 'MEMBER' })
  for (const answer of [
    await own.admin.put(`${own.of}/${stranger.userId}`),
    await own.admin.put(`${own.of}/${other.userId}`),
    await own.admin.put(`${other.of}/${other.userId}`),
    await own.admin.delete(`${other.of}/${other.userId}`),
    await own.admin.get(other.of),
  ])
    assert.equal(answer.status, 404, answer.text)
  const reader = await own.vendor.callerWith('clients:read')
  assert.equal((await reader.get(own.of)).status, 200)
  assert.equal((await reader.put(`${own.of}/${own.userId}`)).status, 403)
})

test('of many who assign one user at once, one is recorded', async () => {
  const { vendor, admin, partner, clientId, userId, of } = await setting()
  const answers = await Promise.all(Array.from({ length: 8 }, () => admin.put(`${of}/${userId}`)))
  assert.ok(answers.every(({ status }) => status === 200))
  const added = (await eventsOf(vendor, partner.id, clientId)).filter(({ type }) => type === 'user-assignments.add')
  assert.equal(added.length, 1)
})

async function referrals() {
  const vendor = await world(server)
  const referrer = await newPartner(vendor, 'Redfern Commerce')
  const body = { name: 'Referrals', scopes: ['admin'], partnerId: referrer.id, actsFor: 'REFERRAL' }
  const key = await vendor.admin.post('/api/v1/api-keys', body)
  assert.equal(key.status, 201, key.text)
  const caller = callerOf(server.url, key.body.data.key)
  const bring = async (name: string, more: object = {}) => {
    const made = await caller.post('/v2/referral/partners', { name, ...more })
    assert.equal(made.status, 201, made.text)
    return made.body.partnerId as string
  }
  return { vendor, admin: vendor.admin, referrer, bring }
}

test('the organisation sees who was brought, by whom, and how far each is', async () => {
  const { vendor, admin, referrer, bring } = await referrals()
  const waiting = await bring('Ledgerline', { clients: [{ name: 'Basalt Studio' }] })
  const active = await bring('Amberline', { ownerEmail: 'owner@amberline.example.com' })
  const page = (await admin.get(`${brought}?limit=1`)).body
  assert.deepEqual(page.data[0], {
    id: active,
    name: 'Amberline',
    isArchived: false,
    referralPartner: { id: referrer.id, name: 'Redfern Commerce' },
    status: 'ACTIVE',
    clients: 0,
    linkExpiresAt: null,
    createdAt: page.data[0].createdAt,
  })
  const [last] = (await admin.get(`${brought}?cursor=${page.pagination.nextCursor}`)).body.data
  assert.deepEqual([last.id, last.status, last.clients], [waiting, 'PENDING_ONBOARDING', 1])
  assert.ok(last.linkExpiresAt)
  const ids = async (query: string) =>
    (await admin.get(`${brought}?${query}`)).body.data.map(({ id }: { id: string }) => id)
  assert.deepEqual(await ids('status=PENDING_ONBOARDING'), [waiting])
  assert.deepEqual(await ids(`status=ACTIVE&referralPartnerId=${referrer.id}`), [active])
  const link = await admin.post(`${brought}/${waiting}/onboarding-link`)
  assert.match(link.body.data.onboardingUrl, /\/onboarding\?token=[\w-]{43}$/)
  const events = (await admin.get(`/api/v1/events?partnerId=${waiting}`)).text
  assert.ok(!events.includes(new URL(link.body.data.onboardingUrl).searchParams.get('token') ?? '?'))
  assert.equal((await admin.post(`${brought}/${active}/onboarding-link`)).body.error.code, 'ALREADY_ONBOARDED')
  const reader = await vendor.callerWith('clients:read')
  assert.equal((await reader.post(`${brought}/${waiting}/onboarding-link`)).status, 403)
  const other = await world(server)
  assert.deepEqual((await other.admin.get(brought)).body.data, [])
  assert.equal((await other.admin.post(`${brought}/${waiting}/onboarding-link`)).status, 404)
})
