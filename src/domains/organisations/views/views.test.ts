import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memberOf } from '#/testing/members.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const view = { page: 'partners', name: 'Gold', search: 'tierId=tier_1&sort=name' }

test('a member saves views, changes them and deletes them, and nobody else sees them', async () => {
  const whole = await world(server)
  const [member, colleague] = [await memberOf(server, whole, { role: 'VIEWER' }), await memberOf(server, whole)]
  const made = await member.post('/api/v1/me/views', view)
  const { id, createdAt } = made.body.data
  assert.deepEqual([made.status, made.body.data], [201, { id, ...view, createdAt }])
  await member.post('/api/v1/me/views', { ...view, page: 'payouts' })
  const changed = await member.patch(`/api/v1/me/views/${id}`, { name: 'Gold partners' })
  assert.deepEqual(changed.body.data, { id, ...view, name: 'Gold partners', createdAt })
  const all = (await member.get('/api/v1/me/views?page=partners')).body
  assert.deepEqual(all, { data: [changed.body.data], pagination: { nextCursor: null } })
  assert.deepEqual((await colleague.get('/api/v1/me/views')).body.data, [])
  assert.equal((await colleague.patch(`/api/v1/me/views/${id}`, { name: 'Mine' })).status, 404)
  assert.equal((await colleague.delete(`/api/v1/me/views/${id}`)).status, 404)
  assert.equal((await member.delete(`/api/v1/me/views/${id}`)).status, 204)
  assert.equal((await member.delete(`/api/v1/me/views/${id}`)).body.error.code, 'VIEW_NOT_FOUND')
})

test('the views of somebody who is a member elsewhere too stay in their organisation', async () => {
  const [here, there] = [await world(server), await world(server)]
  const member = await memberOf(server, here)
  const { id } = (await member.post('/api/v1/me/views', view)).body.data
  await memberOf(server, there, { email: member.email })
  await member.post('/api/v1/me/organisation', { organisationId: there.organisation.id })
  assert.deepEqual((await member.get('/api/v1/me/views')).body.data, [])
  assert.equal((await member.delete(`/api/v1/me/views/${id}`)).status, 404)
})

test('a name stands once on its page, and there are at most a hundred views', async () => {
  const member = await memberOf(server, await world(server))
  const same = await Promise.all(Array.from({ length: 8 }, () => member.post('/api/v1/me/views', view)))
  assert.deepEqual(same.map(({ status }) => status).toSorted(), [201, ...Array<number>(7).fill(422)])
  const taken = await member.post('/api/v1/me/views', { ...view, name: 'GOLD' })
  assert.deepEqual([taken.body.error.details[0].path, taken.body.error.details[0].code], [['name'], 'already_taken'])
  const many = Array.from({ length: 98 }, (_, at) => ({ ...view, name: `View ${at}` }))
  for (const one of many) await member.post('/api/v1/me/views', one)
  const last = await Promise.all([1, 2, 3].map((n) => member.post('/api/v1/me/views', { ...view, name: `Last ${n}` })))
  assert.deepEqual(last.map(({ status }) => status).toSorted(), [201, 409, 409])
})

test('views are a member’s: a key has none, and what is wrong with one is named', async () => {
  const whole = await world(server)
  assert.equal((await whole.admin.get('/api/v1/me/views')).status, 403)
  const member = await memberOf(server, whole)
  const wrong = await member.post('/api/v1/me/views', { page: '../x', name: ' ', search: 'a', more: 1 })
  const paths = wrong.body.error.details.map(({ path }: { path: string[] }) => path.join('.'))
  assert.deepEqual([wrong.status, paths.toSorted()], [422, ['more', 'name', 'page']])
})
