import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { env } from 'node:process'
import { test } from 'node:test'
import { folderServedBy } from '#/platform/database/embedded-processes.ts'
import { dataFolder, startServerProcess, symbolon, until } from '#/testing/process.ts'
import { callerOf, rootKey } from '#/testing/world.ts'

const rootOf = (url: string) => callerOf(url, rootKey)
const postmasterOf = async (folder: string) =>
  Number((await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])
test('the first start prints a root key once, the next starts print none, and a stop is clean', async () => {
  const DATA_DIR = await dataFolder()
  const first = await startServerProcess({ DATA_DIR, SYMBOLON_ROOT_KEY: '' })
  const key = /^ {4}(sym_\S+)$/m.exec(first.output())?.[1] ?? ''
  assert.equal((await callerOf(first.url, key).get('/api/v1/me')).body.data.organisation.name, 'Default')
  const postmaster = await postmasterOf(DATA_DIR)
  const inFlight = Promise.all(
    Array.from({ length: 20 }, (_, n) => callerOf(first.url, key).post('/api/v1/partners', { name: `In flight ${n}` })),
  )
  await until(async () => (await callerOf(first.url, key).get('/api/v1/partners')).body.data.length > 0)
  assert.equal(await first.stop(), 0)
  for (const answer of await inFlight.catch(() => [])) assert.equal(answer.status, 201)
  assert.equal(folderServedBy(postmaster), undefined, 'the embedded database is shut down')
  const second = await startServerProcess({ DATA_DIR, SYMBOLON_ROOT_KEY: '' })
  assert.doesNotMatch(second.output(), /sym_/)
  assert.equal((await callerOf(second.url, key).get('/api/v1/me')).status, 200)
  assert.doesNotMatch(first.output() + second.output(), /at .*\.ts:\d+/)
  await second.stop()
})

test('a second server on the same folder is refused with a sentence, and the first goes on', async () => {
  const DATA_DIR = await dataFolder()
  const first = await startServerProcess({ DATA_DIR })
  const second = symbolon(['serve'], { DATA_DIR, PORT: '0' })
  assert.equal(await second.exited, 1)
  assert.match(second.output(), /^Another server runs on .*PROCESSES\.$/m)
  assert.equal((await rootOf(first.url).get('/api/v1/me')).status, 200)
  await first.stop()
})

test('a command works beside a running server, and without one', async () => {
  const DATA_DIR = await dataFolder()
  const server = await startServerProcess({ DATA_DIR })
  const beside = symbolon(['keys', 'create', '--name', 'Beside', '--scope', 'partners:read'], { DATA_DIR })
  assert.equal(await beside.exited, 0)
  const key = beside.output().trim().split('\n').at(-1) ?? ''
  assert.equal((await callerOf(server.url, key).get('/api/v1/partners')).status, 200)
  const listed = symbolon(['keys', 'list'], { DATA_DIR })
  await listed.exited
  const id = /(key_\w+) {2}Beside/.exec(listed.output())?.[1] ?? ''
  assert.equal(await symbolon(['keys', 'revoke', id], { DATA_DIR }).exited, 0)
  await until(async () => (await callerOf(server.url, key).get('/api/v1/partners')).status === 401)
  const postmaster = await postmasterOf(DATA_DIR)
  await server.stop()
  assert.equal(await symbolon(['keys', 'list'], { DATA_DIR }).exited, 0)
  assert.equal(folderServedBy(postmaster), undefined)
})

test('what cannot start says so in one sentence each, with exit code 1 and no stack trace', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as { port: number }
  const DATA_DIR = await dataFolder()
  const attempts: [Record<string, string>, RegExp][] = [
    [{ DATA_DIR, PORT: String(port) }, /^Port \d+ on 127\.0\.0\.1 is taken\./m],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, /^The database at DATABASE_URL cannot be reached: .*\.$/m],
    [
      { PORT: 'eighty', PUBLIC_URL: 'ftp://x', TRUST_PROXY: '' },
      /PORT is to be a whole number\.\n.*PUBLIC_URL is to be an http or https address\./,
    ],
    [{ DATA_DIR, HOST: '203.0.113.7' }, /^There is no address 203\.0\.113\.7/m],
  ]
  for (const [settings, sentence] of attempts) {
    const { exited, output } = symbolon(['serve'], settings)
    assert.equal(await exited, 1, output())
    assert.match(output(), sentence)
    assert.doesNotMatch(output(), /\n\s+at /)
  }
  taken.close()
})

test('a database newer than the code is refused with a sentence', async () => {
  const DATA_DIR = await dataFolder()
  const server = await startServerProcess({ DATA_DIR })
  await server.stop()
  const { startEmbeddedPostgres } = await import('#/platform/database/embedded.ts')
  const { default: pg } = await import('pg')
  const embedded = await startEmbeddedPostgres({ dataDir: DATA_DIR, log: () => {} })
  const client = new pg.Client({ connectionString: embedded.url })
  await client.connect()
  await client.query(`insert into migration (name, timestamp) values ('9999-from-tomorrow', '')`)
  await client.end()
  await embedded.stop()
  const { exited, output } = symbolon(['serve'], { DATA_DIR, PORT: '0' })
  assert.equal(await exited, 1)
  assert.match(output(), /^The database is newer than this version of Symbolon \(it has 9999-from-tomorrow\)\./m)
})

test('a server killed during a stream of creates has every partner that it answered with 201', async () => {
  const DATA_DIR = await dataFolder()
  const server = await startServerProcess({ DATA_DIR })
  const answered = new Set<string>()
  const stream = async (lane: number) => {
    for (let n = 0; ; n += 1) {
      const made = await rootOf(server.url).post('/api/v1/partners', {
        name: `Lane ${lane} ${n}`,
        domain: `l${lane}-${n}.example.com`,
      })
      if (made.status === 201) answered.add(made.body.data.id)
    }
  }
  const lanes = Promise.allSettled([1, 2, 3, 4, 5, 6, 7, 8].map(stream))
  await until(() => answered.size > 200)
  await server.stop('SIGKILL')
  await lanes
  const again = await startServerProcess({ DATA_DIR })
  const found = new Set<string>()
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await rootOf(again.url).get(`/api/v1/partners?limit=100&cursor=${cursor}`)
    for (const { id } of body.data) found.add(id)
    cursor = body.pagination.nextCursor
  }
  assert.ok(answered.size > 200)
  assert.deepEqual(
    [...answered].filter((id) => !found.has(id)),
    [],
  )
  await again.stop()
})

test('the database going away under load is 503 with Retry-After, and all recovers by itself', async () => {
  const DATA_DIR = await dataFolder()
  const server = await startServerProcess({ DATA_DIR })
  const partner = (await rootOf(server.url).post('/api/v1/partners', { name: 'Steady', domain: 'steady.example.com' }))
    .body.data
  const statuses = new Map<number, number>()
  const over = new AbortController()
  const load = async (lane: number) => {
    for (let n = 0; !over.signal.aborted; n += 1) {
      const answer = await rootOf(server.url).patch(`/api/v1/partners/${partner.id}`, { name: `Steady ${lane} ${n}` })
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      if (answer.status === 503)
        assert.deepEqual([answer.headers.get('retry-after'), answer.body.error.code], ['5', 'SERVICE_UNAVAILABLE'])
    }
  }
  const lanes = Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(load))
  for (let round = 0; round < 3; round += 1) {
    const before = statuses.get(200) ?? 0
    await until(() => (statuses.get(200) ?? 0) > before + 100)
    process.kill(await postmasterOf(DATA_DIR), 'SIGKILL')
    const failed = statuses.get(503) ?? 0
    await until(() => (statuses.get(503) ?? 0) > failed)
  }
  const before = statuses.get(200) ?? 0
  await until(() => (statuses.get(200) ?? 0) > before + 100)
  over.abort()
  await lanes
  assert.deepEqual([...statuses.keys()].toSorted(), [200, 503], 'nothing but success and 503')
  await until(async () => (await rootOf(server.url).get('/readyz')).status === 200)
  const { name } = (await rootOf(server.url).get(`/api/v1/partners/${partner.id}`)).body.data
  const events = (await rootOf(server.url).get('/api/v1/events?limit=100&type=partners.update')).body.data
  assert.ok(
    events.some((one: { after: { name: string } }) => one.after.name === name),
    'the last change has its event',
  )
  assert.equal(await server.stop(), 0)
})

test('several processes serve one port, count one limit, gather their metrics, and replace the one that dies', async () => {
  const DATA_DIR = await dataFolder()
  const server = await startServerProcess({ DATA_DIR, PROCESSES: '2' })
  const made = (
    await rootOf(server.url).post('/api/v1/api-keys', {
      name: 'Limited',
      scopes: ['partners:read'],
      rateLimitPerMinute: 20,
    })
  ).body.data
  const limited = callerOf(server.url, made.key)
  const minute = () => Math.floor(Date.now() / 60_000)
  const begun = minute()
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => limited.get('/api/v1/me', { headers: { connection: 'close' } })),
  )
  const passed = answers.filter(({ status }) => status === 200).length
  const most = minute() === begun ? 20 : 40
  assert.ok(passed >= 20 && passed <= most, `${passed} passed: 20 in each minute that the test touched`)
  const metrics = async () => (await rootOf(server.url).get('/metrics')).text
  const counted = /duration_seconds_count\{[^}]*route="\/api\/v1\/me",status="200"\} (\d+)/.exec(await metrics())?.[1]
  assert.equal(Number(counted), passed)
  const workers = (await readFile(`/proc/${server.child.pid}/task/${server.child.pid}/children`, 'utf8'))
    .trim()
    .split(' ')
    .map(Number)
  const node = (
    await Promise.all(
      workers.map(async (pid) => ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('main.ts') ? pid : 0)),
    )
  ).find(Boolean)
  process.kill(node ?? 0, 'SIGKILL')
  await until(() => server.output().includes('another takes its place'))
  for (let n = 0; n < 20; n += 1)
    await until(
      async () =>
        (
          await rootOf(server.url)
            .get('/api/v1/me', { headers: { connection: 'close' } })
            .catch(() => undefined)
        )?.status === 200,
    )
  assert.equal(await server.stop(), 0)
})

test('what the installation compiles is all that a server starts with, so it does without the compiler', async () => {
  const report = `process.on('exit', () => console.error('compiler:', process.moduleLoadList.some((name) => name.includes('amaro'))))`
  const settings = {
    NODE_COMPILE_CACHE: await dataFolder(),
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(report)}`,
  }
  const installation = symbolon(['help'], settings)
  assert.equal(await installation.exited, 0)
  assert.match(installation.output(), /compiler: true/)
  const server = await startServerProcess({ DATA_DIR: await dataFolder(), ...settings })
  assert.equal(await server.stop(), 0)
  assert.match(server.output(), /compiler: false/)
})

test('the installation compiles for the flags that npm start has, as what was compiled for others is passed over', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'))
  const kept = (script: string) => script.match(/NODE_COMPILE_CACHE=\S+|--[\w-]+=\S+/g)
  assert.ok(kept(scripts.start))
  assert.deepEqual(kept(scripts.postinstall), kept(scripts.start))
})

test('npm start hands SIGTERM on to the server, which stops cleanly', async () => {
  const settings = { DATA_DIR: await dataFolder(), PORT: '0', SYMBOLON_ROOT_KEY: rootKey }
  const child = spawn('npm', ['start'], { env: { ...env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  const url = await until(() => /ready at (\S+)/.exec(output)?.[1])
  assert.equal((await rootOf(url).get('/api/v1/me')).status, 200)
  const postmaster = await postmasterOf(settings.DATA_DIR)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGTERM'] as const) child.kill(signal)
  await until(() => folderServedBy(postmaster) === undefined)
  await assert.rejects(fetch(`${url}/healthz`))
})
