import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverOfThisFile, world, type World } from '#/testing/world.ts'

const server = await serverOfThisFile()

async function newTiers(vendor: World, ...names: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const name of names) {
    const made = await vendor.admin.post('/api/v1/tiers', { name })
    assert.equal(made.status, 201, made.text)
    ids.push(made.body.data.id)
  }
  return ids
}

test('tiers are put into an order, each change with its event', async () => {
  const vendor = await world(server)
  const [gold = '', silver = '', bronze = ''] = await newTiers(vendor, 'Gold', 'Silver', 'Bronze')
  const ids = [bronze, silver, gold]
  const ordered = await vendor.admin.put('/api/v1/tiers/order', { ids })
  assert.deepEqual([ordered.status, ordered.body.data], [200, { ids }])
  const ranks = async () =>
    Object.fromEntries(
      (await vendor.admin.get('/api/v1/tiers')).body.data.map((one: { id: string; rank: number }) => [
        one.id,
        one.rank,
      ]),
    )
  assert.deepEqual(await ranks(), { [bronze]: 10, [silver]: 20, [gold]: 30 })
  await vendor.admin.put('/api/v1/tiers/order', { ids: [bronze, gold, silver] })
  assert.deepEqual(await ranks(), { [bronze]: 10, [gold]: 20, [silver]: 30 })
  const events = (await vendor.admin.get('/api/v1/events?type=tiers.update')).body.data
  assert.equal(events.length, 5, 'what keeps its place leaves no event')
})

test('an order that is not of all tiers is refused, whosever they are', async () => {
  const [vendor, other] = [await world(server), await world(server)]
  const ids = await newTiers(vendor, 'Gold', 'Silver')
  const [foreign = ''] = await newTiers(other, 'Gold')
  for (const wrong of [ids.slice(1), [...ids, ids[0]], [...ids, foreign], [ids[0], foreign]])
    assert.equal((await vendor.admin.put('/api/v1/tiers/order', { ids: wrong })).body.error.code, 'ORDER_STALE')
  assert.equal((await vendor.admin.put('/api/v1/tiers/order', { ids: 'gold' })).body.error.details[0].path[0], 'ids')
  const reader = await vendor.callerWith('partners:read')
  assert.equal((await reader.put('/api/v1/tiers/order', { ids })).status, 403)
})

test('of many orders at once one stands whole', async () => {
  const vendor = await world(server)
  const ids = await newTiers(vendor, 'A', 'B', 'C', 'D')
  const orders = [ids, ids.toReversed(), [...ids.slice(2), ...ids.slice(0, 2)]]
  const answers = await Promise.all(
    [...orders, ...orders].map((order) => vendor.admin.put('/api/v1/tiers/order', { ids: order })),
  )
  assert.ok(answers.every(({ status }) => status === 200))
  const tiers: { id: string; rank: number }[] = (await vendor.admin.get('/api/v1/tiers')).body.data
  const found = tiers.toSorted((a, b) => a.rank - b.rank).map(({ id }) => id)
  assert.ok(orders.some((order) => order.join() === found.join()))
})

test('the partners of each tier, phase and template are counted, merged ones not', async () => {
  const [vendor, other] = [await world(server), await world(server)]
  const [gold = '', silver = ''] = await newTiers(vendor, 'Gold', 'Silver')
  const partners: string[] = []
  for (const name of ['One', 'Two', 'Three'])
    partners.push((await vendor.admin.post('/api/v1/partners', { name, tierId: gold })).body.data.id)
  await vendor.admin.post(`/api/v1/partners/${partners[0]}/merge`, { partnerId: partners[1] })
  const usage = (await vendor.admin.get('/api/v1/programme/usage')).body.data
  assert.deepEqual(usage, {
    tiers: [
      { id: gold, partners: 2 },
      { id: silver, partners: 0 },
    ],
    phases: [],
    experienceTemplates: [],
  })
  assert.deepEqual((await other.admin.get('/api/v1/programme/usage')).body.data.tiers, [])
  assert.equal((await (await vendor.callerWith('contacts:read')).get('/api/v1/programme/usage')).status, 403)
})
