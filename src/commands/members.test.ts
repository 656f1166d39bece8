import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromPage, memberOf, signIn } from '#/testing/members.ts'
import { runCommand } from '#/testing/terminal.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'
import { membersCommand } from './members.ts'

const server = await serverOfThisFile()
const run = (...args: string[]) => runCommand(membersCommand, server.database.url, ...args)
const tokenIn = (text: string) => /join\?token=([\w-]+)/.exec(text)?.[1]

test('an operator lets somebody in who is locked out, and makes an owner where there is none', async () => {
  const whole = await world(server)
  const inside = ['--organisation', whole.organisation.id]
  const member = await memberOf(server, whole, { role: 'VIEWER' })
  const again = await run('invite', member.email.toUpperCase(), ...inside)
  assert.match(again.out, /is VIEWER/)
  const join = (out: string, password: string) =>
    fromPage(server).post('/api/v1/user-invitations/accept', { token: tokenIn(out), name: 'Kim', password })
  assert.equal((await join(again.out, 'a password of tomorrow')).status, 200)
  assert.equal((await member.get('/api/v1/me/profile')).status, 401, 'a new password ends what was before')
  await signIn(server, member.email, 'a password of tomorrow')
  const owner = await run('invite', 'owner@vendor.example', '--role', 'owner', ...inside)
  assert.equal((await join(owner.out, 'a password of owners')).status, 200)
  const cookie = await signIn(server, 'owner@vendor.example', 'a password of owners')
  assert.equal((await fromPage(server, cookie).get('/api/v1/me/profile')).body.data.member.role, 'OWNER')
  const types = (await whole.admin.get('/api/v1/events?actorId=operator')).body.data.map(
    ({ type }: { type: string }) => type,
  )
  assert.deepEqual(types, ['users.invite', 'users.create', 'users.invite'])
})

test('what cannot be done is said in a sentence', async () => {
  const { organisation } = await world(server)
  const inside = ['--organisation', organisation.id]
  assert.match((await run('invite')).err, /Usage: symbolon members invite EMAIL/)
  assert.equal((await run('invite', 'no-address', ...inside)).code, 1)
  assert.equal((await run('invite', 'kim@vendor.example', '--role', 'KING', ...inside)).code, 1)
})
