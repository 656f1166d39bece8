import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromPage, memberOf, password, signIn } from '#/testing/members.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('a member sees and changes the profile; a new password asks for the one before and ends other sessions', async () => {
  const whole = await world(server)
  const member = await memberOf(server, whole, { role: 'FINANCE' })
  const other = fromPage(server, await signIn(server, member.email))
  const { data } = (await member.get('/api/v1/me/profile')).body
  assert.deepEqual(data.member, { id: member.memberId, email: member.email, name: 'Kim Sample', role: 'FINANCE' })
  assert.deepEqual(data.organisation, { ...whole.organisation, timeZone: 'UTC' })
  assert.deepEqual(data.organisations, [{ ...whole.organisation, role: 'FINANCE' }])
  assert.ok(data.scopes.includes('commissions:write') && !data.scopes.includes('partners:write'))
  const change = (body: object) => member.patch('/api/v1/me/profile', body)
  assert.equal((await change({ name: 'Kim Other' })).body.data.member.name, 'Kim Other')
  const newPassword = 'quite another horse'
  assert.deepEqual((await change({ newPassword })).body.error.details[0].path, ['currentPassword'])
  assert.equal((await change({ newPassword, currentPassword: 'wrong' })).body.error.code, 'WRONG_PASSWORD')
  assert.equal((await other.get('/api/v1/me/profile')).status, 200)
  assert.equal((await change({ newPassword, currentPassword: password })).status, 200)
  assert.deepEqual(
    [(await other.get('/api/v1/me/profile')).status, (await member.get('/api/v1/me/profile')).status],
    [401, 200],
  )
  await signIn(server, member.email, newPassword)
  const types = (await whole.admin.get(`/api/v1/events?actorId=${member.memberId}`)).body.data.map(
    ({ type }: { type: string }) => type,
  )
  assert.deepEqual(types, ['sessions.open', 'profile.set-password', 'profile.update', 'sessions.open', 'sessions.open'])
})

test('a member lists sessions in words and ends one or all others; those of somebody else are not there', async () => {
  const whole = await world(server)
  const [member, stranger] = [await memberOf(server, whole), await memberOf(server, whole)]
  const browser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'
  await fromPage(server).post(
    '/api/auth/sign-in/email',
    { email: member.email, password },
    { headers: { 'user-agent': browser } },
  )
  const third = fromPage(server, await signIn(server, member.email))
  const list = async () => (await member.get('/api/v1/me/sessions')).body.data
  const [newest, fox, own] = await list()
  assert.deepEqual([fox.browser, fox.address, fox.isCurrent], ['Firefox on Windows', '127.0.0.1', false])
  assert.deepEqual([newest.isCurrent, own.isCurrent], [false, true])
  assert.equal((await stranger.delete(`/api/v1/me/sessions/${fox.id}`)).body.error.code, 'SESSION_NOT_FOUND')
  assert.equal((await member.delete(`/api/v1/me/sessions/${fox.id}`)).status, 204)
  assert.equal((await list()).length, 2)
  assert.equal((await member.delete('/api/v1/me/sessions')).status, 204)
  assert.equal((await third.get('/api/v1/me/profile')).status, 401)
  assert.equal((await stranger.get('/api/v1/me/profile')).status, 200)
  assert.deepEqual(
    (await list()).map(({ id }: { id: string }) => id),
    [own.id],
  )
  assert.equal((await whole.admin.get('/api/v1/me/sessions')).status, 403)
  const page = (await member.get('/api/v1/me/sessions?cursor=rubbish')).body.error
  assert.deepEqual(page.details[0].path, ['cursor'])
})
