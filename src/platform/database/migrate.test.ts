import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { testDatabase } from '#/testing/database.ts'
import { migrate, migrationNames } from './migrate.ts'

const names = await migrationNames()

async function rowsOf(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}

test('migrations are numbered without a gap', () => {
  assert.deepEqual(
    names.map((name) => Number(name.slice(0, 4))),
    names.map((_, index) => index + 1),
  )
})

test('every migration applies to what those before it have left, one at a time and many at once', async () => {
  await using database = await testDatabase({ isEmpty: true })
  for (const name of names) assert.deepEqual(await migrate(database.url, { upTo: name }), [name])
  assert.deepEqual(await migrate(database.url), [])
  await using other = await testDatabase({ isEmpty: true })
  const half = names.length >> 1
  assert.deepEqual(await migrate(other.url, { upTo: names[half - 1] }), names.slice(0, half))
  assert.deepEqual(await migrate(other.url), names.slice(half))
})

test('nodes that migrate at once wait for each other: each migration runs once', async () => {
  await using database = await testDatabase({ isEmpty: true })
  const ran = await Promise.all(Array.from({ length: 6 }, () => migrate(database.url)))
  assert.deepEqual(ran.flat().toSorted(), names)
  assert.deepEqual(
    (await rowsOf(database.url, 'select name from migration order by name')).map(({ name }) => name),
    names,
  )
})

test('a migration that fails leaves nothing of itself, and a database newer than the code is refused', async () => {
  await using database = await testDatabase({ isEmpty: true })
  await rowsOf(database.url, 'create table visitor (id int)')
  await assert.rejects(migrate(database.url), /already exists/)
  assert.deepEqual(await rowsOf(database.url, `select 1 from pg_tables where tablename = 'partner'`), [])
  await rowsOf(database.url, 'drop table visitor')
  await migrate(database.url)
  await rowsOf(database.url, `insert into migration (name, timestamp) values ('9999-later', '')`)
  await assert.rejects(
    migrate(database.url),
    /The database is newer than this version of Symbolon \(it has 9999-later\)/,
  )
})
