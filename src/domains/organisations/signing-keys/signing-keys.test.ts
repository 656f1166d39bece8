import assert from 'node:assert/strict'
import { test } from 'node:test'
import pino from 'pino'
import { openWorkbench } from '#/workbench.ts'
import { dataFolder, symbolon, until } from '#/testing/process.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile } from '#/testing/world.ts'
import { rotateSigningKey } from '../index.ts'

const dayMs = 86_400_000
let time = Date.parse('2026-03-01T10:00:00.000Z')
const now = () => new Date(time)
const server = await serverOfThisFile({ now })
const log = pino({ level: 'silent' })
const parts = { config: server.config, databaseUrl: server.database.url, log, now }

const keyOf = (signature: string) => Number.parseInt(signature.slice(0, 3), 36)
const keys = async () => (await runSql(server, 'select id from signing_key order by id')).map(({ id }) => id as number)

test('a new key signs as soon as every node has had the time to hear of it, and what earlier ones signed stays good', async () => {
  await using one = await openWorkbench(parts)
  await using other = await openWorkbench(parts)
  const [ctx, there] = [one.context(''), other.context('')]
  const before = ctx.rotating.sign('a', 'text')
  const id = await rotateSigningKey(ctx)
  await using third = await openWorkbench(parts)
  const fresh = third.context('').rotating
  assert.equal(keyOf(fresh.sign('a', 'text')), keyOf(before))
  time += 10_000
  const signed = fresh.sign('a', 'text')
  assert.equal(keyOf(signed), id)
  assert.equal(await fresh.check('a', 'text', before), true)
  assert.equal(await there.rotating.check('a', 'text', signed), true, 'a node that was not told looks for the key')
  assert.equal(await there.rotating.check('b', 'text', signed), false)
  assert.equal(await there.rotating.check('a', 'other', signed), false)
})

test('keys made at the same time are as many as were asked for', async () => {
  await using bench = await openWorkbench(parts)
  const made = await Promise.all(Array.from({ length: 8 }, () => rotateSigningKey(bench.context(''))))
  assert.equal(new Set(made).size, 8)
})

test('the job makes a key a month, and forgets those whose successor is over 400 days old', async () => {
  const run = () => server.application.jobs.runNow('signing-keys.rotate')
  const last = (await keys()).at(-1) ?? 0
  await run()
  assert.equal((await keys()).at(-1), last)
  time += 31 * dayMs
  await Promise.all([run(), run(), run()])
  assert.equal((await keys()).at(-1), last + 1)
  for (let month = 2; month <= 16; month += 1) {
    time += 31 * dayMs
    await run()
  }
  const kept = await keys()
  assert.equal(kept.at(-1), last + 16)
  const [{ age }] = await runSql(
    server,
    `select extract(epoch from $1::timestamptz - created_at) / 86400 as age from signing_key where id = $2`,
    [now(), (kept[0] ?? 0) + 1],
  )
  assert.ok(Number(age) <= 400, `the second oldest is ${age} days old`)
  assert.ok(kept.length >= 13, 'what was signed 365 days ago can be checked')
})

test('a key that another secret sealed is left alone, and another one signs', async () => {
  const config = { ...server.config, secret: 'quite another secret of the installation' }
  await using bench = await openWorkbench({ ...parts, config })
  const signature = bench.context('').rotating.sign('a', 'text')
  assert.equal(await bench.context('').rotating.check('a', 'text', signature), true)
  assert.equal(keyOf(signature), (await keys()).at(-1))
})

test('the command line rotates at once', async () => {
  const settings = { DATABASE_URL: server.database.url, DATA_DIR: await dataFolder() }
  const last = (await keys()).at(-1) ?? 0
  const { output, exited } = symbolon(['signing-keys', 'rotate'], settings)
  assert.equal(await exited, 0, output())
  assert.match(output(), new RegExp(`Key ${last + 1} signs`))
  await until(async () => (await keys()).includes(last + 1))
  const wrong = symbolon(['signing-keys'], settings)
  assert.equal(await wrong.exited, 1)
  assert.match(wrong.output(), /Usage: symbolon signing-keys rotate/)
})
