import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCampaign } from '#/testing/affiliate.ts'
import { eventsOf, faults, newPartner, refused, withCrmId } from '#/testing/commission-lines.ts'
import { operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'
import { findCoupon } from './queries.ts'

const server = await serverOfThisFile()

async function setting(own?: World) {
  const vendor = own ?? (await world(server))
  const { id: campaignId } = await newCampaign(vendor.admin)
  const partnerId = await newPartner(vendor)
  const add = (body: object = {}) =>
    vendor.admin.post(`/api/v1/campaigns/${campaignId}/coupons`, { partnerId, ...body })
  return { ...vendor, campaignId, partnerId, add }
}

test('a coupon has a code of its own or one that is made, in upper case', async () => {
  const own = await setting()
  const made = await own.add({ code: 'larkspur-20_B' })
  assert.equal(made.status, 201, made.text)
  const { id, createdAt, ...rest } = made.body.data
  assert.match(id, /^cpn_/)
  assert.ok(createdAt)
  const { campaignId, partnerId } = own
  assert.deepEqual(rest, { code: 'LARKSPUR-20_B', partnerId, campaignId, status: 'ACTIVE', endedAt: null })
  assert.deepEqual((await own.admin.get(`/api/v1/coupons/${id}`)).body.data, made.body.data)
  const repeated = await own.add({ code: 'Larkspur-20_b' })
  assert.deepEqual([repeated.status, repeated.body.data], [200, made.body.data])
  const generated = await own.add()
  assert.match(generated.body.data.code, /^LARKSPUR-[0-9A-F-]+-[B-Z2-9]{6}$/)
  assert.equal((await own.add()).status, 201, 'a partner may have several')
  const ofCrm = await own.add({ partnerId: (await withCrmId(own, '77001')) && '77001' })
  assert.equal(ofCrm.status, 201)
})

test('a code is one coupon’s in its organisation, ended or not, and anybody’s in another', async () => {
  const own = await setting()
  const second = await setting(own)
  const stranger = await setting()
  const { id } = (await own.add({ code: 'SPRING' })).body.data
  const taken = [409, 'COUPON_CODE_TAKEN']
  assert.deepEqual(refused(await second.add({ code: 'spring' })), taken)
  assert.deepEqual(refused(await own.add({ code: 'spring', partnerId: second.partnerId })), taken)
  assert.equal((await stranger.add({ code: 'spring' })).status, 201)
  const ended = await own.admin.post(`/api/v1/coupons/${id}/end`)
  assert.deepEqual([ended.status, ended.body.data.status], [200, 'ENDED'])
  assert.ok(ended.body.data.endedAt)
  assert.deepEqual((await own.admin.post(`/api/v1/coupons/${id}/end`)).body.data, ended.body.data)
  assert.equal((await eventsOf(own, 'coupons.end')).length, 1)
  assert.deepEqual(refused(await own.add({ code: 'SPRING' })), taken)
})

test('a code that is wanted 32 times at once is one coupon', async () => {
  const own = await setting()
  const second = await setting(own)
  const answers = await Promise.all(
    Array.from({ length: 32 }, (_, at) => (at % 2 ? own : second).add({ code: 'Race' })),
  )
  const statuses = answers.map(({ status }) => status).toSorted()
  assert.deepEqual(statuses, [...Array<number>(15).fill(200), 201, ...Array<number>(16).fill(409)])
})

test('a coupon that is ended 32 times at once ends once', async () => {
  const own = await setting()
  const { id } = (await own.add()).body.data
  const answers = await Promise.all(Array.from({ length: 32 }, () => own.admin.post(`/api/v1/coupons/${id}/end`)))
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
  assert.equal((await eventsOf(own, 'coupons.end')).length, 1)
})

test('coupons are listed by partner, campaign, status and part of the code', async () => {
  const own = await setting()
  const second = await setting(own)
  const [one, two] = [(await own.add({ code: 'SPRING' })).body.data, (await second.add({ code: 'SUMMER_1' })).body.data]
  await own.admin.post(`/api/v1/coupons/${one.id}/end`)
  const codesOf = async (query: string) =>
    (await own.admin.get(`/api/v1/coupons?${query}`)).body.data.map(({ code }: { code: string }) => code)
  assert.deepEqual(await codesOf(''), ['SUMMER_1', 'SPRING'])
  assert.deepEqual(await codesOf(`partnerId=${own.partnerId}`), ['SPRING'])
  assert.deepEqual(await codesOf(`campaignId=${two.campaignId}`), ['SUMMER_1'])
  assert.deepEqual(await codesOf('status=ENDED'), ['SPRING'])
  assert.deepEqual(await codesOf('q=mmer_'), ['SUMMER_1'])
  const first = await own.admin.get('/api/v1/coupons?limit=1')
  assert.deepEqual(await codesOf(`cursor=${first.body.pagination.nextCursor}`), ['SPRING'])
})

test('a coupon is found for conversions by its campaign and code, with the partner that its own became', async () => {
  const own = await setting()
  const ctx = await operatorIn(server, own.organisation.id)
  const { id } = (await own.add({ code: 'SPRING' })).body.data
  const found = async () => {
    const coupon = await findCoupon(ctx, own.campaignId, 'sPring')
    return [coupon?.id, coupon?.partner_id, coupon?.status]
  }
  assert.deepEqual(await found(), [id, own.partnerId, 'ACTIVE'])
  assert.equal(await findCoupon(ctx, (await setting(own)).campaignId, 'SPRING'), undefined)
  assert.equal(
    await findCoupon(await operatorIn(server, (await setting()).organisation.id), own.campaignId, 'SPRING'),
    undefined,
  )
  const staying = await newPartner(own)
  await own.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: own.partnerId })
  assert.deepEqual(await found(), [id, staying, 'ACTIVE'])
  await own.admin.post(`/api/v1/partners/${staying}/archive`)
  assert.deepEqual(await found(), [id, staying, 'PARTNER_ARCHIVED'])
  assert.deepEqual(faults(await own.add({ code: 'MORE' })), [422, 'partnerId custom'])
})

test('codes are short words without spaces, and another organisation’s coupon does not exist', async () => {
  const own = await setting()
  const stranger = await setting()
  for (const code of ['', 'a b', '_a', 'ä', 'a'.repeat(65), 20, null]) {
    const answer = await own.add({ code })
    assert.deepEqual([answer.status, answer.body.error.details[0].path], [422, ['code']], String(code))
  }
  const { id } = (await own.add()).body.data
  assert.deepEqual(refused(await stranger.admin.get(`/api/v1/coupons/${id}`)), [404, 'COUPON_NOT_FOUND'])
  assert.deepEqual(refused(await stranger.admin.post(`/api/v1/coupons/${id}/end`)), [404, 'COUPON_NOT_FOUND'])
  assert.deepEqual(refused(await stranger.add({ partnerId: own.partnerId })), [404, 'PARTNER_NOT_FOUND'])
  assert.deepEqual((await stranger.admin.get('/api/v1/coupons')).body.data, [])
})
