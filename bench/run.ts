import { cpus, tmpdir, totalmem } from 'node:os'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { argv, exit, stderr, stdout, version } from 'node:process'
import { parseArgs } from 'node:util'
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { startEmbeddedPostgres } from '#/platform/database/embedded.ts'
import { connectionTo } from '#/platform/database/pool.ts'
import { measureRoleChange, seedContacts } from './contacts.ts'
import { measureClicks } from './clicks.ts'
import { measureClientSearch, measurePages, measurePut, prepareClients } from './clients.ts'
import { measureConversions, prepareAffiliates } from './conversions.ts'
import { measureLedger, measureLines, measurePayout, measureRun, prepareCommissions } from './commissions.ts'
import { measureFigures } from './figures.ts'
import { connections, type Load, missingPrograms } from './load.ts'
import { type Bench, type Caller, measureGrowth, type Measured, measureList, measurePatch } from './paths.ts'
import { digits, isMet, median, table, type Verdict, verdictTable } from './ratios.ts'
import { measureSearch } from './search.ts'
import { seed } from './seed.ts'
import { post, type Server, startServer, untilStopped, watchMemory } from './server.ts'

const { values: options } = parseArgs({
  args: argv.slice(2),
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
})
const { quick, only } = options
/** Whether a part is measured: all of them, or those that `--only list,patch` names. */
const wanted = (part: string) => !only || only.split(',').includes(part)
const rounds = quick ? 1 : Number(options.rounds)
const seconds = quick ? 1 : Number(options.seconds)
/** The loads that the bar of memory is about; they come first, for what a process has had it seldom gives back. */
const ofMemory = new Set(['list', 'patch', 'role', 'growth', 'pages', 'clients', 'put'])
const million = !quick && (wanted('growth') || wanted('searches')) ? 1_000_000 : 20_000
const sizes = { small: 1_000, large: quick ? 10_000 : 100_000, huge: million }
const contacts = quick ? 2_000 : 20_000
const commissions = quick ? { partners: 1_000, lines: 50_000 } : { partners: 10_000, lines: 1_000_000 }
const clicks = quick ? 50_000 : 5_000_000
const clientsEach = quick ? 5_000 : 100_000
const secrets = { SYMBOLON_ROOT_KEY: randomBytes(24).toString('hex'), SYMBOLON_SECRET: randomBytes(24).toString('hex') }

const log = (line: string) => void stderr.write(`${line}\n`)

async function main(): Promise<number> {
  const missing = missingPrograms()
  if (missing.length) {
    log(`The bench needs ${missing.join(' and ')}: apt-get install wrk postgresql-contrib`)
    return 1
  }
  const folder = await mkdtemp(join(tmpdir(), 'symbolon-bench-'))
  await chmod(folder, 0o755)
  try {
    const report = await measureAll(folder)
    stdout.write(`\n${report.text}\n`)
    if (!quick && !only) await writeFile(new URL('results.md', import.meta.url), report.text)
    return report.verdicts.every(isMet) ? 0 : 1
  } finally {
    await stopLeftover(join(folder, 'data'))
    await rm(folder, { recursive: true, force: true })
  }
}

/** A PostgreSQL that a failed run has left behind is joined, and then stopped. */
async function stopLeftover(dataDir: string): Promise<void> {
  if (!existsSync(join(dataDir, 'postgres', 'postmaster.pid'))) return
  const postgres = await startEmbeddedPostgres({ dataDir, log })
  await postgres.stop()
}

async function measureAll(folder: string) {
  const dataDir = join(folder, 'data')
  const online = await measureOnline(folder, dataDir)
  log('measuring the start')
  const starts = await measureStarts(folder, dataDir)
  const verdicts = [...online.measured.flatMap((part) => part.verdicts), ...online.memory, starts]
  return { verdicts, text: reportOf({ ...online, verdicts }) }
}

/** All that is measured of one running server, on a database of its own. */
async function measureOnline(folder: string, dataDir: string) {
  await using postgres = await startEmbeddedPostgres({ dataDir, log })
  await using stack = new AsyncDisposableStack()
  const pool = new pg.Pool({ ...connectionTo(postgres.url), max: 2 })
  pool.on('error', () => {})
  stack.defer(() => pool.end())
  const settings = { DATABASE_URL: postgres.url, ...secrets }
  const server = stack.use(await startServer({ settings, logFile: join(folder, 'server.log') }))
  const callers = await prepare(server, postgres.url)
  const loader = { folder, seconds }
  const bench: Bench = {
    loader,
    rounds,
    warmUpSeconds: quick ? 1 : 10,
    pool,
    databaseUrl: postgres.url,
    serverUrl: server.url,
    secret: secrets.SYMBOLON_SECRET,
  }
  const {
    rows: [row],
  } = await pool.query<{ server_version: string }>('show server_version')
  const memory = stack.use(watchMemory(server.pid))
  const parts: Record<string, () => Promise<Measured>> = {
    list: () => measureList(bench, callers.large),
    patch: () => measurePatch(bench, callers.large),
    role: () => measureRoleChange(bench, callers.large, contacts),
    growth: () => measureGrowth(bench, callers.small, callers.huge),
    pages: () => measurePages(bench, callers.portfolios),
    clients: () => measureClientSearch(bench, callers.portfolios),
    put: () => measurePut(bench, callers.portfolios),
    lines: () => measureLines(bench, callers.programmes),
    run: () => measureRun(bench, callers.programmes, watchMemory(server.pid)),
    payout: () => measurePayout(bench, callers.programmes),
    conversions: () => measureConversions(bench, callers.affiliates),
    ledger: () => measureLedger(bench, callers.programmes),
    clicks: () =>
      measureClicks(bench, { rootKey: secrets.SYMBOLON_ROOT_KEY, secret: secrets.SYMBOLON_SECRET, steady: clicks }),
    figures: () => measureFigures(bench, secrets.SYMBOLON_ROOT_KEY, quick ? 100_000 : 10_000_000),
  }
  const measured: Measured[] = []
  let most = 0
  for (const [part, measure] of Object.entries(parts).filter(([part]) => wanted(part))) {
    log(`measuring ${part}`)
    const done = await measure()
    log(verdictTable(done.verdicts))
    measured.push(done)
    if (ofMemory.has(part)) most = memory.most()
  }
  if (wanted('searches')) log('measuring searches')
  const searches = wanted('searches') ? await measureSearch(bench, callers.huge) : ''
  const held: Verdict = { what: 'memory of the server, MB', values: [most], bar: { atMost: 200 } }
  return {
    measured,
    searches,
    memory: most ? [held] : [],
    postgresVersion: row?.server_version ?? '',
  }
}

async function prepare(server: Server, databaseUrl: string) {
  const small = await newCaller(server, sizes.small)
  const large = await newCaller(server, sizes.large)
  const huge = await newCaller(server, sizes.huge)
  const client = new pg.Client(connectionTo(databaseUrl))
  await client.connect()
  try {
    await seed(client, [small, large, huge], log)
    await seedContacts(client, large, contacts)
    log('seeding clients')
    const portfolios = await prepareClients(server, secrets.SYMBOLON_ROOT_KEY, client, clientsEach)
    log('seeding commission lines')
    const programmes = await prepareCommissions(server, secrets.SYMBOLON_ROOT_KEY, client, commissions)
    const affiliates = await prepareAffiliates(server, secrets.SYMBOLON_ROOT_KEY, client)
    return { small, large, huge, portfolios, programmes, affiliates }
  } finally {
    await client.end()
  }
}

/** An organisation, and a key whose requests are counted but never too many. */
async function newCaller({ url }: Server, partners: number): Promise<Caller> {
  const organisation = await post(`${url}/api/v1/organisations`, secrets.SYMBOLON_ROOT_KEY, {
    name: `Bench ${partners}`,
  })
  const wanted = {
    name: 'Bench',
    scopes: ['partners:read', 'partners:write', 'contacts:write'],
    rateLimitPerMinute: 1_000_000,
  }
  const { key } = await post(`${url}/api/v1/api-keys`, organisation.key, wanted)
  return { id: organisation.id, key, partners }
}

async function measureStarts(folder: string, dataDir: string): Promise<Verdict> {
  const values: number[] = []
  const settings = { DATA_DIR: dataDir, ...secrets }
  for (let round = 0; round < (quick ? 1 : 5); round += 1) {
    const server = await startServer({ command: ['npm', 'start'], settings, logFile: join(folder, 'start.log') })
    values.push(server.startMs / 1000)
    await pause(300)
    await server[Symbol.asyncDispose]()
    await untilStopped(dataDir)
  }
  return { what: '`npm start` to ready, s', values, bar: { atMost: 3 } }
}

type Report = { verdicts: Verdict[]; measured: Measured[]; searches: string; postgresVersion: string }

function reportOf({ verdicts, measured, searches, postgresVersion }: Report): string {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB`
  const loads = measured.flatMap((part) => Object.entries(part.loads)).map(([name, all]) => loadRow(name, all))
  return `# Bench

${new Date().toISOString().slice(0, 10)}; ${machine}; Node ${version}; PostgreSQL ${postgresVersion} (embedded, fsync on).
${rounds} rounds of ${seconds} s in turns, the server warmed up before; ${connections} connections by wrk, 10 by pgbench; on one machine, so read the ratios.
Keys are checked, requests counted, changes recorded and logged. All connections ask for page 1 at once, so most share a read (decision 0035); any page is read for itself.

${verdictTable(verdicts)}

## Loads

${table(['load', 'per second', 'p50 ms', 'p99 ms'], loads)}

pgbench tells a mean instead of a p50.

## Searches over ${sizes.huge} partners, one connection

${searches}
`
}

function loadRow(name: string, loads: Load[]): string[] {
  const p99 = median(loads.map((load) => load.p99))
  return [
    name,
    digits(median(loads.map((load) => load.perSecond))),
    digits(median(loads.map((load) => load.p50))),
    p99 ? digits(p99) : '',
  ]
}

exit(await main())
