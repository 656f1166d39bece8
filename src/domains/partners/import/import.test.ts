import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

const form = (content: string) => {
  const data = new FormData()
  data.append('file', new Blob([content], { type: 'text/csv' }), 'partners.csv')
  return data
}
const send = (caller: Caller, content: string, query: Record<string, string> = {}) =>
  caller.send('POST', `/api/v1/imports/partners?${new URLSearchParams(query)}`, { raw: form(content) })
const partnersOf = async (from: World) => (await from.admin.get('/api/v1/partners?limit=100&sort=createdAt')).body.data
const eventsOf = async (from: World) => (await from.admin.get('/api/v1/events?limit=100')).body.data
const counts = (answer: Answer) => {
  assert.equal(answer.status, 200, answer.text)
  const { created, updated, unchanged, refused } = answer.body.data
  return { created, updated, unchanged, refused }
}
const none = { created: 0, updated: 0, unchanged: 0, refused: 0 }

test('a file makes partners, and its columns are known by their headers', async () => {
  const own = await world(server)
  const gold = (await own.admin.post('/api/v1/tiers', { name: 'Gold' })).body.data
  const active = (await own.admin.post('/api/v1/phases', { name: 'Active' })).body.data
  const kim = (await own.admin.post('/api/v1/users', { email: 'kim@vendor.example.com', name: 'Kim' })).body.data
  const csv = `Organization name,Domain_Name,external-id,EXTERNAL ID TYPE,externalCompanyId,Partner type,Tier,phase id,Owner,Status,City
Harbour & Pine,https://www.Harbour-Pine.example/en,77001,PARTNER,88001,Reseller; Referral|Reseller,gold,${active.id},KIM@vendor.example.com,Inactive,Leeds
Larkspur,larkspur.example,,,,,${gold.id},,${kim.id},,`
  const answer = await send(own.admin, csv)
  assert.deepEqual(answer.body.data, {
    rows: 2,
    ...none,
    created: 2,
    dryRun: false,
    columns: [
      { header: 'Organization name', field: 'name' },
      { header: 'Domain_Name', field: 'domain' },
      { header: 'external-id', field: 'externalId' },
      { header: 'EXTERNAL ID TYPE', field: 'externalIdType' },
      { header: 'externalCompanyId', field: 'externalCompanyId' },
      { header: 'Partner type', field: 'categories' },
      { header: 'Tier', field: 'tier' },
      { header: 'phase id', field: 'phase' },
      { header: 'Owner', field: 'owner' },
      { header: 'Status', field: 'status' },
    ],
    ignoredColumns: ['City'],
    errors: [],
    errorsOmitted: 0,
  })
  const [first, second] = await partnersOf(own)
  const { name, domain, externalId, externalIdType, externalCompanyId, categories, tierId, phaseId, owner, status } =
    first
  assert.deepEqual(
    [name, domain, externalId, externalIdType, externalCompanyId, categories, tierId, phaseId, owner.id, status],
    [
      'Harbour & Pine',
      'harbour-pine.example',
      '77001',
      'PARTNER',
      '88001',
      ['Reseller', 'Referral'],
      gold.id,
      active.id,
      kim.id,
      'inactive',
    ],
  )
  assert.deepEqual(
    [second.name, second.tierId, second.phaseId, second.owner.id, second.status, second.categories],
    ['Larkspur', gold.id, null, kim.id, 'active', []],
  )
})

test('the same file twice changes nothing and leaves no event', async () => {
  const own = await world(server)
  const csv = 'name,domain,categories,status\nA,a.example,x;y,inactive\nB,,,\nC,c.example,,\n'
  assert.deepEqual(counts(await send(own.admin, csv)), { ...none, created: 3 })
  const [partners, events] = [await partnersOf(own), await eventsOf(own)]
  assert.deepEqual(counts(await send(own.admin, csv)), { ...none, unchanged: 3 })
  assert.deepEqual(await partnersOf(own), partners)
  assert.deepEqual(await eventsOf(own), events)
})

test('each partner that is made or changed has one event, and the import has one', async () => {
  const own = await world(server)
  await send(own.admin, 'name,domain\nA,a.example\nB,b.example\n')
  await send(own.admin, 'name,domain,categories\nA,a.example,x\nB,b.example,\n')
  const events = (await eventsOf(own)).filter(({ type }: { type: string }) => type.startsWith('partners.'))
  assert.deepEqual(
    events.map(({ type, before, after }: Record<string, unknown>) => [type, before, after]).toReversed(),
    [
      ['partners.create', null, { name: 'A', domain: 'a.example', status: 'active' }],
      ['partners.create', null, { name: 'B', domain: 'b.example', status: 'active' }],
      ['partners.import', null, { rows: 2, ...none, created: 2 }],
      ['partners.update', { categories: [] }, { categories: ['x'] }],
      ['partners.import', null, { rows: 2, ...none, updated: 1, unchanged: 1 }],
    ],
  )
})

test('a row writes only what its cells give, and an archived partner stays archived', async () => {
  const own = await world(server)
  const made = (await own.admin.post('/api/v1/partners', { name: 'Quayside', domain: 'quayside.example' })).body.data
  await own.admin.put(`/api/v1/partners/${made.id}/categories`, { categories: ['Referral'] })
  await own.admin.patch(`/api/v1/partners/${made.id}/crm-record`, { externalId: '77002' })
  await own.admin.post(`/api/v1/partners/${made.id}/archive`)
  const answer = await send(own.admin, 'Name,Website,Category,External id\nQuayside Supply,quayside.example,,\n')
  assert.deepEqual(counts(answer), { ...none, updated: 1 })
  const { name, categories, externalId, status } = (await own.admin.get(`/api/v1/partners/${made.id}`)).body.data
  assert.deepEqual([name, categories, externalId, status], ['Quayside Supply', ['Referral'], '77002', 'inactive'])
  await send(own.admin, 'Name,Website,Status\nQuayside Supply,quayside.example,active\n')
  assert.equal((await own.admin.get(`/api/v1/partners/${made.id}`)).body.data.status, 'active')
})

test('rows match as creating over the API does: by domain, else by name, a merged domain by its survivor', async () => {
  const own = await world(server)
  const make = async (body: object) => (await own.admin.post('/api/v1/partners', body)).body.data.id
  const staying = await make({ name: 'Staying', domain: 'staying.example' })
  const going = await make({ name: 'Going', domain: 'going.example' })
  await own.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })
  const older = await make({ name: 'Twin', domain: 'twin-1.example' })
  const younger = await make({ name: 'Twin', domain: 'twin-2.example' })
  await own.admin.patch(`/api/v1/partners/${younger}`, { domain: null })
  const csv =
    'name,domain,external id\nStaying,going.example,1\ntWIN,,2\nTwin,twin-1.example,3\nTwin,twin-3.example,4\n'
  assert.deepEqual(counts(await send(own.admin, csv)), { ...none, created: 1, updated: 3 })
  const idsByPartner = async (id: string) => (await own.admin.get(`/api/v1/partners/${id}`)).body.data
  assert.equal((await idsByPartner(staying)).externalId, '1')
  assert.deepEqual([(await idsByPartner(younger)).externalId, (await idsByPartner(younger)).name], ['2', 'tWIN'])
  assert.equal((await idsByPartner(older)).externalId, '3')
  assert.equal((await partnersOf(own)).length, 4)
})

test('of rows about one partner the later ones win, as if they came one after another', async () => {
  const own = await world(server)
  const csv = `name,domain,categories
First,same.example,a
Second,www.same.example,
Second,https://same.example/,b
By name,,x
BY NAME,,
Later,later.example,
later,,z
Second,same.example,b
`
  const dry = await send(own.admin, csv, { dryRun: 'true' })
  assert.deepEqual(await partnersOf(own), [])
  assert.deepEqual(counts(dry), { created: 3, updated: 4, unchanged: 1, refused: 0 })
  assert.deepEqual(counts(await send(own.admin, csv)), counts(dry))
  assert.deepEqual(
    (await partnersOf(own)).map(({ name, domain, categories }: Record<string, unknown>) => [name, domain, categories]),
    [
      ['Second', 'same.example', ['b']],
      ['BY NAME', null, ['x']],
      ['later', 'later.example', ['z']],
    ],
  )
  const events = (await eventsOf(own)).filter(({ type }: { type: string }) => /^partners\.(create|update)$/.test(type))
  assert.equal(events.length, 3)
})

test('a dry run writes nothing and counts the same, over several batches too', async () => {
  const own = await world(server)
  const rows = Array.from({ length: 1100 }, (_, i) => `Partner ${i % 700},${i % 3 ? `p${i % 700}.example` : ''}`)
  const csv = `name,domain\n${rows.join('\n')}\nBad,bad`
  const before = await eventsOf(own)
  const dry = await send(own.admin, csv, { dryRun: 'true' })
  assert.equal(dry.body.data.dryRun, true)
  assert.deepEqual(await partnersOf(own), [])
  assert.deepEqual(await eventsOf(own), before)
  const real = await send(own.admin, csv)
  assert.deepEqual({ ...real.body.data, dryRun: true }, dry.body.data)
  assert.equal(real.body.data.refused, 1)
})

test('only a key that may write partners imports, and only into its own organisation', async () => {
  const [own, other] = [await world(server), await world(server)]
  await send(other.admin, 'name,domain\nTheirs,shared.example\nBy name,\n')
  const theirs = await partnersOf(other)
  assert.equal((await send(await own.callerWith('partners:read'), 'name\nA\n')).status, 403)
  assert.equal(
    (await send(await own.callerWith('partners:write'), 'name,domain\nOurs,shared.example\nBy name,\n')).status,
    200,
  )
  assert.deepEqual(
    (await partnersOf(own)).map(({ name }: { name: string }) => name),
    ['Ours', 'By name'],
  )
  assert.deepEqual(await partnersOf(other), theirs)
  const tier = (await other.admin.post('/api/v1/tiers', { name: 'Theirs' })).body.data
  assert.deepEqual(counts(await send(own.admin, `name,tier\nA,${tier.id}\nB,Theirs\n`)), { ...none, refused: 2 })
})

test('equal imports at once, beside creates and each other, never make two partners', async () => {
  const own = await world(server)
  const row = (i: number) => `Racer ${i},${i % 4 ? `racer-${i}.example` : ''}`
  const rows = Array.from({ length: 1200 }, (_, i) => row(i))
  const file = (all: string[]) => `name,domain\n${all.join('\n')}\n`
  const create = (i: number) => {
    const [name, domain] = row(i).split(',')
    return own.admin.post('/api/v1/partners', { name, domain: domain || null })
  }
  const [, ...imports] = await Promise.all([
    Promise.all(Array.from({ length: 200 }, (_, i) => create(i * 6))),
    send(own.admin, file(rows)),
    send(own.admin, file(rows.toReversed())),
    send(own.admin, file(rows)),
  ])
  const made = imports.map((answer) => counts(answer).created).reduce((sum, one) => sum + one, 0)
  assert.ok(made >= 1000 && made <= 1200, `${made} were made by imports`)
  const after = counts(await send(own.admin, file(rows)))
  assert.deepEqual(after, { ...none, unchanged: 1200 })
  let total = 0
  for (let cursor: string | null = ''; cursor !== null;) {
    const { data, pagination }: Answer['body'] = (await own.admin.get(`/api/v1/partners?limit=100&cursor=${cursor}`))
      .body
    total += data.length
    cursor = pagination.nextCursor
  }
  assert.equal(total, 1200)
})

test('a header that is no header is refused, and a line that is too long costs itself alone', async () => {
  const own = await world(server)
  const upload = (text: string) => {
    const form = new FormData()
    form.append('file', new Blob([text]), 'partners.csv')
    return own.admin.send('POST', '/api/v1/imports/partners', { raw: form })
  }
  for (const header of [`name,${'_'.repeat(900_000)}`, `name${',x'.repeat(600)}`]) {
    const refused = await upload(`${header}\nRow,x\n`)
    assert.equal(refused.status, 422, refused.text.slice(0, 200))
  }
  const kept = await upload(`name,domain\nFirst,first.example.com\n${'z'.repeat(1_200_000)}\nLast,last.example.com\n`)
  assert.deepEqual(
    [kept.status, kept.body.data.created, kept.body.data.refused, kept.body.data.errors[0].line],
    [200, 2, 1, 3],
  )
})
