import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { newLink } from '#/testing/affiliate.ts'
import { type WrittenClick, writingClicks } from '#/testing/written-clicks.ts'
import { until } from '#/testing/process.ts'
import { runSql } from '#/testing/sql.ts'
import { operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'
import { figureChecks } from './checks.ts'

const server = await serverOfThisFile()

const write = (own: World, clicks: WrittenClick[]) => runSql(server, ...writingClicks(own.organisation.id, clicks))
const rollUp = () => server.application.jobs.runNow('clicks.roll-up')
/** Whatever runs on the same PostgreSQL may hold the mark back for a moment. */
async function rollUpAll(): Promise<void> {
  const tail = 'select count(*)::int as n from click where written_in >= (select up_to from click_figures_mark)'
  await until(async () => (await rollUp(), (await runSql(server, tail))[0].n === 0))
}
const at = (time: string) => new Date(time)

async function report(own: World, query: Record<string, string> = {}) {
  const asked = new URLSearchParams({ from: '2026-01-01', to: '2026-12-31', ...query })
  const answer = await own.admin.get(`/api/v1/reports/affiliate?${asked}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.body.data
}
const clicksOf = async (own: World, query: Record<string, string> = {}) =>
  Object.fromEntries(
    (await report(own, query)).rows.map((row: { key: string; clicks: number }) => [row.key, row.clicks]),
  )
const totalOf = async (own: World) => (await report(own)).totals.clicks as number

async function assertFigures() {
  const ctx = await operatorIn(server, '')
  for (const { name, find } of figureChecks) assert.deepEqual(await find(ctx), [], name)
}

test('clicks are reported at once, and the same when they are added up', async () => {
  const own = await world(server)
  const link = await newLink(own.admin)
  const other = await newLink(own.admin, { campaignId: link.campaignId })
  await write(own, [
    { linkId: link.id, at: at('2026-03-01T10:00:00Z') },
    { linkId: link.id, at: at('2026-03-01T10:10:00Z'), isRepeat: true },
    { linkId: link.id, at: at('2026-03-02T00:00:00Z'), subs: ['spring', null, 'top'] },
    { linkId: other.id, at: at('2026-03-02T23:59:59.999Z'), subs: ['spring'] },
    { linkId: other.id, at: at('2026-03-02T23:59:59.999Z'), subs: ['autumn'] },
  ])
  const shown = async () => ({
    days: await clicksOf(own),
    links: await clicksOf(own, { groupBy: 'link' }),
    partners: await clicksOf(own, { groupBy: 'partner' }),
    campaigns: await clicksOf(own, { groupBy: 'campaign' }),
    first: await clicksOf(own, { groupBy: 'sub1' }),
    third: await clicksOf(own, { groupBy: 'sub3' }),
    ofPartner: await clicksOf(own, { partnerId: other.partnerId }),
    ofLink: await clicksOf(own, { linkId: link.id, groupBy: 'sub1' }),
    ofDay: await clicksOf(own, { from: '2026-03-02', to: '2026-03-02', groupBy: 'campaign' }),
    total: await totalOf(own),
    listed: (await own.admin.get('/api/v1/links')).body.data.map(({ id, clicks }: { id: string; clicks: number }) => [
      id,
      clicks,
    ]),
  })
  const fresh = await shown()
  assert.deepEqual(fresh, {
    days: { '2026-03-01': 1, '2026-03-02': 3 },
    links: { [link.id]: 2, [other.id]: 2 },
    partners: { [link.partnerId]: 2, [other.partnerId]: 2 },
    campaigns: { [link.campaignId]: 4 },
    first: { spring: 2, autumn: 1 },
    third: { top: 1 },
    ofPartner: { '2026-03-02': 2 },
    ofLink: { spring: 1 },
    ofDay: { [link.campaignId]: 3 },
    total: 4,
    listed: [
      [other.id, 2],
      [link.id, 2],
    ],
  })
  await rollUpAll()
  const [added] = await runSql(server, 'select sum(clicks)::int as n from click_day where organisation_id = $1', [
    own.organisation.id,
  ])
  assert.equal(added.n, 4, 'the job has added them up')
  assert.deepEqual(await shown(), fresh)
  await write(own, [{ linkId: link.id, at: at('2026-03-01T09:00:00Z') }])
  assert.deepEqual((await shown()).days, { '2026-03-01': 2, '2026-03-02': 3 }, 'an older one that came late')
  await rollUp()
  await rollUp()
  assert.deepEqual((await shown()).days, { '2026-03-01': 2, '2026-03-02': 3 })
  await assertFigures()
})

test('a click is counted once, in whatever order transactions begin and end around the job', async () => {
  const own = await world(server)
  const link = await newLink(own.admin)
  const clients = await Promise.all([1, 2, 3].map(async () => await connected()))
  const [first, second, third] = clients
  const begin = async (client: pg.Client | undefined, time: string) => {
    await client?.query('begin')
    await client?.query(...writingClicks(own.organisation.id, [{ linkId: link.id, at: at(time) }]))
  }
  try {
    await begin(first, '2026-05-01T10:00:00Z')
    await begin(second, '2026-05-01T10:00:01Z')
    await second?.query('commit')
    await rollUp()
    assert.equal(await totalOf(own), 1, 'what began earlier is not there yet')
    await begin(third, '2026-04-01T10:00:00Z')
    await first?.query('commit')
    assert.equal(await totalOf(own), 2)
    await rollUp()
    assert.equal(await totalOf(own), 2)
    await third?.query('commit')
    assert.equal(await totalOf(own), 3)
    await rollUp()
    assert.equal(await totalOf(own), 3)
    await begin(first, '2026-05-01T10:00:02Z')
    await first?.query('rollback')
    await rollUp()
    assert.equal(await totalOf(own), 3)
  } finally {
    for (const client of clients) await client.end()
  }
  await assertFigures()
})

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  return client
}

test('while clicks are written, and the job runs on several nodes at once, no report is short or over', async () => {
  const own = await world(server)
  const link = await newLink(own.admin)
  let [begun, written] = [0, 0]
  const over = new AbortController()
  const writing = async () => {
    for (let turn = 0; turn < 40; turn += 1) {
      begun += 25
      await write(
        own,
        Array.from({ length: 25 }, () => ({ linkId: link.id, at: at('2026-06-15T12:00:00Z') })),
      )
      written += 25
    }
  }
  const rolling = async () => {
    while (!over.signal.aborted) await Promise.all([rollUp(), rollUp()])
  }
  const reading = async () => {
    while (!over.signal.aborted) {
      const least = written
      const total = await totalOf(own)
      assert.ok(total >= least && total <= begun, `${total} of ${least} to ${begun}`)
    }
  }
  const others = [rolling(), reading()]
  await Promise.all([writing(), writing()]).finally(() => over.abort())
  await Promise.all(others)
  assert.equal(await totalOf(own), 2000)
  await rollUp()
  assert.deepEqual(await clicksOf(own, { groupBy: 'LINK' }), { [link.id]: 2000 })
  await assertFigures()
})

test('what is cut off amid the job is as if it had not begun', async () => {
  const own = await world(server)
  const link = await newLink(own.admin)
  await write(own, [{ linkId: link.id, at: at('2026-07-01T12:00:00Z') }])
  const blocker = await connected()
  await blocker.query('begin; lock table click_sub_day in exclusive mode')
  const { rows } = await blocker.query('select pg_backend_pid() as pid')
  const cut = assert.rejects(rollUp())
  const waiting = 'select pg_terminate_backend(pid) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))'
  await until(async () => (await runSql(server, waiting, [rows[0].pid])).length > 0)
  await cut
  await blocker.query('commit')
  await blocker.end()
  assert.equal(await totalOf(own), 1)
  await rollUp()
  assert.equal(await totalOf(own), 1)
  await assertFigures()
})

test('days follow the time zone of the organisation, and the report says in which they are', async () => {
  const own = await world(server)
  const link = await newLink(own.admin)
  await write(own, [
    { linkId: link.id, at: at('2026-02-28T23:30:00Z'), subs: ['a'] },
    { linkId: link.id, at: at('2026-03-01T12:00:00Z') },
  ])
  await rollUpAll()
  assert.deepEqual(await clicksOf(own), { '2026-02-28': 1, '2026-03-01': 1 })
  const changed = await own.admin.patch('/api/v1/organisation', { timeZone: 'europe/oslo' })
  assert.deepEqual([changed.status, changed.body.data.timeZone], [200, 'Europe/Oslo'])
  assert.equal((await report(own)).timeZone, 'UTC')
  await write(own, [{ linkId: link.id, at: at('2026-02-28T23:45:00Z') }])
  assert.deepEqual(await clicksOf(own), { '2026-02-28': 2, '2026-03-01': 1 }, 'all days are of one zone')
  await rollUpAll()
  assert.equal((await report(own)).timeZone, 'Europe/Oslo')
  assert.deepEqual(await clicksOf(own), { '2026-03-01': 3 })
  assert.deepEqual(await clicksOf(own, { groupBy: 'SUB1', from: '2026-03-01' }), { a: 1 })
  await assertFigures()
})

test('a day whose first hour comes twice, or never, has all of its clicks', async () => {
  const own = await world(server)
  const link = await newLink(own.admin)
  await write(
    own,
    [
      // In the Azores the clock goes back over midnight at 01:00 UTC of October the 25th,
      '2026-10-24T23:59:59.999Z',
      '2026-10-25T00:00:00Z',
      '2026-10-25T00:59:59.999Z',
      '2026-10-25T01:00:00Z',
      // and from midnight on at that time of March the 29th.
      '2026-03-29T00:59:59.999Z',
      '2026-03-29T01:00:00Z',
    ].map((time) => ({ linkId: link.id, at: at(time) })),
  )
  const changed = await own.admin.patch('/api/v1/organisation', { timeZone: 'Atlantic/Azores' })
  assert.equal(changed.status, 200)
  const shown = async () => [
    await clicksOf(own),
    await clicksOf(own, { from: '2026-10-25', to: '2026-10-25', groupBy: 'LINK' }),
    await clicksOf(own, { from: '2026-03-29', to: '2026-10-24', groupBy: 'MONTH' }),
  ]
  await rollUpAll()
  const expected = [
    { '2026-03-28': 1, '2026-03-29': 1, '2026-10-24': 1, '2026-10-25': 3 },
    { [link.id]: 3 },
    { '2026-03': 1, '2026-10': 1 },
  ]
  assert.deepEqual(await shown(), expected)
  await write(own, [{ linkId: link.id, at: at('2026-10-25T00:30:00Z') }])
  assert.deepEqual(await shown(), [{ ...expected[0], '2026-10-25': 4 }, { [link.id]: 4 }, expected[2]])
  await rollUpAll()
  assert.deepEqual((await shown())[1], { [link.id]: 4 })
  await assertFigures()
})

test('clicks that came from another database cluster are counted, and added up anew', async () => {
  const own = await world(server)
  const link = await newLink(own.admin)
  await write(own, [{ linkId: link.id, at: at('2026-07-10T12:00:00Z') }])
  await rollUpAll()
  await write(own, [{ linkId: link.id, at: at('2026-07-11T12:00:00Z') }])
  const days = { '2026-07-10': 1, '2026-07-11': 1 }
  await runSql(server, 'update click set written_in = written_in + 1000000000 where organisation_id = $1', [
    own.organisation.id,
  ])
  await runSql(server, 'update click_figures_mark set cluster = 1, up_to = up_to + 1000000000')
  assert.deepEqual(await clicksOf(own), days)
  await rollUpAll()
  assert.deepEqual(await clicksOf(own), days)
  await assertFigures()
})

test('days whose clicks were dropped stay, also when the time zone changes', async () => {
  const own = await world(server)
  const link = await newLink(own.admin)
  await write(own, [
    { linkId: link.id, at: at('2026-01-20T12:00:00Z') },
    { linkId: link.id, at: at('2026-03-20T23:30:00Z') },
    { linkId: link.id, at: at('2026-03-01T00:30:00Z') },
  ])
  await rollUpAll()
  await runSql(server, `delete from click where organisation_id = $1 and click_time(id) < '2026-02-01'`, [
    own.organisation.id,
  ])
  await own.admin.patch('/api/v1/organisation', { timeZone: 'Asia/Tokyo' })
  await rollUpAll()
  assert.deepEqual(await clicksOf(own), { '2026-01-20': 1, '2026-03-01': 1, '2026-03-21': 1 })
  await runSql(server, `delete from click where organisation_id = $1`, [own.organisation.id])
  await own.admin.patch('/api/v1/organisation', { timeZone: 'UTC' })
  await rollUpAll()
  assert.equal(await totalOf(own), 3)
  await assertFigures()
})

test('doctor tells of a figure that is not what its clicks add up to', async () => {
  const own = await world(server)
  const link = await newLink(own.admin)
  await write(own, [{ linkId: link.id, at: at('2026-08-01T12:00:00Z'), subs: ['x'] }])
  await rollUpAll()
  for (const table of ['click_day', 'click_sub_day'])
    await runSql(server, `update ${table} set clicks = 2 where organisation_id = $1`, [own.organisation.id])
  const ctx = await operatorIn(server, '')
  const [byDay, bySub] = await Promise.all(figureChecks.map(({ find }) => find(ctx)))
  assert.match(
    String(byDay),
    new RegExp(`^${link.id} on 2026-08-01: 2 clicks and 0 repeats are added up, and there are 1 and 0\\.`),
  )
  assert.match(String(bySub), /2 clicks with sub1 'x' are added up, and there are 1/)
  for (const table of ['click_day', 'click_sub_day'])
    await runSql(server, `update ${table} set clicks = 1 where organisation_id = $1`, [own.organisation.id])
})

test('a report is of one organisation, for whoever may read it, and of days that can be', async () => {
  const [own, other] = [await world(server), await world(server)]
  const link = await newLink(own.admin)
  await write(own, [{ linkId: link.id, at: at('2026-08-01T12:00:00Z') }])
  const nothing = {
    clicks: 0,
    conversions: { pending: 0, review: 0, accepted: 0, declined: 0 },
    rate: null,
    earned: [],
  }
  for (const query of [
    {},
    { linkId: link.id },
    { campaignId: link.campaignId },
    { partnerId: link.partnerId },
  ] as Record<string, string>[]) {
    const { totals, rows } = await report(other, query)
    assert.deepEqual([totals, rows], [nothing, []])
  }
  const { from, to } = (await other.admin.get('/api/v1/reports/affiliate')).body.data
  assert.equal((Date.parse(to) - Date.parse(from)) / 86_400_000, 29)
  assert.equal((await (await own.callerWith('affiliate:write')).get('/api/v1/reports/affiliate')).status, 403)
  assert.equal((await (await own.callerWith('affiliate:read')).get('/api/v1/reports/affiliate')).status, 200)
  for (const [query, field] of [
    ['from=2026-02-30', 'from'],
    ['from=2026-03-02&to=2026-03-01', 'from'],
    ['from=1990-01-01&to=2026-03-01', 'from'],
    ['to=yesterday', 'to'],
    ['groupBy=HOUR', 'groupBy'],
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=ten', 'limit'],
  ]) {
    const refused = await own.admin.get(`/api/v1/reports/affiliate?${query}`)
    assert.deepEqual([refused.status, refused.body.error.details[0].path[0]], [422, field], refused.text)
  }
})
