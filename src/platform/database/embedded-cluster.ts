import { createHash, randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StartRefused } from '#/platform/start-refused.ts'
import { isAlive } from './embedded-processes.ts'
import { findPrograms, type Owner, ownerFor, type Programs, run } from './embedded-programs.ts'

/** A cluster on disk and all that is needed to start its postmaster. */
export type Cluster = {
  folder: string
  socketDir: string
  logFile: string
  programs: Programs
  settings: Record<string, string>
}

const majorVersion = '18'
const thisProcess = `${process.pid}-${randomUUID().slice(0, 8)}`

/** Makes what is missing below the data folder: the cluster (whole or not at all) and the socket's folder. */
export async function prepareCluster(dataDir: string, settings: Record<string, string>): Promise<Cluster> {
  mkdirSync(dataDir, { recursive: true })
  const home = realpathSync(dataDir)
  const folder = join(home, 'postgres')
  const current = statSync(folder, { throwIfNoEntry: false })
  const owner = ownerFor(current)
  if (current && !owner && current.uid !== process.getuid?.()) throw belongsTo(current.uid, folder)
  const socketDir = socketFolder(home)
  makePrivate(socketDir, owner)
  const programs = findPrograms({ owner, mustReach: [home, socketDir], spareFolder: join(home, 'lib') })
  sweepUnfinished(home)
  if (existsSync(folder) && readdirSync(folder).length > 0) claim(folder, owner)
  else await create(home, folder, programs)
  return { folder, socketDir, logFile: join(home, 'postgres.log'), programs, settings }
}

/** Makes a folder that only the owner enters, and refuses one that somebody else has put in its place. */
export function makePrivate(folder: string, owner: Owner | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  const trusted = [process.getuid?.(), owner?.uid]
  if (!found.isDirectory() || !trusted.includes(found.uid))
    throw new StartRefused(`${folder} belongs to somebody else: remove it, or set DATA_DIR to another folder.`)
  if (owner) lchownSync(folder, owner.uid, owner.gid)
  chmodSync(folder, 0o700)
}

/** The last lines of a tool's output as part of a sentence. */
export function tail(output: string): string {
  const lines = output.split('\n').map((line) => line.replace(/^[-\d]+ [\d:.]+ \w+ \[\d+\] /, '').trim())
  return lines.filter(Boolean).slice(-4).join('; ').slice(-600) || 'it said nothing'
}

function belongsTo(uid: number, folder: string): StartRefused {
  return new StartRefused(`${folder} belongs to user ${uid}: start as that user, or set DATA_DIR to another folder.`)
}

// The address of a unix socket holds about 100 bytes, of which "/.s.PGSQL.5432.lock" takes a few.
function socketFolder(home: string): string {
  const name = `symbolon-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`
  const candidates = [join(home, 'socket'), join(realpathSync(tmpdir()), name)]
  return candidates.find((path) => Buffer.byteLength(path) <= 80) ?? join('/tmp', name)
}

function claim(folder: string, owner: Owner | undefined): void {
  if (!existsSync(join(folder, 'PG_VERSION')))
    throw new StartRefused(`${folder} holds no PostgreSQL data: move it away, or set DATA_DIR to another folder.`)
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (version !== majorVersion)
    throw new StartRefused(
      `${folder} was made by PostgreSQL ${version}, and this one is ${majorVersion}: export it there.`,
    )
  if (owner && statSync(folder).uid !== owner.uid) chownTree(folder, owner)
}

// The folder itself comes last: it is what tells the next start that the whole tree has been handed over.
function chownTree(folder: string, { uid, gid }: Owner): void {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const entry of entries) lchownSync(join(folder, entry), uid, gid)
  lchownSync(folder, uid, gid)
}

async function create(home: string, folder: string, programs: Programs): Promise<void> {
  const unfinished = mkdtempSync(join(home, `postgres.init-${thisProcess}-`))
  try {
    makePrivate(unfinished, programs.owner)
    await initialise(unfinished, programs)
    renameSync(unfinished, folder)
    syncFolder(home)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    // Another process may have finished its own first: both are alike, and nobody has used ours.
    if (!existsSync(join(folder, 'PG_VERSION'))) throw error
  }
}

async function initialise(folder: string, programs: Programs): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--username=symbolon', '--auth-local=trust', '--auth-host=reject']
  const child = run(programs, [programs.initdb, '-D', folder, ...locale, ...access], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<unknown>((resolve) => child.once('close', resolve).once('error', resolve))
  const output = await Promise.all([child.stdout ? text(child.stdout) : '', child.stderr ? text(child.stderr) : ''])
  const result = await ended
  if (result === 0) return
  const reason = result instanceof Error ? result.message : tail(output.join('\n'))
  throw new StartRefused(`PostgreSQL could not make its data folder in ${folder} (${reason}).`)
}

function sweepUnfinished(home: string): void {
  for (const entry of readdirSync(home)) {
    const [, maker, pid] = /^postgres\.init-((\d+)-\w+)-/.exec(entry) ?? []
    const isAtWork = maker === thisProcess || (Number(pid) !== process.pid && isAlive(Number(pid)))
    if (maker && !isAtWork) removeIfPossible(join(home, entry))
  }
}

// An orphaned initdb may still be writing there; what it leaves goes at the next start.
function removeIfPossible(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  } catch {}
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
