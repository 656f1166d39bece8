// Longer than the house likes: every way in which the processes can die stands beside the others.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
} from 'node:fs'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { StartRefused } from '#/platform/start-refused.ts'
import { folderServedBy } from './embedded-processes.ts'
import { linkLibraries, nativeFolder } from './embedded-programs.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'

const isRoot = process.getuid?.() === 0
const isLinux = process.platform === 'linux'

test('what is committed is there after a stop and a start', async (t) => {
  const dataDir = newDataDir(t)
  const first = await start(dataDir)
  await query(first.url, 'create table kept as select 42 as answer')
  await Promise.all([first.stop(), first.stop()])
  assert.equal(existsSync(join(dataDir, 'postgres/postmaster.pid')), false)

  await using second = await start(dataDir)
  assert.equal(second.startedByUs, true)
  assert.equal(second.url, first.url)
  assert.deepEqual(await query(second.url, 'select answer from kept'), [{ answer: 42 }])
})

test('it writes through to the disk, speaks Unicode, and listens on a private unix socket only', async (t) => {
  const dataDir = newDataDir(t)
  await using postgres = await start(dataDir, { max_connections: '31' })
  const asked = `select current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses,
    current_setting('max_connections') as connections, lower('ÄÉ') as lower, pg_encoding_to_char(encoding) as encoding
    from pg_database where datname = 'symbolon'`
  const expected = { fsync: 'on', addresses: '', connections: '31', lower: 'äé', encoding: 'UTF8' }
  assert.deepEqual(await query(postgres.url, asked), [expected])
  assert.equal(statSync(postgres.socketDir).mode & 0o777, 0o700)
  if (isLinux) assert.deepEqual(tcpSocketsOf(postmasterOf(dataDir)), [])
})

test('a postmaster that is killed comes back by itself, with every committed row', async (t) => {
  const dataDir = newDataDir(t)
  const lines: string[] = []
  await using postgres = await startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line) })
  await query(postgres.url, 'create table kept as select 42 as answer')
  for (const round of [1, 2]) {
    const killed = postmasterOf(dataDir)
    process.kill(killed, 'SIGKILL')
    const rows = await eventually(() => query(postgres.url, 'select answer from kept'))
    assert.deepEqual(rows, [{ answer: 42 }])
    assert.notEqual(postmasterOf(dataDir), killed)
    await eventually(() => assert.equal(lines.length, 2 * round))
  }
  assert.match(lines[0] ?? '', /^PostgreSQL \(pid \d+\) has ended unexpectedly \(SIGKILL\)/)
  assert.match(lines[1] ?? '', /^PostgreSQL is running again/)
})

test('it comes back though a statement never notices that its postmaster died', { skip: !isLinux }, async (t) => {
  const dataDir = newDataDir(t)
  await using postgres = await start(dataDir)
  const endless = `do $$ declare began timestamptz := clock_timestamp(); begin
    while clock_timestamp() < began + interval '1 minute' loop end loop; end $$`
  const cutOff = assert.rejects(query(postgres.url, endless))
  await eventually(async () => {
    const running = await query(postgres.url, `select 1 from pg_stat_activity where query like 'do $$%'`)
    assert.equal(running.length, 1)
  })
  process.kill(postmasterOf(dataDir), 'SIGKILL')
  await cutOff
  assert.deepEqual(await eventually(() => query(postgres.url, 'select 1 as one')), [{ one: 1 }])
})

test('a postmaster orphaned by a kill -9 of its owner is joined, and then looked after', async (t) => {
  const dataDir = newDataDir(t)
  const owner = await startElsewhere(t, dataDir)
  await query(owner.url, 'create table kept as select 42 as answer')
  const orphan = postmasterOf(dataDir)
  await kill(owner.process)

  await using heir = await start(dataDir)
  assert.equal(heir.startedByUs, false)
  assert.equal(postmasterOf(dataDir), orphan)
  assert.deepEqual(await query(heir.url, 'select answer from kept'), [{ answer: 42 }])

  process.kill(orphan, 'SIGKILL')
  const rows = await eventually(() => query(heir.url, 'select answer from kept'))
  assert.deepEqual(rows, [{ answer: 42 }])
})

test('after a kill -9 of owner and postmaster alike, the next start recovers', async (t) => {
  const dataDir = newDataDir(t)
  const owner = await startElsewhere(t, dataDir)
  await query(owner.url, 'create table kept as select 42 as answer')
  const dead = kill(owner.process)
  process.kill(postmasterOf(dataDir), 'SIGKILL')
  await dead

  await using next = await start(dataDir)
  assert.deepEqual(await query(next.url, 'select answer from kept'), [{ answer: 42 }])
})

test('two processes that start at once on an empty folder share one postmaster', async (t) => {
  const dataDir = newDataDir(t)
  const [here, elsewhere] = await Promise.all([start(dataDir), startElsewhere(t, dataDir)])
  assert.equal(here.url, elsewhere.url)
  assert.deepEqual([here.startedByUs, elsewhere.startedByUs].toSorted(), [false, true])
  await kill(elsewhere.process)
  await here.stop()
  assert.deepEqual(
    readdirSync(dataDir).filter((name) => name.startsWith('postgres.init')),
    [],
  )
})

test('two starts at once on an existing folder share one postmaster, and both may stop it', async (t) => {
  const dataDir = newDataDir(t)
  await (await start(dataDir)).stop()
  const both = await Promise.all([start(dataDir), start(dataDir)])
  assert.deepEqual(both.map((postgres) => postgres.startedByUs).toSorted(), [false, true])
  await Promise.all(both.map((postgres) => postgres.stop()))
})

test('one who leaves stops nothing, even when asked to', async (t) => {
  const dataDir = newDataDir(t)
  await using server = await start(dataDir)
  const command = await start(dataDir)
  command.leave()
  await command.stop()
  assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }])
})

test('a data folder too deep for a socket address works, at the same address each time', async (t) => {
  const dataDir = join(newDataDir(t), ...Array<string>(8).fill('a folder, deep and quite "long"'))
  const first = await start(dataDir)
  t.after(() => rmSync(first.socketDir, { recursive: true, force: true }))
  assert.equal(first.socketDir.startsWith(dataDir), false)
  assert.equal(statSync(first.socketDir).mode & 0o777, 0o700)
  assert.deepEqual(await query(first.url, 'select 1 as one'), [{ one: 1 }])
  await first.stop()
  await using second = await start(dataDir)
  assert.equal(second.url, first.url)
})

test('an initdb cut short by kill -9 leaves nothing that disturbs the next start', async (t) => {
  const dataDir = newDataDir(t)
  const cut = spawnElsewhere(t, dataDir)
  const unfinished = await eventually(() => {
    const found = readdirSync(dataDir).find((name) => name.startsWith('postgres.init-'))
    assert.ok(found && existsSync(join(dataDir, found, 'PG_VERSION')))
    return found
  })
  await kill(cut)
  assert.equal(existsSync(join(dataDir, 'postgres')), false)

  const next = await start(dataDir)
  assert.deepEqual(await query(next.url, 'select 1 as one'), [{ one: 1 }])
  await next.stop()
  await using again = await start(dataDir)
  assert.equal(again.startedByUs, true)
  assert.equal(existsSync(join(dataDir, unfinished)), false)
})

test('stale lock files whose number another process bears do not stand in the way', async (t) => {
  const dataDir = newDataDir(t)
  const first = await start(dataDir)
  const locks = [join(dataDir, 'postgres/postmaster.pid'), join(first.socketDir, '.s.PGSQL.5432.lock')]
  const recorded = locks.map((path) => readFileSync(path, 'utf8'))
  await first.stop()
  const other = spawn('sleep', ['60'], { stdio: 'ignore', ...(isRoot && { uid: 65534, gid: 65534 }) })
  t.after(() => other.kill('SIGKILL'))
  for (const [index, path] of locks.entries())
    writeFileSync(path, recorded[index]?.replace(/^\d+/, String(other.pid)) ?? '')

  await using next = await start(dataDir)
  assert.deepEqual(await query(next.url, 'select 1 as one'), [{ one: 1 }])
  assert.equal(other.exitCode ?? other.signalCode, null)
})

test('as root, PostgreSQL runs as nobody, in open and in private folders', { skip: !isRoot || !isLinux }, async (t) => {
  for (const mode of [0o755, 0o700]) {
    const dataDir = newDataDir(t)
    chmodSync(dataDir, mode)
    await using postgres = await start(dataDir)
    assert.equal(statSync(`/proc/${postmasterOf(dataDir)}`).uid, 65534)
    assert.equal(postgres.startedByUs, true)
  }
})

test('as root, a cluster that was copied by root is handed to nobody', { skip: !isRoot || !isLinux }, async (t) => {
  const dataDir = newDataDir(t)
  await (await start(dataDir)).stop()
  await new Promise((done) => spawn('chown', ['-R', '0:0', dataDir]).once('exit', done))
  await using postgres = await start(dataDir)
  assert.deepEqual(await query(postgres.url, 'select 1 as one'), [{ one: 1 }])
})

test('a start that cannot succeed is refused in one sentence that holds PostgreSQL’s own reason', async (t) => {
  const dataDir = newDataDir(t)
  await assert.rejects(start(dataDir, { nonsense: '1' }), refusal(/unrecognized configuration parameter "nonsense"/))

  const taken = newDataDir(t)
  mkdirSync(join(taken, 'postgres'))
  writeFileSync(join(taken, 'postgres/letter.txt'), 'Dear reader')
  await assert.rejects(start(taken), refusal(/holds no PostgreSQL data/))

  const older = newDataDir(t)
  mkdirSync(join(older, 'postgres'))
  writeFileSync(join(older, 'postgres/PG_VERSION'), '15\n')
  await assert.rejects(start(older), refusal(/was made by PostgreSQL 15/))

  const file = join(newDataDir(t), 'file')
  writeFileSync(file, '')
  await assert.rejects(start(file), refusal(/cannot be used/))
})

test('a platform without a package is told to set DATABASE_URL', () => {
  assert.throws(() => nativeFolder('sunos-sparc'), refusal(/no packaged PostgreSQL for sunos-sparc: set DATABASE_URL/))
})

test('library links that a blocked install script left out are made, aside if need be', (t) => {
  const folder = newDataDir(t)
  const native = join(folder, 'native')
  mkdirSync(join(native, 'lib'), { recursive: true })
  writeFileSync(join(native, 'lib/libpq.so.5.18'), 'library')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  const spare = join(folder, 'spare')
  assert.equal(linkLibraries(native, spare), undefined)
  assert.equal(linkLibraries(native, spare), undefined)
  assert.equal(readFileSync(join(native, 'lib/libpq.so.5'), 'utf8'), 'library')

  const unwritable = [{ source: 'native/lib/libpq.so.5.18', target: 'native/nowhere/libpq.so.5' }]
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(unwritable))
  assert.equal(linkLibraries(native, spare), `${spare}:${native}/lib`)
  assert.equal(readFileSync(join(spare, 'libpq.so.5'), 'utf8'), 'library')
})

function start(dataDir: string, settings?: Record<string, string>): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, log: () => {}, settings })
}

function spawnElsewhere(t: TestContext, dataDir: string): ChildProcess {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(import.meta.resolve('./embedded.ts'))}
    const { url, startedByUs } = await startEmbeddedPostgres({ dataDir: process.argv[1], log: () => {} })
    console.log(JSON.stringify({ url, startedByUs }))
    setInterval(() => {}, 1000)`
  const args = ['--input-type=module', '-e', script, dataDir]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  return child
}

async function startElsewhere(t: TestContext, dataDir: string) {
  const child = spawnElsewhere(t, dataDir)
  assert.ok(child.stdout)
  for await (const line of createInterface(child.stdout)) {
    const started: { url: string; startedByUs: boolean } = JSON.parse(line)
    return { ...started, process: child }
  }
  throw new Error('the other process ended without a word')
}

function kill(child: ChildProcess): Promise<unknown> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  return ended
}

async function query(url: string, statement: string) {
  const client = new Client(url)
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(statement)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

async function eventually<T>(attempt: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + 20_000
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (performance.now() > deadline) throw error
      await sleep(5)
    }
  }
}

function newDataDir(t: TestContext): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'a "data", folder-'))
  t.after(async () => {
    const cluster = join(folder, 'postgres')
    const pid = existsSync(join(cluster, 'postmaster.pid')) ? postmasterOf(folder) : 0
    if (pid > 0 && folderServedBy(pid) === cluster) process.kill(pid, 'SIGKILL')
    await eventually(() => rmSync(folder, { recursive: true, force: true }))
  })
  return folder
}

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
}

function tcpSocketsOf(pid: number): string[] {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].filter((path) => existsSync(path))
  const tcp = new Set(
    tables.flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .map((row) => row.trim().split(/\s+/)[9]),
    ),
  )
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
  return open.filter((name) => tcp.has(/^socket:\[(\d+)\]$/.exec(name)?.[1] ?? 'none'))
}

function refusal(sentence: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof StartRefused)
    assert.match(error.message, sentence)
    assert.doesNotMatch(error.message, /\n/)
    return true
  }
}
