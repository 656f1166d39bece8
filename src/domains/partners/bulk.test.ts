import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const vendor = await world(server)

const made = async (from: World, path: string, body: object) =>
  (await from.admin.post(`/api/v1/${path}`, body)).body.data
const bulk = (items: object[], from = vendor.admin) => from.post('/api/v1/partners/bulk', { items })
const read = async (id: string) => (await vendor.admin.get(`/api/v1/partners/${id}`)).body.data
const eventsOf = async (id: string) =>
  (await vendor.admin.get(`/api/v1/events?partnerId=${id}`)).body.data.map((event: { type: string }) => event.type)

test('many partners are changed at once, and each answer undoes exactly what it did', async () => {
  const gold = await made(vendor, 'tiers', { name: 'Gold' })
  const silver = await made(vendor, 'tiers', { name: 'Silver' })
  const first = await made(vendor, 'partners', { name: 'Harbour & Pine' })
  const second = await made(vendor, 'partners', { name: 'Larkspur', tierId: silver.id })
  await vendor.admin.put(`/api/v1/partners/${second.id}/categories`, { categories: ['Reseller', 'Agency'] })
  const change = { tierId: gold.id, addCategories: ['Reseller', 'Referral'], status: 'inactive' }
  const answer = await bulk([
    { id: first.id, ...change },
    { id: second.id, ...change },
  ])
  assert.equal(answer.status, 200, answer.text)
  const { items, ...counts } = answer.body.data
  assert.deepEqual(counts, { changed: 2, unchanged: 0, refused: 0 })
  assert.deepEqual(items[1], {
    index: 1,
    id: second.id,
    status: 'CHANGED',
    undo: { id: second.id, tierId: silver.id, addCategories: [], removeCategories: ['Referral'], status: 'active' },
    error: null,
  })
  const changed = await read(second.id)
  assert.deepEqual(
    [changed.tierId, changed.categories, changed.status],
    [gold.id, ['Reseller', 'Agency', 'Referral'], 'inactive'],
  )
  assert.deepEqual((await eventsOf(second.id)).slice(0, 2), ['partners.archive', 'partners.update'])

  const undone = await bulk(items.map(({ undo }: { undo: object }) => undo))
  assert.equal(undone.body.data.changed, 2)
  const [firstAgain, secondAgain] = [await read(first.id), await read(second.id)]
  assert.deepEqual([firstAgain.tierId, firstAgain.categories, firstAgain.status], [null, [], 'active'])
  assert.deepEqual(
    [secondAgain.tierId, secondAgain.categories, secondAgain.status],
    [silver.id, ['Reseller', 'Agency'], 'active'],
  )
})

test('what stands so already is unchanged, and one that is refused stops no other', async () => {
  const other = await world(server)
  const foreign = await made(other, 'partners', { name: 'Not ours' })
  const foreignTier = await made(other, 'tiers', { name: 'Gold' })
  const own = await made(vendor, 'partners', { name: 'Quayside' })
  const answer = await bulk([
    { id: foreign.id, status: 'inactive' },
    { id: own.id, tierId: foreignTier.id },
    { id: own.id, tierId: null },
    { id: own.id, addCategories: Array.from({ length: 50 }, (_, i) => `Label ${i}`) },
    { id: own.id, addCategories: ['One too many'] },
    { id: own.id, removeCategories: ['Label 7'] },
  ])
  const told = answer.body.data.items.map((item: { status: string; error: { message: string } | null }) => [
    item.status,
    item.error?.message,
  ])
  assert.deepEqual(told, [
    ['REFUSED', 'No partner has this id or CRM id.'],
    ['REFUSED', 'No tier has this id.'],
    ['UNCHANGED', undefined],
    ['CHANGED', undefined],
    ['REFUSED', told[4]?.[1]],
    ['CHANGED', undefined],
  ])
  assert.match(told[4]?.[1] ?? '', /50/)
  assert.equal((await read(own.id)).categories.length, 49)
  assert.equal((await other.admin.get(`/api/v1/partners/${foreign.id}`)).body.data.status, 'active')
})

test('a wrong item names its place, nothing is done, and reading is not enough', async () => {
  const own = await made(vendor, 'partners', { name: 'Windmill' })
  const wrong = await bulk([
    { id: own.id, status: 'inactive' },
    { id: own.id, status: 'gone' },
  ])
  assert.equal(wrong.status, 422)
  assert.deepEqual(wrong.body.error.details[0].path, ['items', 1, 'status'])
  assert.equal((await bulk([])).status, 422)
  assert.equal((await bulk(Array.from({ length: 501 }, () => ({ id: own.id })))).status, 422)
  assert.equal((await bulk([{ id: own.id, status: 'inactive' }], await vendor.callerWith('partners:read'))).status, 403)
  assert.equal((await read(own.id)).status, 'active')
})

test('changes of one partner that race leave every label that was added, and each undo takes its own away', async () => {
  const own = await made(vendor, 'partners', { name: 'Race' })
  const labels = Array.from({ length: 12 }, (_, i) => `Label ${i}`)
  const answers = await Promise.all(labels.map((label) => bulk([{ id: own.id, addCategories: [label] }])))
  assert.deepEqual((await read(own.id)).categories.toSorted(), labels.toSorted())
  const undone = await Promise.all(answers.map((answer) => bulk([answer.body.data.items[0].undo])))
  assert.ok(undone.every((answer) => answer.body.data.changed === 1))
  assert.deepEqual((await read(own.id)).categories, [])
})

test('the categories in use are told with their number, and no others', async () => {
  const own = await world(server)
  for (const [name, categories] of [
    ['A', ['Reseller', 'Agency']],
    ['B', ['Reseller']],
  ] as const) {
    const partner = await made(own, 'partners', { name })
    await own.admin.put(`/api/v1/partners/${partner.id}/categories`, { categories })
  }
  const answer = await own.admin.get('/api/v1/partner-categories')
  assert.deepEqual(answer.body, {
    data: [
      { name: 'Reseller', partnerCount: 2 },
      { name: 'Agency', partnerCount: 1 },
    ],
  })
  assert.equal((await (await own.callerWith('clients:read')).get('/api/v1/partner-categories')).status, 403)
})

test('a list is narrowed to a domain in any spelling, and so is the exported file by every filter', async () => {
  const own = await world(server)
  const stays = await made(own, 'partners', { name: 'Larkspur', domain: 'larkspur.example' })
  const goes = await made(own, 'partners', { name: 'Larkspur UK', domain: 'larkspur.co.example' })
  await own.admin.post(`/api/v1/partners/${stays.id}/merge`, { partnerId: goes.id })
  await own.admin.post(`/api/v1/partners/${stays.id}/archive`)
  await made(own, 'partners', { name: 'Quayside', domain: 'quayside.example' })
  const namesOf = async (query: string) =>
    (await own.admin.get(`/api/v1/partners?${query}`)).body.data.map(({ name }: { name: string }) => name)
  assert.deepEqual(await namesOf('domain=https://www.LARKSPUR.example/en'), ['Larkspur'])
  assert.deepEqual(await namesOf('domain=larkspur.co.example'), ['Larkspur'], 'a merged one leads to what it became')
  assert.deepEqual(await namesOf('domain=nobody.example'), [])
  assert.equal((await own.admin.get('/api/v1/partners?domain=no')).body.error.details[0].path[0], 'domain')
  const exported = async (query: string) =>
    (await own.admin.get(`/api/v1/exports/partners?${query}`)).text.split('\n').length - 2
  assert.equal(await exported(''), 2)
  assert.equal(await exported('status=inactive'), 1)
  assert.equal(await exported('q=quay'), 1)
  assert.equal(await exported('tierId=none'), 0)
})
