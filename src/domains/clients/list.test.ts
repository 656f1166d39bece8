import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { runSql } from '#/testing/sql.ts'
import { type Answer, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const organizations = '/v2/partner/organizations'
let vendor: World
let partner: Caller
/** Newest first. */
const ids: string[] = []

before(async () => {
  vendor = await world(server)
  const partnerId = (await vendor.admin.post('/api/v1/partners', { name: 'Ledgerline Advisors' })).body.data.id
  partner = await vendor.callerBoundTo(partnerId)
  for (const name of ['Amber Works', '100% Wool', 'Under_score', 'ÉCLAIR Studio', 'Gone Works']) {
    ids.unshift((await partner.post(organizations, { name })).body.id)
  }
  await vendor.admin.post(`/api/v1/clients/${ids[0]}/archive`, {})
})

const list = (query: string) => partner.get(`${organizations}/list?${query}`)
const search = (query: string) => partner.get(`${organizations}/search?${query}`)
const idsOf = ({ body }: Answer) => body.items.map(({ id }: { id: string }) => id)

test('a list holds archived ones too, newest first; a search the active ones alone, with their names', async () => {
  const all = await list('')
  assert.deepEqual(idsOf(all), ids)
  const { total, page, size, pages } = all.body
  assert.deepEqual({ total, page, size, pages }, { total: 5, page: 1, size: 50, pages: 1 })
  assert.deepEqual(idsOf(await list('status=ACTIVE')), ids.slice(1))
  assert.deepEqual(idsOf(await list('status=ARCHIVED')), [ids[0]])
  assert.deepEqual((await search('size=1')).body, {
    items: [{ id: ids[1], name: 'ÉCLAIR Studio' }],
    total: 4,
    page: 1,
    size: 1,
    pages: 4,
  })
})

test('a search looks for a part of the name, whatever its case, and takes % and _ literally', async () => {
  const names: [string, string[]][] = [
    ['WORKS', [ids[0], ids[4]] as string[]],
    ['  amber w ', [ids[4]] as string[]],
    ['éclair', [ids[1]] as string[]],
    ['%', [ids[3]] as string[]],
    ['_', [ids[2]] as string[]],
    ['0% w', [ids[3]] as string[]],
    ['a_b', []],
    ['\\', []],
    [' ', ids],
  ]
  for (const [text, found] of names) {
    assert.deepEqual(idsOf(await list(`search=${encodeURIComponent(text)}`)), found, text)
  }
})

test('a picker leaves out what is chosen already, and passes over ids that nothing has', async () => {
  assert.deepEqual(idsOf(await search(`exclude_org_ids=${ids[1]}`)), ids.slice(2))
  const answer = await search(
    `exclude_org_ids=${ids[2]}&exclude_org_ids=orgn_unknown&exclude_org_ids=${ids[4]}&size=1&page=2`,
  )
  assert.deepEqual([idsOf(answer), answer.body.total, answer.body.pages], [[ids[3]], 2, 2])
  assert.deepEqual(idsOf(await search(`search=works&exclude_org_ids=${ids[4]}`)), [])
})

test('a page past the end is empty, however large its number, and numbers that are none are 422', async () => {
  for (const page of ['2', '1000000000000000']) {
    for (const query of [`page=${page}`, `page=${page}&search=works`]) {
      const { status, body } = await list(query)
      assert.deepEqual([status, body.items, body.page], [200, [], Number(page)])
    }
  }
  assert.equal((await list('page=99999999999999999999')).status, 200)
  const faults = async (query: string) => {
    const { status, body } = await list(query)
    assert.equal(status, 422, query)
    return body.detail.map(({ loc, type }: { loc: string[]; type: string }) => `${loc.join('.')} ${type}`)
  }
  assert.deepEqual(await faults('page=0&size=101'), ['query.page greater_than_equal', 'query.size less_than_equal'])
  assert.deepEqual(await faults('page=x&size=1.5&status=active'), [
    'query.status enum',
    'query.page int_parsing',
    'query.size int_parsing',
  ])
  assert.equal((await list('unknown=1')).status, 200)
})

test('the summary counts what there is, what is bare, and industries', async () => {
  await runSql(server, `update client set industry = 'Manufacturing', city = 'Springfield' where id = $1`, [ids[1]])
  await runSql(server, `update client set industry = 'Utilities', contact_phone = '1' where id = $1`, [ids[2]])
  await runSql(server, `update client set industry = 'Utilities' where id = $1`, [ids[0]])
  assert.deepEqual((await partner.get(`${organizations}/summary`)).body, {
    total: 5,
    active: 4,
    onboarding: 2,
    industries: 2,
  })
})

test('another partner, and another organisation, has a list of its own', async () => {
  for (const { admin, callerBoundTo } of [vendor, await world(server)]) {
    const { id } = (await admin.post('/api/v1/partners', { name: 'Other' })).body.data
    const other = await callerBoundTo(id)
    assert.equal((await other.get(`${organizations}/list`)).body.total, 0)
    assert.deepEqual(idsOf(await other.get(`${organizations}/search?search=works`)), [])
    assert.deepEqual((await other.get(`${organizations}/summary`)).body, {
      total: 0,
      active: 0,
      onboarding: 0,
      industries: 0,
    })
  }
})
