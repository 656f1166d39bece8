import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCampaign, newLink } from '#/testing/affiliate.ts'
import { type Programme, programme, recordedOf, rowsOf } from '#/testing/conversions.ts'
import { assertBooks } from '#/testing/ledger.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
const fixed = { commission: { type: 'FIXED', amount: '15', currency: 'EUR' } }
const email = 'buyer@customer.example.com'

const coupon = async ({ admin, campaign }: Programme, partnerId: string, code: string) => {
  const made = await admin.post(`/api/v1/campaigns/${campaign.id}/coupons`, { partnerId, code })
  assert.equal(made.status, 201, made.text)
  return made.body.data
}
const reasons = async ({ ctx }: Programme) =>
  (await rowsOf(ctx, 'conversion_attempt')).map(({ reason }: { reason: string }) => reason)

test('a server’s conversion without a click is credited by its coupon, once for what it calls it', async () => {
  const one = await programme(server, fixed)
  const { campaign, link, report, ctx, organisation } = one
  const { id } = await coupon(one, link.partnerId, 'LARKSPUR20')
  const body = { campaignId: campaign.id, externalId: 'order-1', coupon: 'larkspur20' }
  const answers = await Promise.all(Array.from({ length: 32 }, () => report(body)))
  assert.equal(answers.filter(({ status }) => status === 201).length, 1)
  assert.equal(new Set(answers.map((answer) => answer.body.conversionId)).size, 1)
  const [conversion, ...others] = await rowsOf(ctx, 'conversion')
  assert.equal(others.length, 0)
  assert.deepEqual(
    [
      conversion.attributed_by,
      conversion.coupon_id,
      conversion.partner_id,
      conversion.link_id,
      conversion.click_id,
      conversion.external_id,
    ],
    ['COUPON', id, link.partnerId, null, null, 'order-1'],
  )
  const [line] = await rowsOf(ctx, 'commission_line')
  assert.deepEqual([line.status, line.amount, line.partner_id], ['HELD', '1500', link.partnerId])
  recordedOf(await report({ ...body, externalId: 'order-2' }))
  await assertBooks(server, organisation.id)
})

test('by e-mail it is credited to the partner of an earlier conversion in the window, where the campaign allows it', async () => {
  const one = await programme(server, { lateBinding: { coupon: false, email: true }, attributionWindowDays: 30 })
  const { campaign, link, click, report, ctx } = one
  const body = { campaignId: campaign.id, externalId: 'order-1', email }
  assert.equal((await report(body)).body.status, 'ignored')
  recordedOf(await report({ clickId: await click(link), email }))
  recordedOf(await report({ ...body, email: email.toUpperCase() }))
  const conversion = (await rowsOf(ctx, 'conversion')).at(-1)
  assert.deepEqual(
    [conversion.attributed_by, conversion.partner_id, conversion.link_id],
    ['EMAIL', link.partnerId, link.id],
  )
  assert.equal((await report({ campaignId: campaign.id, externalId: 'order-2', coupon: 'ANY' })).body.status, 'ignored')
  assert.deepEqual(await reasons(one), ['EMAIL_UNKNOWN', 'LATE_BINDING_OFF'])
})

test('a coupon that is unknown, has ended, or is of another campaign, a paused one or an archived partner earns nothing', async () => {
  const one = await programme(server)
  const { admin, campaign, link, report, ctx } = one
  const ended = await coupon(one, link.partnerId, 'ENDED')
  await admin.post(`/api/v1/coupons/${ended.id}/end`)
  const archived = await newLink(admin, { campaignId: campaign.id })
  await coupon(one, archived.partnerId, 'ARCHIVED')
  await admin.post(`/api/v1/partners/${archived.partnerId}/archive`)
  const second = await newCampaign(admin, { name: 'Second' })
  await admin.post(`/api/v1/campaigns/${second.id}/coupons`, { partnerId: link.partnerId, code: 'SECOND' })
  await coupon(one, link.partnerId, 'GOOD')
  const told = (code: string) => report({ campaignId: campaign.id, externalId: code, coupon: code })
  for (const code of ['NEVER', 'ENDED', 'SECOND', 'ARCHIVED']) assert.equal((await told(code)).body.status, 'ignored')
  await admin.post(`/api/v1/campaigns/${campaign.id}/pause`)
  assert.equal((await told('GOOD')).body.status, 'ignored')
  assert.deepEqual(await reasons(one), [
    'COUPON_UNKNOWN',
    'COUPON_UNKNOWN',
    'COUPON_UNKNOWN',
    'PARTNER_ARCHIVED',
    'CAMPAIGN_NOT_ACTIVE',
  ])
  await admin.post(`/api/v1/campaigns/${campaign.id}/resume`)
  recordedOf(await told('GOOD'))
  assert.equal((await rowsOf(ctx, 'conversion')).length, 1)
})

test('a coupon that is told with a click goes before it', async () => {
  const one = await programme(server)
  const { admin, campaign, link, click, report, ctx } = one
  const other = await newLink(admin, { campaignId: campaign.id })
  await coupon(one, other.partnerId, 'OTHER')
  const clickId = await click(link)
  const ids = recordedOf(await report({ clickId, coupon: 'other', externalId: 'order-1' }))
  const [conversion] = await rowsOf(ctx, 'conversion')
  assert.deepEqual(
    [conversion.partner_id, conversion.attributed_by, conversion.link_id],
    [other.partnerId, 'COUPON', null],
  )
  assert.deepEqual(
    conversion.explanation.attribution.touches.map(({ type, verdict }: { type: string; verdict: string }) => [
      type,
      verdict,
    ]),
    [
      ['CLICK', 'NOT_CHOSEN'],
      ['COUPON', 'CREDITED'],
    ],
  )
  assert.deepEqual((await report({ clickId })).body, { ...ids, status: 'duplicate' })
  assert.deepEqual((await report({ clickId: await click(link), externalId: 'order-1' })).body, {
    ...ids,
    status: 'duplicate',
  })
  recordedOf(await report({ clickId: await click(link), coupon: 'UNKNOWN' }))
  assert.equal((await rowsOf(ctx, 'conversion')).at(-1).partner_id, link.partnerId)
})

test('a campaign that another organisation has does not exist, and a click of another campaign is not credited', async () => {
  const one = await programme(server)
  const other = await programme(server)
  for (const campaignId of [other.campaign.id, 'cmp_never']) {
    const { status, body } = await one.report({ campaignId, externalId: 'order-1', coupon: 'ANY' })
    assert.deepEqual([status, body.error.code], [404, 'CAMPAIGN_NOT_FOUND'])
  }
  const second = await newCampaign(one.admin, { name: 'Second' })
  const clickId = await one.click(one.link)
  assert.equal((await one.report({ clickId, campaignId: second.id })).body.status, 'ignored')
  assert.deepEqual(await reasons(one), ['OTHER_CAMPAIGN'])
  recordedOf(await one.report({ clickId, campaignId: one.campaign.id }))
})
