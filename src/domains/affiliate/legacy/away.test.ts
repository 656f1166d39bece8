import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standInTheWay } from '#/testing/in-the-way.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('while the database does not answer, whoever follows an old address is asked to come back, on a page', async () => {
  const follow = () =>
    fetch(`${server.url}/api/v1/affiliate/legacy-redirect?u=https://old.example`, { redirect: 'manual' })
  await using lock = await standInTheWay(server, 'lock table legacy_url_owner in access exclusive mode')
  const begun = performance.now()
  const answer = await follow()
  assert.ok(performance.now() - begun < 1_000, 'and waits no longer than a visitor of a link')
  assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '5'])
  assert.match(await answer.text(), /Try again in a few seconds/)
  await lock.letGo()
  assert.equal((await follow()).status, 404)
})
