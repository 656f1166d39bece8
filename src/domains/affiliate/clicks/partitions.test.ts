import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { firstIdAt } from '#/kernel/id.ts'
import { openDatabase } from '#/platform/database/pool.ts'
import { newLink } from '#/testing/affiliate.ts'
import { clickOn } from '#/testing/clicks.ts'
import { testDatabase } from '#/testing/database.ts'
import { dataFolder, symbolon } from '#/testing/process.ts'
import { runSql } from '#/testing/sql.ts'
import { operatorIn, startServer, serverOfThisFile, world } from '#/testing/world.ts'
import { connectionForClicks } from './connection.ts'
import { insertOf } from './insert.ts'
import { makeClickPartitions } from './partitions.ts'
import { readToken } from './token.ts'

const server = await serverOfThisFile()
const { organisation, admin } = await world(server)

const partitions = async () =>
  (
    await runSql(
      server,
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'click'::regclass order by 1`,
    )
  ).map(({ name }) => name as string)

test('a click falls into the partition of its month, and those of the next months are there', async () => {
  const link = await newLink(admin)
  await clickOn(server.url, link.code)
  const month = new Date().toISOString().slice(0, 7).replace('-', '_')
  const rows = await runSql(server, 'select tableoid::regclass::text as name from click where organisation_id = $1', [
    organisation.id,
  ])
  assert.deepEqual(rows, [{ name: `click_${month}` }])
  assert.equal((await partitions()).length, 4)
})

test('partitions are made once by nodes that start at the same time, and take over what fell beside them', async () => {
  await using opened = openDatabase({
    url: server.database.url,
    size: 10,
    named: true,
    statementTimeoutMs: 0,
    onError() {},
  })
  const now = () => new Date('2048-12-15T00:00:00.000Z')
  const id = firstIdAt('clk', now())
  await runSql(
    server,
    `insert into click (organisation_id, id, link_id, is_repeat, is_late, device) values ($1, $2, 'lnk', false, false, 'OTHER')`,
    [organisation.id, id],
  )
  const where = async () =>
    (await runSql(server, 'select tableoid::regclass::text as name from click where id = $1', [id]))[0].name
  assert.equal(await where(), 'click_default')
  await Promise.all(Array.from({ length: 8 }, () => makeClickPartitions({ db: opened.db, now })))
  assert.equal(await where(), 'click_2048_12')
  const made = (await partitions()).filter((name) => /click_204/.test(name))
  assert.deepEqual(made, ['click_2048_12', 'click_2049_01', 'click_2049_02'])
  await server.application.jobs.runNow('clicks.make-partitions')
})

test('a repeat is looked for by its visitor, whatever PostgreSQL knows of a month', async () => {
  await using other = await startServer()
  const month = new Date().toISOString().slice(0, 7)
  const [since, until] = [10, 20].map((day) => firstIdAt('clk', new Date(`${month}-${day}`))) as [string, string]
  const { text } = insertOf({ clicks: [], isLate: false, since, until })
  const arrays = Array.from({ length: 13 }, () => `'{}'`).join()
  const lookups = async () => {
    const client = new pg.Client(connectionForClicks(other.database.url))
    await client.connect()
    await client.query(`prepare clicks as ${text}`)
    const { rows } = await client.query(`explain execute clicks(${arrays}, false, '${since}', '${until}')`)
    await client.end()
    const scans = rows.map((row) => row['QUERY PLAN'] as string).filter((line) => line.includes(' on click_'))
    return scans.map((line) => line.replace(/^[ >-]+| on click_.*$/g, ''))
  }
  const partition = `click_${month.replace('-', '_')}`
  const byVisitor = [`Index Scan using ${partition}_visitor_idx`]
  assert.deepEqual(await lookups(), byVisitor)
  await runSql(other, 'vacuum analyze click')
  assert.deepEqual(await lookups(), byVisitor, 'of an empty month')
  await runSql(
    other,
    `insert into click (organisation_id, id, link_id, visitor, is_repeat, is_late, device)
    select 'org', left($1, -4) || n, 'lnk', n * 7919 % 8000, false, false, 'OTHER' from generate_series(1000, 8999) n`,
    [since],
  )
  await runSql(other, 'vacuum analyze click')
  assert.deepEqual(await lookups(), byVisitor, 'of a month with clicks')
  await runSql(other, 'truncate click')
  await runSql(other, 'vacuum click')
  assert.deepEqual(await lookups(), byVisitor, 'of a month that has been emptied')
})

test('an archive brings clicks and their partitions back, and tokens stay good; what tells visitors apart stays out', async () => {
  const link = await newLink(admin)
  const token = await clickOn(server.url, link.code)
  const file = `${await dataFolder()}/archive.zip`
  await using target = await testDatabase({ isEmpty: true })
  const run = async (args: string[], url: string) => {
    const { exited, output } = symbolon(args, { DATABASE_URL: url })
    assert.equal(await exited, 0, output())
  }
  await run(['backup', file], server.database.url)
  await run(['restore', file], target.url)
  await using restored = await startServer({ database: target })
  const all = 'select *, tableoid::regclass::text as name from click order by id'
  assert.deepEqual(await runSql(restored, all), await runSql(server, all))
  const ctx = await operatorIn(restored, organisation.id)
  assert.equal((await readToken(ctx, token))?.linkId, link.id)
  await clickOn(restored.url, link.code)
  const keys = 'select key from visitor_key order by day'
  assert.notDeepEqual(await runSql(restored, keys), await runSql(server, keys))
})

test('when the clock jumps back ids go on ascending, and tokens stay good', async () => {
  let ahead = 86_400_000
  await using other = await startServer({ now: () => new Date(Date.now() + ahead) })
  const { organisation, admin } = await world(other)
  const ctx = await operatorIn(other, organisation.id)
  const link = await newLink(admin)
  const first = await readToken(ctx, await clickOn(other.url, link.code))
  ahead = -86_400_000
  const second = await readToken(ctx, await clickOn(other.url, link.code))
  assert.ok(first && second && second.clickId > first.clickId)
  const rows = await runSql(other, 'select id from click where organisation_id = $1 order by id', [organisation.id])
  assert.deepEqual(
    rows.map(({ id }) => id),
    [first.clickId, second.clickId],
  )
})
