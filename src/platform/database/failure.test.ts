import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { serverOfThisFile, startServer, world } from '#/testing/world.ts'

const server = await serverOfThisFile({ settings: { DATABASE_STATEMENT_TIMEOUT_MS: '300' } })
const client = async () => {
  const connected = new pg.Client({ connectionString: server.database.url })
  await connected.connect()
  return connected
}

/** Makes every write of a table fail with this SQLSTATE, as PostgreSQL does when it meets the fault itself. */
async function failing(table: string, sqlState: string): Promise<AsyncDisposable> {
  const db = await client()
  await db.query(
    `create function fault() returns trigger language plpgsql as $$ begin raise exception 'simulated' using errcode = '${sqlState}'; end $$`,
  )
  await db.query(`create trigger fault before insert or update on ${table} for each row execute function fault()`)
  return {
    async [Symbol.asyncDispose]() {
      await db.query('drop function fault cascade')
      await db.end()
    },
  }
}

test('a disk that is full during a write is 503, nothing is half done, and all goes on when there is room', async () => {
  const { admin } = await world(server)
  const partner = (await admin.post('/api/v1/partners', { name: 'Before', domain: 'before.example.com' })).body.data
  for (const table of ['partner', 'event', 'idempotency_key']) {
    await using _full = await failing(table, '53100')
    const headers = { 'idempotency-key': `full-${table}` }
    const created = await admin.post('/api/v1/partners', { name: `On a full disk ${table}` }, { headers })
    assert.deepEqual(
      [created.status, created.body.error.code, created.headers.get('retry-after')],
      [503, 'SERVICE_UNAVAILABLE', '5'],
    )
    if (table !== 'idempotency_key')
      assert.equal((await admin.patch(`/api/v1/partners/${partner.id}`, { name: 'Changed' })).status, 503)
    assert.equal((await admin.get('/api/v1/partners')).status, 200, 'reading goes on')
  }
  assert.deepEqual((await admin.get('/api/v1/partners')).body.data, [partner])
  const again = await admin.post(
    '/api/v1/partners',
    { name: 'On a full disk event' },
    { headers: { 'idempotency-key': 'full-event' } },
  )
  assert.equal(again.status, 201, 'the same key runs again, for the first try kept nothing')
})

test('a fault of ours is 500, says nothing of its cause to the caller, and tells the log', async () => {
  const { admin } = await world(server)
  await using _bug = await failing('partner', 'P0001')
  const answer = await admin.post('/api/v1/partners', { name: 'Personal Name' })
  assert.deepEqual([answer.status, answer.body.error.code], [500, 'INTERNAL_ERROR'])
  assert.ok(!answer.text.includes('simulated'))
  const logged = server.logged.findLast((line) => line.includes('request failed')) ?? ''
  assert.match(logged, /simulated/)
  assert.ok(!logged.includes('Personal Name'))
})

test('a statement that takes too long is ended and answered with 503', async () => {
  const { admin } = await world(server)
  const partner = (await admin.post('/api/v1/partners', { name: 'Locked', domain: 'locked.example.com' })).body.data
  const other = await client()
  await other.query('begin')
  await other.query('select 1 from partner where id = $1 for update', [partner.id])
  assert.equal((await admin.patch(`/api/v1/partners/${partner.id}`, { name: 'Waits' })).status, 503)
  await other.query('rollback')
  await other.end()
  assert.equal((await admin.patch(`/api/v1/partners/${partner.id}`, { name: 'Goes on' })).status, 200)
})

test('a deadlock that PostgreSQL breaks is repeated and not seen by the caller', async () => {
  await using patient = await startServer({ database: server.database })
  const { admin } = await world(patient)
  const ids = await Promise.all(
    [1, 2, 3, 4].map(
      async (n) =>
        (await admin.post('/api/v1/partners', { name: `Knot ${n}`, domain: `knot-${n}.example.com` })).body.data.id,
    ),
  )
  const answers = await Promise.all(
    ids.flatMap((id, n) => [
      admin.post(`/api/v1/partners/${id}/merge`, { partnerId: ids[(n + 1) % 4] }),
      admin.post('/api/v1/partners', { name: `Knot again`, domain: `knot-${n + 1}.example.com` }),
    ]),
  )
  for (const { status, text } of answers) assert.ok([200, 404, 422].includes(status), text)
})

test('with unnamed statements, as a pooler may need them, everything works as well', async () => {
  await using unnamed = await startServer({
    database: server.database,
    settings: { DATABASE_NAMED_STATEMENTS: 'false' },
  })
  const { admin } = await world(unnamed)
  assert.equal((await admin.post('/api/v1/partners', { name: 'Unnamed' })).status, 201)
  assert.equal((await admin.get('/api/v1/partners?q=unn')).body.data.length, 1)
})
