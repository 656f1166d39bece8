import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { runSql } from '#/testing/sql.ts'
import { operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'
import { type ClientPage, clientPage } from './numbered-pages.ts'

const server = await serverOfThisFile()
const clients = 2_300
let vendor: World
let partnerId: string
let all: { id: string; name: string; status: string; user: string | null }[]
let owner: { partnerId: string; role: 'OWNER'; userId: null }
let member: { partnerId: string; role: 'MEMBER'; userId: string }

/** A portfolio of several stretches; every third client is archived, one in 700 is still active at the old end. */
before(async () => {
  vendor = await world(server)
  partnerId = (await vendor.admin.post('/api/v1/partners', { name: 'Ledgerline Advisors' })).body.data.id
  const { id: organisation } = vendor.organisation
  await runSql(
    server,
    `insert into client (organisation_id, id, partner_id, external_id, name, source, status, archival_at, created_at, updated_at)
    select $1, 'orgn_' || lpad(n::text, 26, '0'), $2, gen_random_uuid(),
      case when n % 100 = 0 then '50%_' || n else 'Client ' || n end, 'PARTNER', s, case s when 'ARCHIVED' then now() end, now(), now()
    from generate_series(1, $3::int) n,
      lateral (select case when n % 3 = 0 or n < 1200 and n % 700 > 0 then 'ARCHIVED' else 'ACTIVE' end as s) as its`,
    [organisation, partnerId, clients],
  )
  await runSql(
    server,
    `insert into partner_user (organisation_id, id, partner_id, email, role, status, created_at, updated_at)
    values ($1, 'pusr_member', $2, 'kim@ledgerline.example.com', 'MEMBER', 'ACTIVE', now(), now())`,
    [organisation, partnerId],
  )
  await runSql(
    server,
    `insert into client_assignment (organisation_id, client_id, partner_user_id, created_at)
    select organisation_id, id, 'pusr_member', now() from client where organisation_id = $1 and position % 40 = 0`,
    [organisation],
  )
  all = await runSql(
    server,
    `select c.id, c.name, c.status, a.partner_user_id as user from client c left join client_assignment a on a.client_id = c.id
    where c.organisation_id = $1 order by position desc`,
    [organisation],
  )
  owner = { partnerId, role: 'OWNER', userId: null }
  member = { partnerId, role: 'MEMBER', userId: 'pusr_member' }
})

type Wanted = Omit<ClientPage, 'page' | 'size'>

const expected = ({ status, search = '', excludeIds = [], clientId }: Wanted) =>
  all.filter(
    ({ id, name, status: its }) =>
      (!status || its === status) &&
      name.toLowerCase().includes(search.toLowerCase()) &&
      !excludeIds.includes(id) &&
      (clientId === undefined || id === clientId),
  )

test('every page of a portfolio holds what is due, whatever is asked for', async () => {
  const ctx = await operatorIn(server, vendor.organisation.id)
  const excludeIds = [...all.filter((_, i) => i % 11 === 0).map(({ id }) => id), 'orgn_unknown']
  const asked: Wanted[] = [
    {},
    { status: 'ACTIVE' },
    { status: 'ARCHIVED' },
    { excludeIds },
    { status: 'ACTIVE', excludeIds },
    { search: 'CLIENT 1' },
    { search: '50%_', status: 'ARCHIVED' },
    { search: '0%', excludeIds },
    { search: 'nothing has it' },
    { clientId: all[7]?.id },
  ]
  for (const wanted of asked) {
    const due = expected(wanted)
    for (const caller of [owner, member]) {
      const seen = due.filter(({ user }) => caller === owner || user === 'pusr_member')
      const whole = caller === owner && !wanted.search
      for (const size of whole ? [97, 100] : [100]) {
        for (let page = 1; page <= Math.ceil(seen.length / size) + 1; page += 1) {
          const { rows, total } = await clientPage(ctx, caller, { ...wanted, page, size })
          assert.equal(total, seen.length)
          assert.deepEqual(
            rows.map(({ id }) => id),
            seen.slice((page - 1) * size, page * size).map(({ id }) => id),
            JSON.stringify({ wanted, page, size }),
          )
        }
      }
    }
  }
})

test('a page far past the end is empty and tells the total', async () => {
  const ctx = await operatorIn(server, vendor.organisation.id)
  for (const page of [1e15, Number.MAX_SAFE_INTEGER]) {
    for (const wanted of [{}, { search: 'client' }]) {
      const { rows, total } = await clientPage(ctx, owner, { ...wanted, page, size: 100 })
      assert.deepEqual([rows.length, total], [0, expected(wanted).length])
    }
  }
  assert.deepEqual(await clientPage(ctx, { ...owner, partnerId: 'ptn_unknown' }, { page: 1, size: 50 }), {
    rows: [],
    total: 0,
  })
})
