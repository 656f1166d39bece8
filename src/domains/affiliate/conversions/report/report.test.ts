import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLink } from '#/testing/affiliate.ts'
import { programme, recordedOf, reportPath, rowsOf } from '#/testing/conversions.ts'
import { assertBooks, balances } from '#/testing/ledger.ts'
import { callerOf, serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
const percent = { commission: { type: 'PERCENT', percent: '20', property: 'amount', currency: 'USD' } }

test('a click that is reported makes a conversion, a submission and a held line, and a repeat makes nothing', async () => {
  const { campaign, link, click, report, ctx, organisation } = await programme(server, {
    ...percent,
    customerProperty: 'customer',
    acceptance: { type: 'AUTOMATIC', afterDays: 14 },
  })
  const token = await click(link, { sub1: 'newsletter' })
  const body = {
    clickId: token,
    email: 'Buyer@customer.example.com',
    properties: { amount: '1200.00', customer: 7, plan: 'team' },
  }
  const first = await report(body)
  const ids = recordedOf(first)
  assert.deepEqual(Object.keys(first.body), ['status', 'conversionId', 'formSubmissionId'])
  const again = await report({ clickId: token })
  assert.deepEqual([again.status, again.body], [200, { ...first.body, status: 'duplicate' }])

  const [conversion, ...others] = await rowsOf(ctx, 'conversion')
  assert.equal(others.length, 0)
  assert.equal(conversion.id, ids.conversionId)
  assert.equal(conversion.partner_id, link.partnerId)
  assert.equal(conversion.campaign_id, campaign.id)
  assert.deepEqual(
    [
      conversion.status,
      conversion.attributed_by,
      conversion.amount,
      conversion.currency,
      conversion.customer_id,
      conversion.sub1,
    ],
    ['pending', 'CLICK', '120000', 'USD', '7', 'newsletter'],
  )
  assert.equal(conversion.accept_at - conversion.created_at, 14 * 24 * 60 * 60 * 1000)
  const [submission] = await rowsOf(ctx, 'form_submission')
  assert.equal(submission.id, ids.formSubmissionId)
  assert.equal(submission.partner_id, link.partnerId)
  const [line] = await rowsOf(ctx, 'commission_line')
  assert.deepEqual(
    [line.id, line.status, line.amount, line.source_amount, line.currency],
    [conversion.commission_line_id, 'HELD', '24000', '120000', 'USD'],
  )
  assert.deepEqual(await balances(server, link.partnerId), { 'COMMISSIONS USD': '-24000', 'EARNED USD': '24000' })
  assert.equal(conversion.explanation.commission.amount, '240.00')
  assert.deepEqual(
    conversion.explanation.attribution.touches.map(({ verdict }: { verdict: string }) => verdict),
    ['CREDITED'],
  )
  await assertBooks(server, organisation.id)
})

test('32 equal reports at once record one, and all of them say which', async () => {
  for (const terms of [percent, { commission: { type: 'NONE' } }]) {
    const { link, click, report, ctx, organisation } = await programme(server, terms)
    const body = { clickId: await click(link), properties: { amount: 100 } }
    const answers = await Promise.all(Array.from({ length: 32 }, () => report(body)))
    const statuses = answers.map(({ status, body: { status: said } }) => `${status} ${said}`).toSorted()
    assert.deepEqual(statuses, [...Array.from({ length: 31 }, () => '200 duplicate'), '201 recorded'])
    assert.equal(
      new Set(answers.map(({ body: { conversionId, formSubmissionId } }) => conversionId + formSubmissionId)).size,
      1,
    )
    for (const table of ['conversion', 'form_submission'] as const) assert.equal((await rowsOf(ctx, table)).length, 1)
    assert.equal((await rowsOf(ctx, 'commission_line')).length, terms === percent ? 1 : 0)
    await assertBooks(server, organisation.id)
  }
})

test('what is no token of the organisation is ignored, and looks the same whatever is wrong with it', async () => {
  const { link, click, report, ctx } = await programme(server)
  const other = await programme(server)
  const good = await click(link)
  const foreign = await other.click(other.link)
  const wrong = [
    foreign,
    good.slice(0, -1),
    `${good}A`.slice(0, 256),
    good.replace(/\.1\./, '.0.'),
    good.toLowerCase(),
    `${foreign.split('.').slice(0, 4).join('.')}.${good.split('.')[4]}`,
    'eyJhbGciOiJub25lIn0.e30.',
    '\u{1F600}'.repeat(256),
    'a'.repeat(256),
  ]
  for (const clickId of wrong) {
    const { status, body } = await report({ clickId })
    assert.deepEqual([status, body], [200, { status: 'ignored', conversionId: null, formSubmissionId: null }], clickId)
  }
  assert.equal((await rowsOf(ctx, 'conversion')).length, 0)
  assert.deepEqual(
    new Set((await rowsOf(ctx, 'conversion_attempt')).map(({ reason }: { reason: string }) => reason)),
    new Set(['TOKEN_INVALID']),
  )
  assert.equal((await rowsOf(other.ctx, 'conversion_attempt')).length, 0)
  recordedOf(await report({ clickId: good }))
  recordedOf(await other.report({ clickId: foreign }))
})

test('every fault of a body is named with its path', async () => {
  const { link, click, report } = await programme(server)
  const clickId = await click(link)
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]))
  const faults: [body: object, path: (string | number)[], code: string][] = [
    [{}, ['clickId'], 'invalid_type'],
    [{ clickId: '' }, ['clickId'], 'too_small'],
    [{ clickId: null }, ['clickId'], 'invalid_type'],
    [{ clickId: 'a'.repeat(257) }, ['clickId'], 'too_big'],
    [{ clickId, email: 'no address' }, ['email'], 'invalid_format'],
    [{ clickId, email: null }, ['email'], 'invalid_type'],
    [{ clickId, properties: many(51) }, ['properties'], 'custom'],
    [{ clickId, properties: { long: 'x'.repeat(17 * 1024) } }, ['properties'], 'custom'],
    [{ clickId, properties: [] }, ['properties'], 'invalid_type'],
    [{ clickId, properties: { half: '\ud800' } }, ['properties', 'half'], 'custom'],
    [{ clickId, stray: 1 }, ['stray'], 'unrecognized_keys'],
    [{ clickId, earlierClickIds: Array.from({ length: 11 }, () => 'a') }, ['earlierClickIds'], 'too_big'],
    [{ campaignId: 'cmp_1', email: 'a@b.example.com' }, ['externalId'], 'invalid_type'],
    [{ campaignId: 'cmp_1', externalId: 'order-1' }, ['coupon'], 'invalid_type'],
  ]
  for (const [body, path, code] of faults) {
    const answer = await report(body)
    assert.equal(answer.status, 422, JSON.stringify(body).slice(0, 100))
    assert.equal(answer.body.error.code, 'VALIDATION_ERROR')
    const [issue] = answer.body.error.details
    assert.deepEqual([issue.path, issue.code], [path, code])
  }
  assert.match((await report({})).body.error.message, /or campaignId and externalId with a coupon or an e-mail/)
  recordedOf(await report({ clickId, email: '', properties: many(50) }))
})

test('properties of 16 KiB are taken, with whatever keys, and a body over 64 KiB is not', async () => {
  const { link, click, report, admin, ctx } = await programme(server)
  const properties = JSON.parse('{"__proto__":{"amount":"1"},"constructor":1,"emoji":"\u{1F600}"}')
  recordedOf(await report({ clickId: await click(link), properties }))
  const [submission] = await rowsOf(ctx, 'form_submission')
  assert.deepEqual(Object.keys(submission.extra).toSorted(), ['constructor', 'emoji'])
  const fill = 16 * 1024 - JSON.stringify({ long: '' }).length
  recordedOf(await report({ clickId: await click(link), properties: { long: 'x'.repeat(fill) } }))
  const answer = await admin.post(reportPath, { clickId: 'a', publishableKey: 'x'.repeat(65 * 1024) })
  assert.deepEqual([answer.status, answer.body.error.code], [413, 'PAYLOAD_TOO_LARGE'])
})

test('a server needs the scope, and a key that acts for the organisation', async () => {
  const { link, click, callerWith, callerBoundTo } = await programme(server)
  const clickId = await click(link)
  const reader = await callerWith('affiliate:read', 'affiliate:manage')
  const bound = await callerBoundTo(link.partnerId)
  for (const caller of [reader, bound]) {
    const { status, body } = await caller.post(reportPath, { clickId })
    assert.deepEqual([status, body.error.code], [403, 'FORBIDDEN'])
  }
  const writer = await callerWith('affiliate:write')
  recordedOf(await writer.post(reportPath, { clickId }))
  assert.equal((await writer.get('/api/v1/conversion-attempts')).status, 403)
  assert.equal((await callerOf(server.url, '').post(reportPath, { clickId })).status, 401)
})

test('an Idempotency-Key changes nothing: the click says what is a repeat', async () => {
  const { link, click, admin } = await programme(server)
  const headers = { 'idempotency-key': 'one' }
  const first = await admin.post(reportPath, { clickId: await click(link) }, { headers })
  const second = await admin.post(reportPath, { clickId: await click(link) }, { headers })
  assert.notEqual(recordedOf(first).conversionId, recordedOf(second).conversionId)
})

test('a link that is revoked in flight earns nothing, and what was recorded stays a duplicate', async () => {
  const { admin, campaign, click, report } = await programme(server)
  const link = await newLink(admin, { campaignId: campaign.id })
  const [before, after] = [await click(link), await click(link)]
  const ids = recordedOf(await report({ clickId: before }))
  await admin.post(`/api/v1/links/${link.id}/revoke`)
  assert.equal((await report({ clickId: after })).body.status, 'ignored')
  assert.deepEqual((await report({ clickId: before })).body, { ...ids, status: 'duplicate' })
  await admin.post(`/api/v1/links/${link.id}/restore`)
  recordedOf(await report({ clickId: after }))
})
