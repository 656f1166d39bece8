import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memberOf } from '#/testing/members.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

async function visitorOf(vendor: World) {
  const partner = (await vendor.admin.post('/api/v1/partners', { name: 'Larkspur Traders' })).body.data
  const body = { partnerId: partner.id, email: 'robin@larkspur.test' }
  return (await vendor.admin.post('/api/v1/visitors', body)).body.data
}

const lettersTo = async (vendor: World) =>
  (
    await runSql(server, 'select body, subject from mail where organisation_id = $1 order by id', [
      vendor.organisation.id,
    ])
  ).map((row) => row as { body: string; subject: string })

test('a visitor is mailed where the portal is, by whoever acts, and the letter opens nothing', async () => {
  const vendor = await world(server)
  const visitor = await visitorOf(vendor)
  const member = await memberOf(server, vendor, { role: 'PARTNER_MANAGER', name: 'Kim Sample' })
  const answer = await member.post(`/api/v1/visitors/${visitor.id}/invite`)
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(answer.body, { data: visitor })
  assert.equal((await vendor.admin.post(`/api/v1/visitors/${visitor.id}/invite`)).status, 200)
  const [first, second] = await lettersTo(vendor)
  assert.match(first?.body ?? '', /^Kim Sample has given you access to the portal of Larkspur Traders/)
  assert.match(second?.body ?? '', new RegExp(`^${vendor.organisation.name} has given you access`))
  assert.doesNotMatch(first?.body ?? '', /token/)
  const [event] = (await vendor.admin.get('/api/v1/events?type=visitors.invite')).body.data
  assert.deepEqual([event.subjectId, event.partnerId], [visitor.id, visitor.partnerId])
})

test('nobody else’s visitor is invited, and reading is not enough', async () => {
  const [vendor, other] = [await world(server), await world(server)]
  const visitor = await visitorOf(vendor)
  assert.equal((await other.admin.post(`/api/v1/visitors/${visitor.id}/invite`)).body.error.code, 'VISITOR_NOT_FOUND')
  const reader = await vendor.callerWith('visitors:read')
  assert.equal((await reader.post(`/api/v1/visitors/${visitor.id}/invite`)).status, 403)
  const viewer = await memberOf(server, vendor, { role: 'VIEWER' })
  assert.equal((await viewer.post(`/api/v1/visitors/${visitor.id}/invite`)).status, 403)
  assert.deepEqual(await lettersTo(vendor), [])
})
