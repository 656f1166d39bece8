import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pino from 'pino'
import { type OpenDatabase, openDatabase } from '#/platform/database/pool.ts'
import type { Context } from '#/kernel/context.ts'
import { testDatabase } from '#/testing/database.ts'
import { until } from '#/testing/process.ts'
import type { Job } from './job.ts'
import { Jobs } from './jobs.ts'

const database = await testDatabase()
after(() => database[Symbol.asyncDispose]())

type Node = AsyncDisposable & { jobs: Jobs; opened: OpenDatabase; logged: { msg: string; job?: string; id?: string }[] }

/** One node's jobs on a database, as the application makes them. */
function node(jobs: Job[], on: { url: string } = database): Node {
  const logged: Node['logged'] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  const opened = openDatabase({ url: on.url, size: 5, named: true, statementTimeoutMs: 30_000, onError: () => {} })
  const contextOf = (organisationId: string) => ({ organisationId }) as Context
  const made = new Jobs({ jobs, ...opened, log, now: () => new Date(), contextOf, pollSeconds: 0.5 })
  const stop = async () => {
    await made[Symbol.asyncDispose]()
    await opened[Symbol.asyncDispose]()
  }
  return { jobs: made, opened, logged, [Symbol.asyncDispose]: stop }
}

test('nodes that start at once make one queue, and each job that is sent runs on one of them', async () => {
  const ran: unknown[] = []
  const job: Job = { name: 'boxes.pack', atOnce: 2, run: async (_ctx, data) => void ran.push(data) }
  await using stack = new AsyncDisposableStack()
  const nodes = [1, 2, 3].map(() => stack.use(node([job])))
  for (const { jobs } of nodes) jobs.start()
  const all = Array.from({ length: 60 }, (_, n) => n)
  await Promise.all(all.map((n) => nodes[n % 3]?.jobs.send('boxes.pack', n)))
  await until(() => ran.length >= 60)
  await stack.disposeAsync()
  assert.deepEqual(
    ran.toSorted((a, b) => Number(a) - Number(b)),
    all,
  )
  for (const { logged } of nodes) assert.deepEqual(logged, [])
})

test('the clock starts a job on one of many nodes, and a schedule that is no more starts nothing', async () => {
  await using own = await testDatabase()
  let ran = 0
  const job: Job = { name: 'clocks.tick', cron: '* * * * *', run: async () => void (ran += 1) }
  await using stack = new AsyncDisposableStack()
  const [minuteOf, begun] = [(ms: number) => Math.floor(ms / 60_000), Date.now()]
  const first = stack.use(node([job], own))
  for (const { jobs } of [first, stack.use(node([job], own)), stack.use(node([job], own))]) jobs.start()
  await until(() => ran > 0)
  const { rows } = await sql<{ sent: number }>`
    select count(*)::int as sent from pgboss.job where name = 'clocks.tick'
  `.execute(first.opened.db)
  const minutes = minuteOf(Date.now()) - minuteOf(begun) + 1
  assert.ok((rows[0]?.sent ?? 0) <= minutes, 'one for each minute')
  await stack.disposeAsync()

  await using later = node([{ ...job, cron: undefined }], own)
  later.jobs.start()
  await later.jobs.send('clocks.tick')
  assert.deepEqual((await sql`select name from pgboss.schedule`.execute(later.opened.db)).rows, [])
})

test('a job that fails is tried again, then given up and kept; the log names it and not its data', async () => {
  let tries = 0
  const run = async () => {
    tries += 1
    throw new Error('no luck')
  }
  await using one = node([{ name: 'dice.throw', retry: { times: 1, delaySeconds: 1 }, run }])
  one.jobs.start()
  await one.jobs.send('dice.throw', { secret: 'hunter2' })
  const dead = sql<{
    data: object
    output: unknown
  }>`select data, source_output as output from pgboss.job where name = 'dead-letters'`
  const { rows } = await until(async () => {
    const found = await dead.execute(one.opened.db)
    return found.rows.length > 0 && found
  })
  assert.equal(tries, 2)
  assert.deepEqual(rows[0]?.data, { secret: 'hunter2' })
  assert.doesNotMatch(JSON.stringify(rows[0]?.output), /no luck/)
  const failures = one.logged.filter(({ job }) => job === 'dice.throw')
  assert.deepEqual(
    failures.map(({ msg }) => msg),
    ['a background job failed; it is tried again', 'a background job failed; it is given up'],
  )
  assert.ok(failures.every(({ id }) => id))
  assert.doesNotMatch(JSON.stringify(one.logged), /hunter2/)
})

test('a stop lets the running job end, and tells it', async () => {
  const begun = Promise.withResolvers<void>()
  let ended = false
  const job: Job = {
    name: 'walks.long',
    async run({ signal }) {
      begun.resolve()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      ended = true
    },
  }
  await using one = node([job])
  one.jobs.start()
  await one.jobs.send('walks.long')
  await begun.promise
  await one[Symbol.asyncDispose]()
  assert.equal(ended, true)
  assert.deepEqual(one.logged, [])
})

test('while the database is away nothing breaks, and afterwards jobs run again by themselves', async () => {
  const ran: unknown[] = []
  await using one = node([{ name: 'lamps.light', run: async (_ctx, data) => void ran.push(data) }])
  one.jobs.start()
  await one.jobs.send('lamps.light', 1)
  await until(() => ran.length === 1)
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  await sql.raw(cut).execute(one.opened.db)
  await until(
    async () =>
      await one.jobs.send('lamps.light', 2).then(
        () => true,
        () => false,
      ),
  )
  await until(() => ran.includes(2))
})

test('jobs begin by themselves when the database comes to be', async () => {
  const name = `${database.name}_late`
  await using server = openDatabase({
    url: database.url,
    size: 2,
    named: true,
    statementTimeoutMs: 0,
    onError: () => {},
  })
  let ran = 0
  const job: Job = { name: 'lamps.light', run: async () => void (ran += 1) }
  await using stack = new AsyncDisposableStack()
  stack.defer(async () => void (await sql.raw(`drop database ${name} with (force)`).execute(server.db)))
  const one = stack.use(node([job], { url: database.url.replace(database.name, name) }))
  one.jobs.start()
  const sent = one.jobs.send('lamps.light')
  await until(() => one.logged.length > 0)
  await sql.raw(`create database ${name}`).execute(server.db)
  await sent
  await until(() => ran === 1)
})

test('a job that is woken runs at once, on one node', async () => {
  let ran = 0
  const job: Job = { name: 'bells.ring', run: async () => void (ran += 1) }
  await using one = node([job])
  one.jobs.start()
  await one.jobs.send('bells.ring')
  await until(() => ran === 1)
  one.jobs.wake('bells.ring')
  one.jobs.wake('an older version has this one')
  await until(() => ran === 2)
})

test('a job run by name runs at once without a queue, and so does what it sends', async () => {
  await using own = await testDatabase()
  const ran: string[] = []
  const jobs: Job[] = [
    { name: 'first.do', run: async ({ send }) => (await send('second.do', 'b'), void ran.push('a')) },
    { name: 'second.do', run: async (_ctx, data) => void ran.push(String(data)) },
  ]
  await using one = node(jobs, own)
  await one.jobs.runNow('first.do')
  assert.deepEqual(ran, ['a', 'b'])
  await assert.rejects(one.jobs.runNow('third.do'), /There is no job third\.do/)
  await assert.rejects(one.jobs.send('first.do'), /Jobs do not run in this process/)
  assert.deepEqual((await sql`select 1 from pg_namespace where nspname = 'pgboss'`.execute(one.opened.db)).rows, [])
})
