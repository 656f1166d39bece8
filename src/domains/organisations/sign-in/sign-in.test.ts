import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cookieOf, fromPage, memberOf, memberWithPassword, password, signIn } from '#/testing/members.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('a member signs in by password, acts within the role, and signs out', async () => {
  const whole = await world(server)
  const member = await memberOf(server, whole, { role: 'PARTNER_MANAGER' })
  assert.equal((await member.get('/api/v1/partners')).status, 200)
  const made = await member.post('/api/v1/partners', { name: 'Northwind' })
  assert.equal(made.status, 201, made.text)
  assert.equal((await member.get('/api/v1/api-keys')).status, 403)
  assert.equal((await member.post('/api/auth/sign-out', {})).status, 200)
  assert.equal((await member.get('/api/v1/partners')).status, 401)
})

test('whoever signs in anew gets another cookie, and the one before is dead', async () => {
  const whole = await world(server)
  const { email } = await memberWithPassword(server, whole)
  const first = await signIn(server, email)
  const again = await fromPage(server, first).post('/api/auth/sign-in/email', { email, password })
  const second = cookieOf(again.headers)
  assert.notEqual(second, first)
  assert.equal((await fromPage(server, first).get('/api/v1/partners')).status, 401)
  assert.equal((await fromPage(server, second).get('/api/v1/partners')).status, 200)
})
