import assert from 'node:assert/strict'
import { test } from 'node:test'
import { portalProgramme } from '#/testing/portal-programme.ts'
import { visitorOf } from '#/testing/portal.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('an Idempotency-Key is one’s own: it does not answer with what another partner was answered', async () => {
  const own = await portalProgramme(server)
  const other = await visitorOf(server, own)
  const headers = { 'idempotency-key': 'take-1' }
  const take = () => `/api/v1/portal/campaigns/${own.campaign.id}/link`
  const ours = await own.visitor.caller.post(take(), {}, { headers })
  const theirs = await other.caller.post(take(), {}, { headers })
  assert.equal(theirs.headers.get('idempotency-replayed'), null)
  assert.equal(theirs.status, 201, theirs.text)
  assert.notEqual(theirs.body.data.id, ours.body.data.id)
  const again = await other.caller.post(take(), {}, { headers })
  assert.deepEqual([again.headers.get('idempotency-replayed'), again.text], ['true', theirs.text])
})
