import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertBooks } from '#/testing/ledger.ts'
import { type ServerProcess, startServerProcess, until } from '#/testing/process.ts'
import { runSql } from '#/testing/sql.ts'
import { callerOf, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const settings = { DATABASE_URL: server.database.url }
const partners = 1_000
const lines = 100_000

/** Lines in the pool of many partners, with their entries. */
async function seed(organisationId: string): Promise<void> {
  const id = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 26, '0')`
  await runSql(
    server,
    `insert into partner (organisation_id, id, name, status, categories, created_at, updated_at)
     select $1, ${id('ptn', 'n')}, 'Partner ' || n, 'active', '{}', now(), now() from generate_series(1, ${partners}) n`,
    [organisationId],
  )
  await runSql(
    server,
    `insert into commission_line (organisation_id, id, partner_id, amount, currency, status, created_at, updated_at)
     select $1, ${id('cln', 'n')}, ${id('ptn', `1 + n % ${partners}`)}, 100 + n % 7, 'USD', 'PENDING', now(), now() from generate_series(1, ${lines}) n`,
    [organisationId],
  )
  await runSql(
    server,
    `insert into ledger_entry (organisation_id, transaction_id, number, account, partner_id, commission_line_id, currency, amount, created_at)
     select organisation_id, 'ltx' || substr(id, 4), leg.number, leg.account, partner_id, id, currency, leg.amount, now()
     from commission_line, lateral (values (1, 'COMMISSIONS', -amount), (2, 'PAYABLE', amount)) leg(number, account, amount) where organisation_id = $1`,
    [organisationId],
  )
}

const kill = (one: ServerProcess) => one.stop('SIGKILL')

test('a run that is killed goes on where it was, and every line is on one payout', async () => {
  const { organisation, admin } = await world(server)
  await seed(organisation.id)
  const first = await startServerProcess(settings)
  const asked = { periodStart: '2026-01-01', periodEnd: '2026-12-31', allPartners: true }
  const { id } = (await callerOf(first.url, admin.key).post('/api/v1/payout-batches', asked)).body.data
  const progress = async () => (await admin.get(`/api/v1/payout-batches/${id}`)).body.data.run
  await until(async () => (await progress()).partnersDone > 0)
  await kill(first)
  const left = await progress()
  assert.equal(left.status, 'RUNNING')
  assert.ok(left.partnersDone < partners)
  await assertBooks(server, organisation.id)

  const second = await startServerProcess(settings)
  await until(async () => (await progress()).status === 'DONE')
  await second.stop()
  const done = await progress()
  assert.deepEqual([done.partnersDone, done.partnersTotal, done.linesDone], [partners, partners, lines])
  const [{ attached, payouts }] = await runSql(
    server,
    `select count(*)::int as attached, count(distinct payout_id)::int as payouts from commission_line where organisation_id = $1 and status = 'APPROVED'`,
    [organisation.id],
  )
  assert.deepEqual([attached, payouts], [lines, partners])
  await assertBooks(server, organisation.id)
})

test('every line that was answered is kept when the server is killed amid a stream of them', async () => {
  const { organisation, admin } = await world(server)
  const partnerId = (await admin.post('/api/v1/partners', { name: 'Stream' })).body.data.id
  const one = await startServerProcess(settings)
  const caller = callerOf(one.url, admin.key)
  const kept: string[] = []
  let sent = 0
  const stream = async () => {
    for (;;) {
      const body = { partnerId, amount: '1.23', currency: 'USD', idempotencyKey: `line ${(sent += 1)}` }
      const answer = await caller.post('/api/v1/commission-lines', body).catch(() => undefined)
      if (!answer) return
      assert.equal(answer.status, 201, answer.text)
      kept.push(answer.body.data.id)
    }
  }
  const streams = Array.from({ length: 8 }, stream)
  await until(() => kept.length > 300)
  await kill(one)
  await Promise.all(streams)
  const [{ found }] = await runSql(
    server,
    'select count(*)::int as found from commission_line where organisation_id = $1 and id = any($2)',
    [organisation.id, kept],
  )
  assert.equal(found, kept.length)
  await assertBooks(server, organisation.id)
})
