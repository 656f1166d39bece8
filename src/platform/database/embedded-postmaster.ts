import {
  closeSync,
  fchownSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartRefused } from '#/platform/start-refused.ts'
import { type Cluster, makePrivate, tail } from './embedded-cluster.ts'
import { folderServedBy, isAlive, quitOrphans, tryRead } from './embedded-processes.ts'
import { run } from './embedded-programs.ts'

/** A running postmaster. `ended` resolves, with how, when it is gone; waiting for it keeps no process alive. */
export type Postmaster = { pid: number; socketDir: string; startedByUs: boolean; ended: Promise<string> }

type Failure = { reason: string; mayPass: boolean }
type PidFile = { pid: number; socketDir: string; status: string }

const readyPollMs = 10
const diedPollMs = 500
const retryMs = 100
const retryForMs = 10_000
const logLimitBytes = 10_000_000

/** No TCP, no other user, UTC; and a log without the values of statements, which may be personal. */
const fixedSettings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
}
/** With the gigabyte of log that is PostgreSQL's own default a payout run of a million lines took 3.1 times as long as the bare statements; with four it takes 2.4. */
const defaultSettings = { max_connections: '100', shared_buffers: '128MB', jit: 'off', max_wal_size: '4GB' }

/** Joins the cluster's running postmaster or, when there is none, starts it; returns when it takes connections. */
export async function attach(cluster: Cluster, signal: AbortSignal): Promise<Postmaster> {
  const deadline = performance.now() + retryForMs
  for (;;) {
    const postmaster = (await adopt(cluster.folder, signal)) ?? (await launch(cluster, signal))
    if ('pid' in postmaster) return postmaster
    if (!postmaster.mayPass || performance.now() > deadline)
      throw new StartRefused(`PostgreSQL did not start in ${cluster.folder} (${postmaster.reason}).`)
    quitOrphans(cluster.folder)
    await sleep(retryMs, undefined, { signal })
  }
}

/** Stops the cluster's postmaster, if one runs, and returns when it is gone. */
export async function terminate(folder: string): Promise<void> {
  const running = runningPostmaster(folder)
  if (!running) return
  process.kill(running.pid, 'SIGINT')
  if (await isGone(running.pid, 10_000)) return
  process.kill(running.pid, 'SIGQUIT')
  await isGone(running.pid, Infinity)
}

/** Empties PostgreSQL's log once it is long. PostgreSQL appends, so it goes on from the start. */
export function keepLogShort(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
  if (size > logLimitBytes) truncateSync(logFile)
}

async function adopt(folder: string, signal: AbortSignal): Promise<Postmaster | undefined> {
  for (;;) {
    const running = runningPostmaster(folder)
    if (!running) return undefined
    if (running.status === 'ready') return { ...running, startedByUs: false, ended: pollUntilGone(running.pid, signal) }
    await sleep(readyPollMs, undefined, { signal })
  }
}

async function launch(cluster: Cluster, signal: AbortSignal): Promise<Postmaster | Failure> {
  makePrivate(cluster.socketDir, cluster.programs.owner)
  disownStaleLock(join(cluster.folder, 'postmaster.pid'), cluster.folder)
  disownStaleLock(join(cluster.socketDir, '.s.PGSQL.5432.lock'), cluster.folder)
  keepLogShort(cluster.logFile)
  const logged = statSync(cluster.logFile, { throwIfNoEntry: false })?.size ?? 0
  const child = spawnPostgres(cluster)
  const end: { how?: string } = {}
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, name) => resolve((end.how = name ?? `exit code ${code}`)))
    child.once('error', (error) => resolve((end.how = error.message)))
  })
  while (!end.how) {
    const file = readPidFile(cluster.folder)
    if (file && file.pid === child.pid && file.status === 'ready')
      return { pid: file.pid, socketDir: cluster.socketDir, startedByUs: true, ended }
    await sleep(readyPollMs)
    if (signal.aborted) child.kill('SIGINT')
  }
  return failureOf(end.how, readFileSync(cluster.logFile).subarray(logged).toString())
}

function spawnPostgres({ folder, socketDir, logFile, programs, settings }: Cluster) {
  const socket = { unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"` }
  const all = { ...defaultSettings, ...settings, ...fixedSettings, ...socket }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const output = openSync(logFile, 'a', 0o600)
  if (programs.owner) fchownSync(output, programs.owner.uid, programs.owner.gid)
  const stdio: ['ignore', number, number] = ['ignore', output, output]
  const child = run(programs, [programs.postgres, '-D', folder, ...flags], { stdio, detached: true })
  closeSync(output)
  child.unref()
  return child
}

// Children of a killed postmaster hold its shared memory until they notice; a rival start holds the lock file.
function failureOf(how: string, output: string): Failure {
  const mayPass = /pre-existing shared memory block|lock file .* (already exists|is empty)/.test(output)
  return { reason: output ? tail(output) : how, mayPass }
}

function runningPostmaster(folder: string): PidFile | undefined {
  const file = readPidFile(folder)
  return file && isPostmasterOf(folder, file.pid) ? file : undefined
}

function isPostmasterOf(folder: string, pid: number): boolean {
  const home = folderServedBy(pid)
  if (home === undefined) return false
  if (isSameFolder(home, folder)) return true
  if (readPidFile(home)?.pid === pid) return false
  throw new StartRefused(`PostgreSQL (pid ${pid}), started in ${home}, may still use ${folder}: stop it first.`)
}

function readPidFile(folder: string): PidFile | undefined {
  const lines = tryRead(join(folder, 'postmaster.pid')).split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, socketDir: lines[4] ?? '', status: lines[7]?.trim() ?? '' }
}

/**
 * PostgreSQL refuses to start while any process, a zombie or a stranger, bears the id in a lock file. Our own id in its
 * place tells PostgreSQL, as its parent's, that the file is stale; the rest stays, because it guards the shared memory.
 */
function disownStaleLock(path: string, folder: string): void {
  const stale = tryRead(path)
  const pid = Number.parseInt(stale)
  if (!(pid > 0) || pid === process.pid || !isAlive(pid) || isPostmasterOf(folder, pid)) return
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    if (tryRead(aside) === stale) writeFileSync(aside, stale.replace(/^\d+/, String(process.pid)))
    linkSync(aside, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && ['ENOENT', 'EEXIST'].includes(String(error.code)))) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function isSameFolder(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }))
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

async function isGone(pid: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (folderServedBy(pid) !== undefined) {
    if (performance.now() > deadline) return false
    await sleep(readyPollMs)
  }
  return true
}

async function pollUntilGone(pid: number, signal: AbortSignal): Promise<string> {
  while (!signal.aborted && seemsToRun(pid)) await sleep(diedPollMs, undefined, { ref: false })
  return 'its process is gone'
}

// That no file can be opened at the moment says nothing about PostgreSQL.
function seemsToRun(pid: number): boolean {
  try {
    return folderServedBy(pid) !== undefined
  } catch {
    return true
  }
}
