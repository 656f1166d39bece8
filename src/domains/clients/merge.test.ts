import assert from 'node:assert/strict'
import { test } from 'node:test'
import { people } from '#/testing/people.ts'
import { runSql } from '#/testing/sql.ts'
import { operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'
import { clientChecks } from './checks.ts'

const server = await serverOfThisFile()
const ctx = await operatorIn(server, '')
const problems = async () => (await Promise.all(clientChecks.map(({ find }) => find(ctx)))).flat()
const organizations = '/v2/partner/organizations'

async function partnerOf(vendor: World, name: string) {
  const { id } = (await vendor.admin.post('/api/v1/partners', { name })).body.data as { id: string }
  return { id, caller: await vendor.callerBoundTo(id) }
}

const merge = (vendor: World, staying: string, going: string) =>
  vendor.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })

/** A portfolio that the table does not hold in its order; every third client is archived. */
async function fill(vendor: World, partnerId: string, count: number, salt = ''): Promise<void> {
  await runSql(
    server,
    `insert into client (organisation_id, id, partner_id, external_id, name, source, status, archival_at, created_at, updated_at)
    select $1, 'orgn_' || md5($2 || $4 || n), $2, gen_random_uuid(), $2 || $4 || n, 'PARTNER', s, case s when 'ARCHIVED' then now() end, now(), now()
    from generate_series(1, $3::int) n, lateral (select case when n % 3 = 0 then 'ARCHIVED' else 'ACTIVE' end as s) as its`,
    [vendor.organisation.id, partnerId, count, salt],
  )
  await runSql(server, `update client set city = 'Springfield' where partner_id = $1 and right(id, 1) < '8'`, [
    partnerId,
  ])
}

const newestFirst = async (partnerIds: string[]): Promise<string[]> =>
  (
    await runSql(server, 'select id from client where partner_id = any($1) order by created_at desc, id desc', [
      partnerIds,
    ])
  ).map(({ id }) => id)

const portfolioOf = async (partnerId: string): Promise<string[]> =>
  (await runSql(server, 'select id from client where partner_id = $1 order by position desc', [partnerId])).map(
    ({ id }) => id,
  )

test('a merge puts the clients of both in the order in which they came, and pages and totals are right', async () => {
  const vendor = await world(server)
  const [staying, going] = [await partnerOf(vendor, 'Staying'), await partnerOf(vendor, 'Going')]
  await fill(vendor, staying.id, 700)
  await fill(vendor, going.id, 2_600)
  await fill(vendor, going.id, 5, 'late')
  const expected = await newestFirst([staying.id, going.id])
  const merged = await merge(vendor, staying.id, going.id)
  assert.equal(merged.status, 200, merged.text)
  assert.deepEqual(await portfolioOf(staying.id), expected)
  assert.deepEqual(await problems(), [])
  for (const page of [1, 13, 27, 33, 34, 35]) {
    const { body } = await going.caller.get(`${organizations}/list?size=100&page=${page}`)
    assert.equal(body.total, 3_305)
    assert.deepEqual(
      body.items.map(({ id }: { id: string }) => id),
      expected.slice((page - 1) * 100, page * 100),
    )
  }
  const made = await going.caller.post(organizations, { name: 'After the merge' })
  assert.equal((await staying.caller.get(`${organizations}/list?size=1`)).body.items[0].id, made.body.id)
  assert.deepEqual(await problems(), [])
})

test('two active clients of one name stop a merge, and nothing has moved', async () => {
  const vendor = await world(server)
  const [staying, going] = [await partnerOf(vendor, 'Staying'), await partnerOf(vendor, 'Going')]
  for (const { caller } of [staying, going]) await caller.post(organizations, { name: 'Fernhill Foods' })
  const refused = await merge(vendor, staying.id, going.id)
  assert.deepEqual(
    [refused.status, refused.body.error],
    [
      409,
      {
        code: 'MERGE_CONFLICT',
        message: 'Both partners have an active client of one name. Archive or rename one of them first.',
      },
    ],
  )
  assert.equal((await portfolioOf(going.id)).length, 1)
  const [id] = await portfolioOf(going.id)
  await vendor.admin.post(`/api/v1/clients/${id}/archive`, {})
  assert.equal((await merge(vendor, staying.id, going.id)).status, 200)
  assert.equal((await portfolioOf(staying.id)).length, 2)
  assert.deepEqual(await problems(), [])
})

test('what changes in a portfolio while it is merged is neither lost nor counted twice', async () => {
  const vendor = await world(server)
  const [staying, going] = [await partnerOf(vendor, 'Staying'), await partnerOf(vendor, 'Going')]
  await fill(vendor, going.id, 900)
  const ids = (await portfolioOf(going.id)).slice(0, 20)
  const answers = await Promise.all([
    ...ids.map((id) => vendor.admin.post(`/api/v1/clients/${id}/archive`, {})),
    merge(vendor, staying.id, going.id),
    ...Array.from({ length: 20 }, (_, i) => going.caller.post(organizations, { name: `Made meanwhile ${i}` })),
    ...ids.map((id) => vendor.admin.post(`/api/v1/clients/${id}/restore`)),
  ])
  for (const { status, text } of answers) assert.ok(status < 300, text)
  assert.equal((await portfolioOf(staying.id)).length, 920)
  assert.deepEqual(await problems(), [])
})

test('a person at both partners goes on as the one who is active, with its clients and its keys', async () => {
  const vendor = await world(server)
  const { join } = await people(server, vendor)
  const [staying, going] = [await partnerOf(vendor, 'Staying'), await partnerOf(vendor, 'Going')]
  await join(staying.id, { role: 'OWNER' })
  const email = 'both@ledgerline.example.com'
  const named = { headers: { 'x-partner-id': staying.id } }
  await vendor.admin.post('/v2/partner/users', { email: email.toUpperCase(), role: 'OWNER' }, named)
  const person = await join(going.id, { role: 'MEMBER', email })
  const client = (await going.caller.post(organizations, { name: 'Looked after' })).body.id
  await going.caller.post('/v2/partner/user-assignments', { partnerUserIds: [person.id], organizationIds: [client] })
  await staying.caller.post(organizations, { name: 'Of nobody' })
  assert.equal((await merge(vendor, staying.id, going.id)).status, 200)
  const users = (await staying.caller.get('/v2/partner/users')).body as { email: string; id: string; status: string }[]
  const both = users.filter((user) => user.email.toLowerCase() === email)
  assert.deepEqual(
    both.map(({ id, status }) => [id, status]),
    [[person.id, 'ACTIVE']],
  )
  const seen = (await person.caller.get(`${organizations}/list`)).body.items.map(({ name }: { name: string }) => name)
  assert.deepEqual(seen, ['Looked after'])
})

test('a merge takes no partner its owner: who is at both goes on in the higher role', async () => {
  const vendor = await world(server)
  const { join } = await people(server, vendor)
  const [staying, going] = [await partnerOf(vendor, 'Staying'), await partnerOf(vendor, 'Going')]
  const email = 'higher@ledgerline.example.com'
  const person = await join(staying.id, { role: 'ADMIN', email })
  await join(going.id, { role: 'OWNER', email })
  assert.equal((await merge(vendor, staying.id, going.id)).status, 200)
  const users = (await staying.caller.get('/v2/partner/users')).body.map(
    ({ id, role }: { id: string; role: string }) => [id, role],
  )
  assert.deepEqual(users, [[person.id, 'OWNER']])
})

test('what is asked while partners are merged is answered for the one or the other, and never as if nothing were there', async () => {
  const vendor = await world(server)
  for (let round = 0; round < 4; round += 1) {
    const [staying, going] = [await partnerOf(vendor, `Staying ${round}`), await partnerOf(vendor, `Going ${round}`)]
    const made = await Promise.all([1, 2, 3].map((n) => going.caller.post(organizations, { name: `Client ${n}` })))
    const ids = made.map(({ body }) => body.id as string)
    const merged = merge(vendor, staying.id, going.id)
    const asked = Array.from({ length: 12 }, async (_, n) => {
      const [id, number] = [ids[n % 3] ?? '', String(n)]
      const put = await going.caller.put(`${organizations}/${id}`, { city: number })
      const told = await going.caller.put(`/v2/partner/notification-settings/override/${id}`, { notifyStyle: 'NONE' })
      const listed = await going.caller.get(`${organizations}/list`)
      const summed = await going.caller.get(`${organizations}/summary`)
      return [put.status, told.status, listed.body.total, summed.body.total].join()
    })
    assert.deepEqual([...new Set(await Promise.all(asked))], ['200,200,3,3'])
    assert.equal((await merged).status, 200)
  }
})
