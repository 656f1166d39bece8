import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCampaign, newLink } from '#/testing/affiliate.ts'
import { programme, recordedOf, reportPath } from '#/testing/conversions.ts'
import { callerOf, serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
const origin = 'https://www.example.com'
const nobody = callerOf(server.url, '')
const organisationKey = async (admin: typeof nobody): Promise<string> =>
  (await admin.get('/api/v1/publishable-key')).body.data.publishableKey
const ignored = { status: 'ignored', conversionId: null, formSubmissionId: null }

test('a page reports by the key of the organisation or of the campaign, in the header or in the body', async () => {
  const { admin, campaign, link, click, reportFrom } = await programme(server, { allowedOrigins: [origin] })
  const key = await organisationKey(admin)
  recordedOf(await reportFrom({ key, origin }, { clickId: await click(link) }))
  recordedOf(await reportFrom({ key: campaign.publishableKey, origin }, { clickId: await click(link) }))
  recordedOf(await reportFrom({ origin }, { clickId: await click(link), publishableKey: key }))
  const last = { clickId: await click(link), publishableKey: campaign.publishableKey }
  const ids = recordedOf(await reportFrom({ key, origin }, last))
  assert.deepEqual((await reportFrom({ key, origin }, last)).body, { ...ids, status: 'duplicate' })
  const events = await admin.get('/api/v1/events?type=conversions.record&limit=100')
  const event = events.body.data.find(({ subjectId }: { subjectId: string }) => subjectId === ids.conversionId)
  assert.deepEqual(event.actor, { kind: 'site', id: key, name: 'Web page' })
})

test('without a live credential every body is answered 401', async () => {
  const { admin, campaign, link, click, reportFrom } = await programme(server)
  const clickId = await click(link)
  const key = campaign.publishableKey
  const wrong = [
    '',
    'pk_aff_org_0000000000000000000000000example',
    key.slice(0, -1),
    `${key}0`,
    key.toLowerCase(),
    'x'.repeat(500),
  ]
  for (const publishableKey of wrong) {
    const { status, body } = await reportFrom({}, { clickId, publishableKey })
    assert.deepEqual([status, body.error.code], [401, 'UNAUTHORIZED'], publishableKey)
    assert.match(body.error.message, /x-introw-publishable-key or as publishableKey in the body/)
  }
  for (const raw of ['', '{', '[]', 'null', '"text"', `{"publishableKey":{"a":1}}`, `{"x":"${'x'.repeat(70_000)}"}`]) {
    const { status } = await nobody.send('POST', reportPath, { raw, headers: { 'content-type': 'application/json' } })
    assert.equal(status, 401, raw.slice(0, 30))
  }
  const text = JSON.stringify({ clickId, publishableKey: key })
  assert.equal(
    (await nobody.send('POST', reportPath, { raw: text, headers: { 'content-type': 'text/plain' } })).status,
    401,
  )
  assert.equal((await reportFrom({ key: wrong[1] ?? '' }, { clickId, publishableKey: key })).status, 401)
  assert.equal(
    (await callerOf(server.url, 'no-such-key').post(reportPath, { clickId, publishableKey: key })).status,
    401,
  )
  const emptySecret = { 'x-api-key': '', 'x-introw-publishable-key': key }
  assert.equal((await nobody.post(reportPath, { clickId }, { headers: emptySecret })).status, 401)
  const secretAlone = { 'x-introw-publishable-key': 'no-such-key', origin: 'https://elsewhere.example.com' }
  recordedOf(await admin.post(reportPath, { clickId, publishableKey: 'no-such-key' }, { headers: secretAlone }))
  assert.equal((await nobody.get(reportPath, { headers: { 'x-introw-publishable-key': key } })).status, 401)
  assert.equal((await nobody.get('/api/v1/partners', { headers: { 'x-introw-publishable-key': key } })).status, 401)
  assert.equal((await nobody.get('/api/v1/partners', { headers: { 'x-api-key': key } })).status, 401)
})

test('a page of another scheme, host or port is refused: with a campaign’s key at once, else after the token', async () => {
  const { admin, campaign, link, click, reportFrom } = await programme(server, { allowedOrigins: [origin] })
  const key = await organisationKey(admin)
  const clickId = await click(link)
  const others = [
    undefined,
    'null',
    'http://www.example.com',
    'https://www.example.com:8443',
    'https://example.com',
    'https://www.example.com.evil.example.net',
    'https://WWW.example.com',
    'https://www.example.com/',
  ]
  for (const from of others) {
    for (const way of [key, campaign.publishableKey]) {
      const { status, body } = await reportFrom({ key: way, origin: from }, { clickId })
      assert.deepEqual([status, body.error.code], [403, 'FORBIDDEN'], `${from}`)
    }
    const unverifiable = { clickId: 'no.token' }
    assert.deepEqual((await reportFrom({ key, origin: from }, unverifiable)).body, ignored)
    assert.equal((await reportFrom({ key: campaign.publishableKey, origin: from }, unverifiable)).status, 403)
    assert.equal((await reportFrom({ key: campaign.publishableKey, origin: from }, {})).status, 403)
  }
  recordedOf(await reportFrom({ key, origin }, { clickId }))
  const open = await newCampaign(admin, { name: 'Open' })
  const openLink = await newLink(admin, { campaignId: open.id, partnerId: link.partnerId })
  recordedOf(await reportFrom({ key }, { clickId: await click(openLink) }))
  recordedOf(await reportFrom({ key: open.publishableKey, origin: 'null' }, { clickId: await click(openLink) }))
})

test('a campaign’s key opens its own campaign, and an organisation’s key its own organisation', async () => {
  const one = await programme(server)
  const second = await newCampaign(one.admin, { name: 'Second' })
  const other = await programme(server)
  const clickId = await one.click(one.link)
  assert.deepEqual((await one.reportFrom({ key: second.publishableKey }, { clickId })).body, ignored)
  assert.deepEqual((await one.reportFrom({ key: await organisationKey(other.admin) }, { clickId })).body, ignored)
  assert.deepEqual((await one.reportFrom({ key: other.campaign.publishableKey }, { clickId })).body, ignored)
  const ids = recordedOf(await one.reportFrom({ key: one.campaign.publishableKey }, { clickId }))
  assert.deepEqual((await one.reportFrom({ key: second.publishableKey }, { clickId })).body, ignored)
  assert.deepEqual(
    (await one.reportFrom({ key: await organisationKey(one.admin) }, { clickId })).body.conversionId,
    ids.conversionId,
  )
})

test('what is for servers is refused from a page', async () => {
  const { campaign, link, click, reportFrom } = await programme(server)
  const clickId = await click(link)
  for (const own of [{ campaignId: campaign.id }, { externalId: 'order-1' }, { coupon: 'LARKSPUR20' }]) {
    const answer = await reportFrom({ key: campaign.publishableKey }, { clickId, ...own })
    assert.deepEqual([answer.status, answer.body.error.details[0].path], [422, Object.keys(own)])
  }
})

test('any origin may ask first, and reads every answer, on this path alone', async () => {
  const asked = { origin: 'https://any.example.org', 'access-control-request-method': 'POST' }
  const preflight = await nobody.send('OPTIONS', reportPath, { headers: asked })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.text, '')
  const cors = Object.fromEntries(
    [...preflight.headers].filter(([name]) => name.startsWith('access-control') || name === 'vary'),
  )
  assert.deepEqual(cors, {
    'access-control-allow-origin': 'https://any.example.org',
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'content-type, x-introw-publishable-key',
    'access-control-max-age': '86400',
    vary: 'Origin',
  })
  const { campaign, link, click } = await programme(server, { allowedOrigins: [origin] })
  const key = campaign.publishableKey
  const from = (headers: Record<string, string>, raw: string) =>
    nobody.send('POST', reportPath, { raw, headers: { origin, 'content-type': 'application/json', ...headers } })
  const body = JSON.stringify({ clickId: await click(link) })
  const answers: [number, Awaited<ReturnType<typeof from>>][] = [
    [201, await from({ 'x-introw-publishable-key': key }, body)],
    [401, await from({}, body)],
    [403, await from({ 'x-introw-publishable-key': key, origin: 'https://any.example.org' }, body)],
    [413, await from({ 'x-introw-publishable-key': key }, `{"clickId":"${'x'.repeat(70_000)}"}`)],
    [422, await from({ 'x-introw-publishable-key': key }, '{')],
  ]
  for (const [status, answer] of answers) {
    assert.equal(answer.status, status)
    const expected = status === 403 ? 'https://any.example.org' : origin
    assert.equal(answer.headers.get('access-control-allow-origin'), expected)
    assert.equal(answer.headers.get('vary'), 'Origin')
    assert.equal(answer.headers.get('access-control-allow-credentials'), null)
  }
  const elsewhere = await nobody.send('OPTIONS', '/api/v1/partners', { headers: asked })
  assert.equal(elsewhere.headers.get('access-control-allow-origin'), null)
  const withoutOrigin = await nobody.post(reportPath, {})
  assert.equal(withoutOrigin.headers.get('access-control-allow-origin'), null)
})
