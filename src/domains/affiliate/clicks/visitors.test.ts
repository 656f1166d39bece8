import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { readConfig } from '#/config.ts'
import { openDatabase } from '#/platform/database/pool.ts'
import { newLink } from '#/testing/affiliate.ts'
import { clickOn } from '#/testing/clicks.ts'
import { countryFile } from '#/testing/country-file.ts'
import { dataFolder, symbolon } from '#/testing/process.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, startServer, world } from '#/testing/world.ts'
import { Repeats } from './repeats.ts'
import { VisitorKeys } from './visitor-keys.ts'

const file = `${await dataFolder()}/countries.mmdb`
await writeFile(file, countryFile('SE'))
const settings = { TRUST_PROXY: 'loopback', GEOIP_DATABASE: file }
const server = await serverOfThisFile({ settings })
const { organisation, admin } = await world(server)
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })

const clicksOf = (linkId: string) =>
  runSql(server, 'select * from click where organisation_id = $1 and link_id = $2 order by id', [
    organisation.id,
    linkId,
  ])

test('a visitor whom another process has counted within the hour is a repeat', async () => {
  const link = await newLink(admin)
  await using other = await startServer({ settings, database: server.database })
  await clickOn(server.url, link.code, from('203.0.113.1'))
  await clickOn(other.url, link.code, from('203.0.113.1'))
  await clickOn(other.url, link.code, from('203.0.113.2'))
  const rows = await clicksOf(link.id)
  assert.deepEqual(
    rows.map((row) => row.is_repeat),
    [false, true, false],
  )
  assert.deepEqual(rows[0].visitor, rows[1].visitor)
})

test('whom a proxy names is the visitor only where the proxy is trusted', async () => {
  const link = await newLink(admin)
  await using strict = await startServer({ database: server.database })
  await clickOn(strict.url, link.code, from('203.0.113.1'))
  await clickOn(strict.url, link.code, from('203.0.113.2'))
  await clickOn(server.url, link.code, from('198.51.100.9, 203.0.113.3'))
  await clickOn(server.url, link.code, from('192.0.2.66, 203.0.113.3'))
  await clickOn(server.url, link.code, from('not an address'))
  const visitors = (await clicksOf(link.id)).map(({ visitor }) => visitor as string)
  assert.equal(visitors[0], visitors[1])
  assert.equal(visitors[2], visitors[3], 'what stands before the proxy’s own word is anybody’s')
  assert.equal(visitors[4], visitors[0], 'no address: the proxy itself')
})

test('an hour begins with the click that counts', () => {
  const repeats = new Repeats()
  const minute = 60_000
  assert.equal(repeats.isRepeat('l', 1, 0), false)
  assert.equal(repeats.isRepeat('l', 1, 59 * minute), true)
  assert.equal(repeats.isRepeat('other', 1, 59 * minute), false)
  assert.equal(repeats.isRepeat('l', 1, 60 * minute), false)
  assert.equal(repeats.isRepeat('l', 1, 90 * minute), true)
})

test('visits that share their beginnings are told apart, and the latest fifty thousand are remembered', () => {
  const repeats = new Repeats()
  const most = 2 ** 52 - 1
  const visits = Array.from({ length: 150_000 }, (_, n) => [n % 7, n % 2 ? n : most - n] as const)
  const isRepeat = ([link, visitor]: readonly [number, number]) =>
    repeats.isRepeat(`lnk_01KGHDCQE0TSE27719X13KZBK${link}`, visitor, 0)
  assert.deepEqual(visits.filter(isRepeat), [])
  assert.ok(visits.slice(-50_000).every(isRepeat))
})

test('visitors are told apart in one day and never over two, and the key of a day is gone after two', async () => {
  await using opened = openDatabase({
    url: server.database.url,
    size: 4,
    named: true,
    statementTimeoutMs: 0,
    onError() {},
  })
  let time = Date.parse('2047-05-01T23:59:00.000Z')
  const open = async () => {
    const keys = new VisitorKeys({ db: opened.db, now: () => new Date(time), log: (line) => assert.fail(line) })
    await keys.prepare()
    return keys
  }
  await using one = await open()
  await using other = await open()
  const visitorOf = (keys: VisitorKeys) => keys.visitorOf('203.0.113.1', 'Mozilla', time)
  const today = visitorOf(one)
  assert.ok(Number.isSafeInteger(today))
  assert.equal(visitorOf(other), today)
  assert.notEqual(one.visitorOf('203.0.113.2', 'Mozilla', time), today)
  time += 60_000
  const tomorrow = visitorOf(one)
  assert.notEqual(tomorrow, today)
  assert.equal(visitorOf(other), tomorrow)
  time += 2 * 86_400_000
  await one.prepare()
  const days = (await runSql(server, `select day::text from visitor_key where day > '2047-01-01' order by day`)).map(
    ({ day }) => day,
  )
  assert.deepEqual(days, ['2047-05-04', '2047-05-05'])
  const [{ persistence }] = await runSql(
    server,
    `select relpersistence as persistence from pg_class where relname = 'visitor_key'`,
  )
  assert.equal(persistence, 'u')
})

test('the country comes from the file that the setting names, and none where it does not know', async () => {
  const link = await newLink(admin)
  await clickOn(server.url, link.code, from('203.0.113.1'))
  await clickOn(server.url, link.code, from('10.0.0.1'))
  assert.deepEqual(
    (await clicksOf(link.id)).map(({ country }) => country),
    [null, 'SE'],
  )
})

test('a file that cannot be read stops the start with a sentence', async () => {
  assert.equal(readConfig({}).geoipDatabase, undefined)
  const { exited, output } = symbolon(['serve'], {
    DATABASE_URL: server.database.url,
    PORT: '0',
    GEOIP_DATABASE: '/nowhere.mmdb',
  })
  assert.equal(await exited, 1)
  assert.match(output(), /GEOIP_DATABASE names \/nowhere\.mmdb, which cannot be read/)
})
