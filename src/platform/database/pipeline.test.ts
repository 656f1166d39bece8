import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import type { Database } from '#/kernel/context.ts'
import { testDatabase } from '#/testing/database.ts'
import { isUnavailable, sqlError } from './failure.ts'
import { NamedStatement } from './named-statement.ts'
import { Pipeline } from './pipeline.ts'
import { openDatabase, pipelined } from './pool.ts'
import { sql } from './sql.ts'

const database = await testDatabase()
after(async () => await database[Symbol.asyncDispose]())
const open = (size: number) =>
  openDatabase({ url: database.url, size, named: true, statementTimeoutMs: 0, onError: () => {} })

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const echo = async (db: Database, n: number) => (await sql<{ n: number }>`select ${n}::int as n`.execute(db)).rows[0]?.n

/** A connection that holds an advisory lock until it ends. */
async function holderOf(lock: number): Promise<pg.Client> {
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query('select pg_advisory_lock($1)', [lock])
  return holder
}

test('of hundreds at once each gets its own answer, the first time and ever after', async () => {
  await using opened = open(6)
  const db = pipelined(opened.db)
  for (const _turn of [1, 2]) assert.deepEqual(await Promise.all(numbers(300).map((n) => echo(db, n))), numbers(300))
  assert.ok(opened.pool.totalCount <= 4, `${opened.pool.totalCount} of 6 connections: two are left to others`)
  assert.equal(opened.pool.idleCount, opened.pool.totalCount, 'all were given back')
})

test('what PostgreSQL refuses is refused to whoever asked it, and to nobody beside', async () => {
  await using opened = open(4)
  const db = pipelined(opened.db)
  const divide = async (n: number) => (await sql<{ n: number }>`select 10 / ${n}::int as n`.execute(db)).rows[0]?.n
  const ended = await Promise.allSettled(numbers(100).map((n) => divide(n % 3)))
  for (const [n, one] of ended.entries()) {
    if (n % 3) assert.deepEqual(one, { status: 'fulfilled', value: 10 / (n % 3) })
    else assert.equal(one.status === 'rejected' && sqlError(one.reason)?.code, '22012')
  }
})

test('a statement that cannot be parsed is refused with its own fault, however many ask it at once', async () => {
  await using opened = open(4)
  const db = pipelined(opened.db)
  for (const _turn of [1, 2]) {
    const ended = await Promise.allSettled(numbers(40).map((n) => sql`select ${n}::int from no_such_table`.execute(db)))
    for (const one of ended) assert.equal(one.status === 'rejected' && sqlError(one.reason)?.code, '42P01')
  }
  assert.equal(await echo(db, 7), 7)
})

test('a statement that waits for a lock holds up none of those that come after it', async () => {
  await using opened = open(4)
  const db = pipelined(opened.db)
  const holder = await holderOf(1)
  const waits = sql<{ at: string }>`select pg_advisory_lock(${1}::bigint), 'done' as at`.execute(db)
  const begun = performance.now()
  while (performance.now() - begun < 50) await echo(db, 0)
  assert.deepEqual(await Promise.all(numbers(60).map((n) => echo(db, n))), numbers(60))
  await holder.end()
  assert.equal((await waits).rows[0]?.at, 'done')
})

test('those on a connection that is lost are told that the database is away; the next go on', async () => {
  await using opened = open(4)
  const db = pipelined(opened.db)
  const killer = await holderOf(2)
  const ended = Promise.allSettled(
    numbers(40).map((n) => sql`select ${n}::int, pg_advisory_xact_lock(${2}::bigint)`.execute(db)),
  )
  for (let killed = 0; !killed;) {
    const { rowCount } = await killer.query(`
      select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`)
    killed = rowCount ?? 0
  }
  await killer.end()
  const lost = (await ended).filter((one) => one.status === 'rejected')
  assert.ok(lost.length > 0)
  for (const one of lost) assert.ok(isUnavailable(one.reason), String(one.reason))
  assert.deepEqual(await Promise.all(numbers(60).map((n) => echo(db, n))), numbers(60))
})

test('a database that cannot be reached is told to all who ask, and asked again by the next', async () => {
  await using opened = openDatabase({
    url: 'postgres://nobody@127.0.0.1:1/none',
    size: 4,
    named: true,
    statementTimeoutMs: 0,
    onError: () => {},
  })
  const db = pipelined(opened.db)
  for (const _turn of [1, 2]) {
    const ended = await Promise.allSettled(numbers(20).map((n) => echo(db, n)))
    for (const one of ended) assert.ok(one.status === 'rejected' && isUnavailable(one.reason))
  }
})

test('however many statements come, half of the connections are for whoever waits for one', async () => {
  await using opened = open(6)
  const db = pipelined(opened.db)
  const flood = { isOver: false }
  const flooding = numbers(60).map(async (n) => {
    while (!flood.isOver) assert.equal(await echo(db, n), n)
  })
  const held = await Promise.all(numbers(3).map(() => opened.pool.connect()))
  for (const n of numbers(50)) assert.equal(await echo(db, n), n)
  for (const client of held) client.release()
  flood.isOver = true
  await Promise.all(flooding)
})

test('while half of the connections wait for locks, the next statement gets one of the others', async () => {
  await using opened = open(10)
  const db = pipelined(opened.db)
  for (const client of await Promise.all(numbers(10).map(() => opened.pool.connect()))) client.release()
  const holder = await holderOf(3)
  const waiting = numbers(5).map((n) => sql`select ${n}::int, pg_advisory_xact_lock(${3}::bigint)`.execute(db))
  while (opened.pool.idleCount > 5) await new Promise((resolve) => setImmediate(resolve))
  assert.equal(await echo(db, 7), 7)
  await holder.end()
  await Promise.all(waiting)
})

test('who has waited for a connection as long as the pool allows is told that the database is away', async () => {
  const pool = new pg.Pool({ connectionString: database.url, max: 4, connectionTimeoutMillis: 100 })
  const pipeline = new Pipeline(pool)
  const holder = await holderOf(4)
  const asked = numbers(40).map((n) =>
    pipeline.run(new NamedStatement('waits', 'select $1::int as n, pg_advisory_xact_lock(4)', [n])),
  )
  const refused = await Promise.race(asked).then(
    () => undefined,
    (error: unknown) => error,
  )
  assert.ok(isUnavailable(refused), String(refused))
  await holder.end()
  const ended = await Promise.allSettled(asked)
  assert.ok(ended.some((one) => one.status === 'fulfilled'))
  assert.equal((await pipeline.run(new NamedStatement('goes on', 'select $1::int as n', [7]))).rows[0].n, 7)
  await pool.end()
})

test('a pool of two connections shares none', async () => {
  await using opened = open(2)
  assert.equal(pipelined(opened.db), opened.db)
})
