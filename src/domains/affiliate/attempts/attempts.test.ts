import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLink } from '#/testing/affiliate.ts'
import { programme, recordedOf, rowsOf } from '#/testing/conversions.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const clock = { ms: Date.parse('2056-06-01T12:00:00.000Z') }
const server = await serverOfThisFile({ now: () => new Date(clock.ms) })
const day = 24 * 60 * 60 * 1000
const path = '/api/v1/conversion-attempts'

test('a report that made no conversion is shown with everything that was considered, in codes and in sentences', async () => {
  const { admin, campaign, link, click, report } = await programme(server, { attributionWindowDays: 7 })
  await report({
    clickId: await click(link, { at: new Date(clock.ms - 8 * day) }),
    email: 'buyer@customer.example.com',
  })
  const { status, body } = await admin.get(path)
  assert.equal(status, 200)
  assert.equal(body.pagination.nextCursor, null)
  const [attempt, ...others] = body.data
  assert.equal(others.length, 0)
  assert.equal(attempt.reason, 'CLICK_EXPIRED')
  assert.deepEqual([attempt.campaignId, attempt.partnerId, attempt.linkId], [campaign.id, link.partnerId, link.id])
  assert.equal(attempt.email, 'buyer@customer.example.com')
  assert.deepEqual(attempt.sentences, [
    'The campaign credits the last click within 7 days.',
    `Click ${attempt.clickId} of partner ${link.partnerId} at 2056-05-24T12:00:00.000Z is older than the window of the campaign.`,
    'No conversion was recorded. The click is older than the window of the campaign.',
  ])
})

test('a rule that refuses says what it saw', async () => {
  const excludedDomains = { action: 'REJECT', domains: ['rival.example.com'] }
  const { admin, link, click, report } = await programme(server, { qualityRules: { excludedDomains } })
  await report({ clickId: await click(link, { at: new Date(clock.ms) }), email: 'a@eu.rival.example.com' })
  const [attempt] = (await admin.get(path)).body.data
  const failed = attempt.explanation.rules.filter(({ verdict }: { verdict: string }) => verdict === 'FAIL')
  assert.deepEqual(failed, [
    {
      rule: 'EXCLUDED_DOMAIN',
      action: 'REJECT',
      verdict: 'FAIL',
      values: { emailDomain: 'eu.rival.example.com', excludedBy: 'rival.example.com' },
    },
  ])
  assert.match(attempt.sentences.join('\n'), /No excluded domain: failed \(emailDomain: eu\.rival\.example\.com/)
})

test('attempts are listed newest first, page by page and by filter, and to no other organisation', async () => {
  const { admin, campaign, link, click, report, callerWith } = await programme(server)
  const other = await programme(server)
  const revoked = await newLink(admin, { campaignId: campaign.id })
  const clickId = await click(revoked, { at: new Date(clock.ms) })
  await admin.post(`/api/v1/links/${revoked.id}/revoke`)
  for (const token of ['one', clickId, 'two']) {
    clock.ms += 1000
    await report({ clickId: token })
  }
  const list = async (query: string) => (await admin.get(`${path}?${query}`)).body
  const all = (await list('')).data
  assert.deepEqual(
    all.map(({ reason }: { reason: string }) => reason),
    ['TOKEN_INVALID', 'LINK_REVOKED', 'TOKEN_INVALID'],
  )
  const first = await list('limit=2')
  assert.deepEqual([...first.data, ...(await list(`limit=2&cursor=${first.pagination.nextCursor}`)).data], all)
  const counts: [query: string, count: number][] = [
    ['reason=LINK_REVOKED', 1],
    [`partnerId=${revoked.partnerId}`, 1],
    [`partnerId=${link.partnerId}`, 0],
    [`campaignId=${campaign.id}`, 1],
    [`linkId=${revoked.id}`, 1],
    [`clickId=${all[1].clickId}`, 1],
    [`from=${all[1].createdAt}`, 2],
    [`to=${all[1].createdAt}`, 2],
    ['campaignId=cmp_never', 0],
  ]
  for (const [query, count] of counts) assert.equal((await list(query)).data.length, count, query)
  assert.equal((await admin.get(`${path}?reason=NONE`)).status, 422)
  assert.deepEqual((await other.admin.get(path)).body.data, [])
  assert.equal((await (await callerWith('affiliate:write')).get(path)).status, 403)
})

test('a flood of attempts is kept up to a hundred a minute, and says nothing else to its caller', async () => {
  const { report, ctx } = await programme(server)
  const send = async (many: number) => {
    for (let sent = 0; sent < many; sent += 10)
      await Promise.all(
        Array.from({ length: 10 }, async () => assert.equal((await report({ clickId: 'x' })).body.status, 'ignored')),
      )
  }
  await send(150)
  const kept = (await rowsOf(ctx, 'conversion_attempt')).length
  // Ten that come at once may all see the last place free.
  assert.ok(kept >= 100 && kept < 110, `${kept}`)
  clock.ms += 60_000
  await send(10)
  assert.equal((await rowsOf(ctx, 'conversion_attempt')).length, kept + 10)
})

test('attempts are forgotten after thirty days, and conversions are not', async () => {
  const { link, click, report, ctx } = await programme(server)
  recordedOf(await report({ clickId: await click(link, { at: new Date(clock.ms) }) }))
  await report({ clickId: 'one' })
  const begun = clock.ms
  clock.ms += 30 * day
  await report({ clickId: 'two' })
  await server.application.jobs.runNow('conversion-attempts.delete-old')
  assert.equal((await rowsOf(ctx, 'conversion_attempt')).length, 2)
  clock.ms = begun + 30 * day + 1
  await server.application.jobs.runNow('conversion-attempts.delete-old')
  assert.equal((await rowsOf(ctx, 'conversion_attempt')).length, 1)
  assert.equal((await rowsOf(ctx, 'conversion')).length, 1)
})
