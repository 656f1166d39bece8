import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visit } from '#/testing/clicks.ts'
import { visitorOf } from '#/testing/portal.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('a visitor who opens a portal session is signed in, and nobody once it was ended', async () => {
  const vendor = await world(server)
  const { id, email, partnerId, caller, cookie } = await visitorOf(server, vendor, { name: 'Robin Sample' })
  const session = await caller.get('/api/v1/portal/session')
  assert.equal(session.status, 200, session.text)
  assert.deepEqual(session.body.data.visitor, { id, email, name: 'Robin Sample' })
  assert.equal(session.body.data.partner.id, partnerId)
  assert.deepEqual(session.body.data.organisation, vendor.organisation)
  const ended = await caller.delete('/api/v1/portal/session')
  assert.equal(ended.status, 204, ended.text)
  assert.equal((await caller.get('/api/v1/portal/session')).status, 401)
  const page = await visit(server.url, '/portal/', { headers: { cookie } })
  assert.equal(page.status, 200)
})
