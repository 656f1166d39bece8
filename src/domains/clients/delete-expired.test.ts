import assert from 'node:assert/strict'
import { test } from 'node:test'
import pino from 'pino'
import type { JobContext } from '#/platform/jobs/job.ts'
import { runSql } from '#/testing/sql.ts'
import { type Caller, callerOf, operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'
import { clientChecks } from './checks.ts'
import { deleteExpiredClients } from './delete-expired.ts'

const server = await serverOfThisFile()
const today = '2030-05-08'
const ctx = await operatorIn(server, '')
const now = () => new Date(`${today}T00:00:00.000Z`)
const job: JobContext = {
  db: ctx.db,
  now,
  log: pino({ level: 'silent' }),
  signal: new AbortController().signal,
  in: (organisationId) => ({ ...ctx, now, organisationId }),
  send: async () => {},
}

type Portfolio = { vendor: World; partnerId: string; partner: Caller }

async function portfolio(): Promise<Portfolio> {
  const vendor = await world(server)
  const partnerId = (await vendor.admin.post('/api/v1/partners', { name: 'Ledgerline' })).body.data.id
  return { vendor, partnerId, partner: await vendor.callerBoundTo(partnerId) }
}

const create = async ({ partner }: Portfolio, name: string): Promise<string> =>
  (await partner.post('/v2/partner/organizations', { name, billingMode: 'CLIENT_MANAGED' })).body.id

async function expire({ vendor }: Portfolio, id: string, date: string): Promise<void> {
  await vendor.admin.post(`/api/v1/clients/${id}/archive`, {})
  const { status } = await vendor.admin.post(`/api/v1/clients/${id}/schedule-deletion`, { date })
  assert.equal(status, 200)
}

const isThere = async ({ vendor }: Portfolio, id: string) =>
  (await vendor.admin.get(`/api/v1/clients/${id}`)).status === 200

const run = () => deleteExpiredClients.run(job, null)
const problems = async () => (await Promise.all(clientChecks.map(({ find }) => find(job)))).flat()

test('a client whose day has come is deleted with its keys, and no other', async () => {
  const own = await portfolio()
  const [due, later, archived, active] = [
    await create(own, 'Due'),
    await create(own, 'Later'),
    await create(own, 'Archived'),
    await create(own, 'Active'),
  ]
  await expire(own, due, today)
  await expire(own, later, '2030-05-09')
  await own.vendor.admin.post(`/api/v1/clients/${archived}/archive`, {})
  const { key } = await own.vendor.callerBoundTo(own.partnerId)
  const ofClient = callerOf(server.url, key)
  const [{ id: keyId }] = await runSql(
    server,
    `update api_key set acts_for = 'CLIENT', client_id = $2
    where organisation_id = $1 and id = (select max(id) from api_key where organisation_id = $1) returning id`,
    [own.vendor.organisation.id, due],
  )
  await run()
  assert.deepEqual(await Promise.all([due, later, archived, active].map((id) => isThere(own, id))), [
    false,
    true,
    true,
    true,
  ])
  const events = (await own.vendor.admin.get('/api/v1/events?limit=2')).body.data
  assert.deepEqual(
    events.map(({ type, subjectId, before }: Record<string, unknown>) => [type, subjectId, before]).toSorted(),
    [
      ['api-keys.revoke', keyId, { name: 'A further key' }],
      ['clients.delete', due, { name: 'Due', scheduledDeletion: today }],
    ],
  )
  let answer = await ofClient.get('/v2/partner/organizations/list')
  for (let tries = 0; answer.status !== 401 && tries < 500; tries += 1) {
    answer = await ofClient.get('/v2/partner/organizations/list')
  }
  assert.equal(answer.status, 401)
  assert.deepEqual(await problems(), [])
})

test('runs at once delete every client of every organisation once', async () => {
  const all = await Promise.all([portfolio(), portfolio()])
  for (const { vendor, partnerId } of all) {
    await runSql(
      server,
      `insert into client (organisation_id, id, partner_id, external_id, name, source, status, archival_at, scheduled_deletion, created_at, updated_at)
      select $1, 'orgn_' || $1 || n, $2, gen_random_uuid(), 'Client ' || n, 'PARTNER', 'ARCHIVED', now(), '2030-05-01', now(), now()
      from generate_series(1, 250) n`,
      [vendor.organisation.id, partnerId],
    )
  }
  await Promise.all([run(), run(), run()])
  for (const { vendor } of all) {
    const [{ left, told }] = await runSql(
      server,
      `select (select count(*)::int from client where organisation_id = $1) as left,
        (select count(*)::int from event where organisation_id = $1 and type = 'clients.delete') as told`,
      [vendor.organisation.id],
    )
    assert.deepEqual({ left, told }, { left: 0, told: 250 })
  }
  assert.deepEqual(await problems(), [])
})

test('a restore that races the job wins or loses cleanly', async () => {
  const own = await portfolio()
  const ids: string[] = []
  for (let n = 0; n < 24; n += 1) ids.push(await create(own, `Racer ${n}`))
  for (const id of ids) await expire(own, id, today)
  const restores = ids.map(async (id) => (await own.vendor.admin.post(`/api/v1/clients/${id}/restore`)).status)
  const [statuses] = await Promise.all([Promise.all(restores), run(), run()])
  for (const [i, status] of statuses.entries()) {
    assert.ok(status === 200 || status === 404, String(status))
    assert.equal(await isThere(own, ids[i] ?? ''), status === 200)
  }
  assert.deepEqual(await problems(), [])
})

test('the tally holds whatever mix of creates, renames, archives, restores and deletions runs at once', async () => {
  const own = await portfolio()
  const { admin } = own.vendor
  const ids: string[] = []
  let seed = 7
  const random = (many: number) => (seed = (seed * 48_271) % 2_147_483_647) % many
  const steps = [
    async () => void ids.push(await create(own, `Client ${random(1e9)}`)),
    async (id: string) => void (await own.partner.put(`/v2/partner/organizations/${id}`, { name: `N ${random(40)}` })),
    async (id: string) => void (await admin.post(`/api/v1/clients/${id}/archive`, {})),
    async (id: string) => void (await admin.post(`/api/v1/clients/${id}/restore`)),
    async (id: string) => void (await admin.post(`/api/v1/clients/${id}/schedule-deletion`, { date: today })),
    async () => await run(),
  ]
  for (let round = 0; round < 25; round += 1) {
    await Promise.all(
      Array.from({ length: 16 }, (_, i) => {
        const step = i < 4 ? 0 : [1, 2, 2, 3, 4, 5][random(6)]
        return steps[step ?? 0]?.(ids[random(ids.length || 1)] ?? 'orgn_none')
      }),
    )
  }
  assert.deepEqual(await problems(), [])
  const list = await own.partner.get('/v2/partner/organizations/list')
  const [{ count }] = await runSql(server, 'select count(*)::int from client where partner_id = $1', [own.partnerId])
  assert.ok(count > 20)
  assert.equal(list.body.total, count)
})

test('doctor finds a tally that is wrong, and a client past the end of its portfolio', async () => {
  const own = await portfolio()
  const id = await create(own, 'Miscounted')
  await runSql(server, 'update client_tally set active = active + 1 where partner_id = $1', [own.partnerId])
  await runSql(server, 'update portfolio set last_position = 0 where partner_id = $1', [own.partnerId])
  assert.deepEqual(await problems(), [
    `${own.partnerId} has 1 active and 0 archived clients in stretch 0, and the tally says 2 and 0. Report this as a fault of Symbolon.`,
    `${id} stands at 1 in the portfolio of ${own.partnerId}. Report this as a fault of Symbolon.`,
  ])
})
