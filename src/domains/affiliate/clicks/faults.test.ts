import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import pino from 'pino'
import { openWorkbench } from '#/workbench.ts'
import { startEmbeddedPostgres } from '#/platform/database/embedded.ts'
import { newLink } from '#/testing/affiliate.ts'
import { visit } from '#/testing/clicks.ts'
import { standInTheWay } from '#/testing/in-the-way.ts'
import { dataFolder, startServerProcess, until } from '#/testing/process.ts'
import { runSql } from '#/testing/sql.ts'
import { callerOf, operatorIn, rootKey, serverOfThisFile, world } from '#/testing/world.ts'
import { readToken } from './token.ts'
import { writeLateClick } from './write-late.ts'

const server = await serverOfThisFile({ settings: { CLICK_PATIENCE_MS: '200' } })
const { organisation, admin } = await world(server)
const ctx = await operatorIn(server, organisation.id)
const log = pino({ level: 'silent' })

/** Visitors who click one after another until nobody answers or it is enough. */
function crowd(url: string, code: string, many: number) {
  const tokens: string[] = []
  const odd: number[] = []
  const over = new AbortController()
  const one = async (name: number) => {
    const headers = { 'user-agent': `Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/${name}.0` }
    while (!over.signal.aborted) {
      const answer = await visit(url, `/r/${code}`, { headers }).catch(() => undefined)
      if (!answer) return
      if (answer.status === 302 && answer.token) tokens.push(answer.token)
      else odd.push(answer.status)
    }
  }
  const all = Promise.all(Array.from({ length: many }, (_, name) => one(100 + name)))
  const end = async () => {
    over.abort()
    await all
  }
  return { tokens, odd, end, hasLeft: all }
}

/** What a database holds of the clicks that tokens tell of. */
async function compare(databaseUrl: string, tokens: string[]) {
  await using bench = await openWorkbench({ config: server.config, databaseUrl, log })
  const read = await Promise.all(tokens.map((token) => readToken(bench.context(''), token)))
  const clicks = read.map((click) => click ?? assert.fail('a token is not good'))
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ id: string }>('select id from click')
  await client.end()
  const ids = new Set(rows.map(({ id }) => id))
  const recorded = clicks.filter(({ isRecorded }) => isRecorded)
  return {
    rows: rows.length,
    recorded: recorded.length,
    lost: recorded.filter(({ clickId }) => !ids.has(clickId)).length,
    missing: clicks.filter(({ clickId }) => !ids.has(clickId)).length,
  }
}

test('every click that was answered as recorded is there after kill -9, and its token is good', async () => {
  const dataDir = await dataFolder()
  const settings = { DATA_DIR: dataDir }
  const one = await startServerProcess(settings)
  const link = await newLink(callerOf(one.url, rootKey))
  const visitors = crowd(one.url, link.code, 32)
  await until(() => visitors.tokens.filter((token) => token.split('.')[3] === '1').length > 300)
  one.child.kill('SIGKILL')
  await visitors.hasLeft
  const two = await startServerProcess(settings)
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} })
  postgres.leave()
  const found = await compare(postgres.url, visitors.tokens)
  assert.deepEqual([found.lost, visitors.odd], [0, []])
  assert.ok(found.recorded > 300)
  assert.equal((await visit(two.url, `/r/${link.code}`)).status, 302)
  await two.stop()
})

test('while the database is stopped visitors are sent on, and afterwards every click is there', async () => {
  const dataDir = await dataFolder()
  const first = await startEmbeddedPostgres({ dataDir, log: () => {} })
  const one = await startServerProcess({ DATABASE_URL: first.url })
  const root = callerOf(one.url, rootKey)
  const link = await newLink(root)
  const visitors = crowd(one.url, link.code, 16)
  const more = (many: number) => {
    const before = visitors.tokens.length
    return until(() => visitors.tokens.length > before + many)
  }
  await more(200)
  await first.stop()
  await more(500)
  await using second = await startEmbeddedPostgres({ dataDir, log: () => {} })
  assert.equal(second.url, first.url)
  const isRecorded = async (token = '') => {
    await using bench = await openWorkbench({ config: server.config, databaseUrl: second.url, log })
    return (await readToken(bench.context(''), token))?.isRecorded
  }
  await until(async () => await isRecorded(visitors.tokens.at(-1)))
  await more(200)
  await visitors.end()
  await until(async () => (await compare(second.url, visitors.tokens)).missing === 0)
  const found = await compare(second.url, visitors.tokens)
  assert.ok(found.recorded < visitors.tokens.length)
  assert.deepEqual([found.rows, visitors.odd], [visitors.tokens.length, []])
  const { text } = await root.get('/metrics')
  const figure = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1])
  assert.equal(figure('symbolon_clicks_missed_total'), 0)
  assert.equal(figure('symbolon_clicks_recorded_total') + figure('symbolon_clicks_late_total'), found.rows)
  const of = 'method="GET",route="/r/:code",status="302"}'
  const within = figure(`symbolon_http_request_duration_seconds_bucket\\{le="0.5",${of}`)
  assert.equal(within, figure(`symbolon_http_request_duration_seconds_count\\{${of}`))
  await one.stop()
})

test('a click that cannot be committed in time is answered as not recorded, and written when it can be', async () => {
  const link = await newLink(admin)
  await visit(server.url, `/r/${link.code}`)
  await using lock = await standInTheWay(server, 'lock table click in access exclusive mode')
  const answers = await Promise.all(Array.from({ length: 20 }, () => visit(server.url, `/r/${link.code}?sub1=kept`)))
  const tokens = await Promise.all(answers.map(({ token }) => readToken(ctx, token)))
  assert.deepEqual(
    tokens.map((token) => token?.isRecorded),
    tokens.map(() => false),
  )
  await lock.letGo()
  const late = () =>
    runSql(server, `select * from click where organisation_id = $1 and sub1 = 'kept'`, [organisation.id])
  const rows = await until(async () => {
    const rows = await late()
    return rows.length === 20 && rows
  })
  assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set(tokens.map((token) => token?.clickId)))
  await until(async () => (await readToken(ctx, (await visit(server.url, `/r/${link.code}`)).token))?.isRecorded)
})

test('a click that was not recorded is written by whoever needs it, once, and what is there stays', async () => {
  const link = await newLink(admin)
  const click = { organisationId: organisation.id, linkId: link.id, isRecorded: false, at: new Date() }
  const [one, two] = [ctx.newId('clk'), ctx.newId('clk')]
  await Promise.all(Array.from({ length: 8 }, () => writeLateClick(ctx, { ...click, clickId: one })))
  await writeLateClick(ctx, { ...click, clickId: two })
  const rows = await runSql(
    server,
    'select id, is_late, is_repeat from click where organisation_id = $1 and link_id = $2',
    [organisation.id, link.id],
  )
  assert.deepEqual(rows, [
    { id: one, is_late: true, is_repeat: false },
    { id: two, is_late: true, is_repeat: false },
  ])
})

test('links in memory serve while the database does not answer, and a code that nobody knows is told to wait', async () => {
  const link = await newLink(admin)
  await visit(server.url, `/r/${link.code}`)
  await using _lock = await standInTheWay(server, 'lock table click, link_code_owner in access exclusive mode')
  assert.equal((await visit(server.url, `/r/${link.code}`)).status, 302)
  const away = await visit(server.url, '/r/never-asked-for')
  assert.deepEqual([away.status, away.headers['retry-after']], [503, '2'])
  assert.match(away.text, /<h1>This link does not work just now<\/h1>/)
})
