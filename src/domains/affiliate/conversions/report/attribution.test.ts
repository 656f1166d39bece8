import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLink } from '#/testing/affiliate.ts'
import { programme, recordedOf, rowsOf } from '#/testing/conversions.ts'
import { serverOfThisFile } from '#/testing/world.ts'

// Ahead of the machine's clock: ids never descend in one process.
const start = Date.parse('2056-05-01T12:00:00.000Z')
const clock = { ms: start }
const server = await serverOfThisFile({ now: () => new Date(clock.ms) })
const day = 24 * 60 * 60 * 1000
const visitor = 42n

type Touch = { id: string; verdict: string; knownBy: string; partnerId: string }
const verdicts = ({ explanation }: { explanation: { attribution: { touches: Touch[] } } }) =>
  explanation.attribution.touches.map(({ knownBy, verdict }) => `${knownBy} ${verdict}`)

test('a click converts to the last millisecond of its window and not after', async () => {
  const { link, click, report, ctx } = await programme(server, { attributionWindowDays: 30 })
  const [inTime, late] = [await click(link, { at: new Date(clock.ms) }), await click(link, { at: new Date(clock.ms) })]
  clock.ms += 30 * day
  recordedOf(await report({ clickId: inTime }))
  clock.ms += 1
  assert.equal((await report({ clickId: late })).body.status, 'ignored')
  assert.equal((await report({ clickId: inTime })).body.status, 'duplicate')
  const [attempt] = await rowsOf(ctx, 'conversion_attempt')
  assert.equal(attempt.reason, 'CLICK_EXPIRED')
  assert.equal(attempt.partner_id, link.partnerId)
  assert.deepEqual(verdicts(attempt), ['REPORT OUTSIDE_WINDOW'])
})

test('a clock that was ahead when a link was clicked takes nothing away', async () => {
  const { link, click, report } = await programme(server)
  recordedOf(await report({ clickId: await click(link, { at: new Date(clock.ms + 3 * day) }) }))
})

test('the last click is the one that is reported; the first is the earliest token or click of the same visitor', async () => {
  for (const attributionModel of ['LAST_CLICK', 'FIRST_CLICK']) {
    const { admin, campaign, link: first, click, report, ctx } = await programme(server, { attributionModel })
    const [second, third] = [
      await newLink(admin, { campaignId: campaign.id }),
      await newLink(admin, { campaignId: campaign.id }),
    ]
    const at = (hours: number) => new Date(clock.ms - hours * 60 * 60 * 1000)
    const earlier = await click(first, { at: at(3), sub1: 'first' })
    await click(second, { at: at(2), visitor, sub1: 'second' })
    const reported = await click(third, { at: at(1), visitor, sub1: 'third' })
    const later = await click(second, { at: at(0), visitor })
    recordedOf(await report({ clickId: reported, earlierClickIds: [earlier, later, 'no.token', reported, earlier] }))
    const [conversion] = await rowsOf(ctx, 'conversion')
    const isFirst = attributionModel === 'FIRST_CLICK'
    const credited = isFirst ? first : third
    assert.deepEqual([conversion.partner_id, conversion.link_id], [credited.partnerId, credited.id])
    assert.equal(conversion.sub1, isFirst ? 'first' : 'third')
    assert.deepEqual(
      verdicts(conversion),
      isFirst
        ? ['EARLIER_TOKEN CREDITED', 'SAME_VISITOR NOT_CHOSEN', 'REPORT NOT_CHOSEN', 'EARLIER_TOKEN AFTER_REPORTED']
        : ['EARLIER_TOKEN NOT_CHOSEN', 'REPORT CREDITED', 'EARLIER_TOKEN AFTER_REPORTED'],
    )
  }
})

test('touches that may not be credited are passed over, and said', async () => {
  const { admin, campaign, link, click, report, ctx } = await programme(server, {
    attributionModel: 'FIRST_CLICK',
    attributionWindowDays: 10,
  })
  const ofCampaign = () => newLink(admin, { campaignId: campaign.id })
  const [old, revoked, archived, good, elsewhere] = [
    await ofCampaign(),
    await ofCampaign(),
    await ofCampaign(),
    await ofCampaign(),
    await newLink(admin),
  ]
  const ago = (days: number) => ({ at: new Date(clock.ms - days * day) })
  const earlierClickIds = [
    await click(old, ago(11)),
    await click(revoked, ago(9)),
    await click(archived, ago(8)),
    await click(elsewhere, ago(7)),
    await click(good, ago(6)),
  ]
  await admin.post(`/api/v1/links/${revoked.id}/revoke`)
  await admin.post(`/api/v1/partners/${archived.partnerId}/archive`)
  recordedOf(await report({ clickId: await click(link, ago(1)), earlierClickIds }))
  const [conversion] = await rowsOf(ctx, 'conversion')
  assert.equal(conversion.partner_id, good.partnerId)
  assert.deepEqual(
    conversion.explanation.attribution.touches.map(({ verdict }: Touch) => verdict),
    ['OUTSIDE_WINDOW', 'LINK_REVOKED', 'PARTNER_ARCHIVED', 'OTHER_CAMPAIGN', 'CREDITED', 'NOT_CHOSEN'],
  )
})

test('a click of an archived partner is ignored; one of a merged partner is the other’s', async () => {
  const { admin, link, click, report, ctx } = await programme(server, {
    commission: { type: 'FIXED', amount: '10', currency: 'EUR' },
  })
  const at = { at: new Date(clock.ms) }
  const [before, after] = [await click(link, at), await click(link, at)]
  await admin.post(`/api/v1/partners/${link.partnerId}/archive`)
  assert.equal((await report({ clickId: before })).body.status, 'ignored')
  assert.equal((await rowsOf(ctx, 'conversion_attempt'))[0].reason, 'PARTNER_ARCHIVED')
  await admin.post(`/api/v1/partners/${link.partnerId}/restore`)
  const staying = (await newLink(admin)).partnerId
  const merged = await admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: link.partnerId })
  assert.equal(merged.status, 200, merged.text)
  recordedOf(await report({ clickId: after }))
  const [conversion] = await rowsOf(ctx, 'conversion')
  const [line] = await rowsOf(ctx, 'commission_line')
  assert.deepEqual([conversion.partner_id, line.partner_id, conversion.link_id], [staying, staying, link.id])
})

test('clicks of a campaign that was paused or has ended convert within their window', async () => {
  const { admin, campaign, link, click, report } = await programme(server)
  for (const action of ['pause', 'end']) {
    const clickId = await click(link, { at: new Date(clock.ms) })
    assert.equal((await admin.post(`/api/v1/campaigns/${campaign.id}/${action}`)).status, 200)
    recordedOf(await report({ clickId }))
  }
})

test('a click that was not recorded when its visitor was sent on is recorded with its conversion', async () => {
  const { link, click, report, ctx } = await programme(server, { attributionModel: 'FIRST_CLICK' })
  const at = { at: new Date(clock.ms), isRecorded: false }
  const [one, two] = [await click(link, at), await click(link, at)]
  recordedOf(await report({ clickId: one }))
  assert.equal((await report({ clickId: one })).body.status, 'duplicate')
  recordedOf(await report({ clickId: two }))
  const clicks = await rowsOf(ctx, 'click')
  assert.deepEqual(
    clicks.map(({ link_id, is_late }: { link_id: string; is_late: boolean }) => [link_id, is_late]),
    [
      [link.id, true],
      [link.id, true],
    ],
  )
  const conversions = await rowsOf(ctx, 'conversion')
  assert.equal(new Set(conversions.map(({ click_id }: { click_id: string }) => click_id)).size, 2)
  for (const conversion of conversions) assert.deepEqual(verdicts(conversion), ['REPORT CREDITED'])
})

test('a publishable key is counted per address, 120 times a minute, and every answer says so', async () => {
  const { campaign, reportFrom } = await programme(server)
  const page = { key: campaign.publishableKey, origin: 'https://www.example.com' }
  const answers = await Promise.all(Array.from({ length: 130 }, () => reportFrom(page, {})))
  const refused = answers.filter(({ status }) => status === 429)
  assert.deepEqual([refused.length, answers.filter(({ status }) => status === 422).length], [10, 120])
  for (const { headers } of answers) assert.equal(headers.get('x-ratelimit-limit-minute'), '120')
  for (const { headers, body } of refused) {
    assert.equal(body.error.code, 'RATE_LIMIT_EXCEEDED')
    assert.equal(headers.get('retry-after'), String(60 - Math.floor((clock.ms % 60_000) / 1000)))
    assert.equal(headers.get('access-control-allow-origin'), 'https://www.example.com')
  }
  clock.ms += 60_000
  assert.equal((await reportFrom(page, {})).status, 422)
})
