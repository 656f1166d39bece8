import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type pg from 'pg'
import { testDatabase } from '#/testing/database.ts'
import { openDatabase } from './pool.ts'

const database = await testDatabase()
after(async () => await database[Symbol.asyncDispose]())
const open = (size: number) =>
  openDatabase({ url: database.url, size, named: true, statementTimeoutMs: 0, onError: () => {} })

async function onOneConnection(run: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  await using opened = open(1)
  const client = await opened.pool.connect()
  try {
    await run(client)
  } finally {
    client.release()
  }
}

const everyType = `
  select $1::text as text, $2::integer as small, $3::bigint as large, $4::boolean as yes, $5::timestamptz as at, $6::date as day,
    $7::jsonb as document, $8::text[] as list, $9::bytea as bytes, null::text as nothing, 0.10::numeric as amount`
const given = [
  'Zoë',
  7,
  '9007199254740993',
  true,
  new Date('2026-04-05T06:07:08.009Z'),
  '2026-04-05',
  { a: 1 },
  ['x', 'ÿ'],
]
const bytes = Buffer.from([0, 255, 10])
const wanted = {
  text: 'Zoë',
  small: 7,
  large: '9007199254740993',
  yes: true,
  at: given[4],
  day: '2026-04-05',
  document: { a: 1 },
  list: ['x', 'ÿ'],
  bytes,
  nothing: null,
  amount: '0.10',
}

test('a statement gives the same the first time and ever after, on each connection', async () => {
  for (const _connection of [1, 2])
    await onOneConnection(async (client) => {
      for (const _turn of [1, 2, 3]) assert.deepEqual((await client.query(everyType, [...given, bytes])).rows, [wanted])
      const { rows } = await client.query('select count(*)::int as many from pg_prepared_statements where $1', [true])
      assert.deepEqual(rows, [{ many: 2 }])
    })
})

test('how many rows it changed and what it was are told', async () => {
  await onOneConnection(async (client) => {
    await client.query('create temp table held (id integer primary key, name text)')
    const told = async (text: string, values: unknown[]) => {
      const { command, rowCount, rows } = await client.query(text, values)
      return [command, rowCount, rows]
    }
    const insert = 'insert into held select n from generate_series(1, $1::int) n'
    assert.deepEqual(await told(insert, [3]), ['INSERT', 3, []])
    for (const name of ['b', 'c'])
      assert.deepEqual(await told('update held set name = $1 where id > 1 returning id', [name]), [
        'UPDATE',
        2,
        [{ id: 2 }, { id: 3 }],
      ])
    for (const turn of [2, 0])
      assert.deepEqual(await told('delete from held where id < 3 and $1', [true]), ['DELETE', turn, []])
    for (const _turn of [1, 2]) assert.deepEqual(await told('select id from held where $1', [false]), ['SELECT', 0, []])
  })
})

test('what is refused says where it was asked, and the connection goes on', async () => {
  await onOneConnection(async (client) => {
    const divide = 'select 1 / $1::int as quotient'
    const ask = async () => await client.query(divide, [0])
    for (const _turn of [1, 2]) {
      await assert.rejects(ask(), { code: '22012', stack: /named-statement\.test/ })
      assert.deepEqual((await client.query(divide, [1])).rows, [{ quotient: 1 }])
    }
    for (const _turn of [1, 2]) await assert.rejects(client.query('select $1 from nowhere', [1]), { code: '42P01' })
    const unreadable = { toPostgres: () => assert.fail('no text can be made of it') }
    for (const _turn of [1, 2]) await assert.rejects(client.query(divide, [unreadable]), /no text can be made of it/)
    assert.deepEqual((await client.query(divide, [1])).rows, [{ quotient: 1 }])
  })
})

test('a statement whose shape changed under it is refused, and never read as it was', async () => {
  await onOneConnection(async (client) => {
    await client.query('create temp table shifting (first text)')
    await client.query(`insert into shifting values ('one')`)
    const all = 'select * from shifting where $1'
    assert.deepEqual((await client.query(all, [true])).rows, [{ first: 'one' }])
    await client.query('alter table shifting add column second integer default 2')
    await assert.rejects(client.query(all, [true]), /cached plan must not change result type/)
  })
})

test('statements under way when their connection ends are refused', async () => {
  await using opened = open(2)
  const [client, other] = [await opened.pool.connect(), await opened.pool.connect()]
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid where $1', [true])
  const sleeping = assert.rejects(client.query('select pg_sleep($1)', [60]), /terminat/)
  await other.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await sleeping
  await assert.rejects(client.query('select $1::int as again', [1]))
  client.release(true)
  other.release()
})
