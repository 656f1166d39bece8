import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql as kyselySql } from 'kysely'
import { testDatabase } from '#/testing/database.ts'
import { openDatabase } from './pool.ts'
import { sql } from './sql.ts'

const open = async () => {
  const database = await testDatabase()
  const opened = openDatabase({ url: database.url, size: 2, named: true, statementTimeoutMs: 0, onError: () => {} })
  const close = async () => {
    await opened[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  }
  return { db: opened.db, pool: opened.pool, [Symbol.asyncDispose]: close }
}

test('values are bound in their order, pieces and literals are text', async () => {
  await using opened = await open()
  const piece = sql`, ${'b'}::text as b${sql.raw(', 3 as three')}`
  const { rows } = await sql<object>`
    select ${'a'}::text as a ${piece}, ${sql.lit("it's")} as c, ${sql.lit(4)} as d, ${sql.lit(true)} as e,
      array[${sql.join([1, sql`${2}::int`])}]::int[] as f, (${sql.join([], sql`,`)} 7) as g, ${null}::text as h,
      ${sql.join([sql`8`, sql`8`], sql` = `)} as i, ${[1, 2]}::int[] as j`.execute(opened.db)
  assert.deepEqual(rows, [
    { a: 'a', b: 'b', three: 3, c: "it's", d: 4, e: true, f: [1, 2], g: 7, h: null, i: true, j: [1, 2] },
  ])
})

test('a statement whose pieces are others each time, and come again, says what it is made of', async () => {
  await using opened = await open()
  const ask = async (one: unknown, other: unknown) =>
    (await sql<object>`select ${one} as a, ${other} as b`.execute(opened.db)).rows
  const text = (value: string) => sql`${value}::text`
  for (let round = 0; round < 2; round += 1) {
    assert.deepEqual(await ask(text('x'), sql.raw('2')), [{ a: 'x', b: 2 }])
    assert.deepEqual(await ask(sql.raw('2'), text('x')), [{ a: 2, b: 'x' }])
    assert.deepEqual(await ask(text('x'), text('y')), [{ a: 'x', b: 'y' }])
    assert.deepEqual(await ask(sql.raw("'$1'"), text('y')), [{ a: '$1', b: 'y' }])
    for (let n = 0; n < 6; n += 1) assert.deepEqual(await ask(sql.lit(n), text(`${n}`)), [{ a: n, b: `${n}` }])
  }
})

test('a value is never text: quotes and semicolons stay in it', async () => {
  await using opened = await open()
  const hostile = `'; drop table organisation; -- $1 \${x}`
  const { rows } = await sql<{ a: string; b: string }>`select ${hostile}::text as a, ${sql.lit(hostile)} as b`.execute(
    opened.db,
  )
  assert.deepEqual(rows, [{ a: hostile, b: hostile }])
})

test('a piece stands in Kysely’s statements, and a piece of Kysely’s is refused here', async () => {
  await using opened = await open()
  const { rows } = await kyselySql<object>`select ${sql`${1}::int + ${sql`${2}::int`}`} as sum`.execute(opened.db)
  assert.deepEqual(rows, [{ sum: 3 }])
  await assert.rejects(sql`select ${kyselySql`1`}`.execute(opened.db), TypeError)
})

test('statements of a transaction share its connection, and are undone with it', async () => {
  await using opened = await open()
  const count = async () =>
    (await sql<{ n: number }>`select count(*)::int as n from organisation`.execute(opened.db)).rows[0]?.n
  const insert = (id: string) => sql`insert into organisation (id, name, created_at) values (${id}, 'Vendor', now())`
  await assert.rejects(
    opened.db.transaction().execute(async (db) => {
      await insert('org_1').execute(db)
      throw new Error('undo')
    }),
    /undo/,
  )
  assert.equal(await count(), 0)
  await opened.db.transaction().execute(async (db) => void (await insert('org_2').execute(db)))
  assert.equal(await count(), 1)
  assert.deepEqual([opened.pool.waitingCount, opened.pool.idleCount], [0, opened.pool.totalCount])
})

test('a statement that is refused costs no connection', async () => {
  await using opened = await open()
  const backend = async () =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid, ${1}::int`.execute(opened.db)).rows[0]?.pid
  const before = await backend()
  for (let i = 0; i < 3; i += 1) await assert.rejects(sql`select ${'x'}::int`.execute(opened.db), { code: '22P02' })
  assert.equal(await backend(), before)
})
