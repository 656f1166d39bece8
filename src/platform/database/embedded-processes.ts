import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

/** Whether any process has this id; one that we may not signal counts. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The data folder that a process serves as its postmaster. A zombie serves none. */
export function folderServedBy(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined
  if (process.platform !== 'linux') return /\/postgres -D (.+?) -c /.exec(describe(pid))?.[1]
  const argv = tryRead(`/proc/${pid}/cmdline`).split('\0')
  return basename(argv[0] ?? '') === 'postgres' ? argv[argv.indexOf('-D') + 1] : undefined
}

/**
 * Ends what a dead postmaster left in a cluster. A backend deep in a statement would notice only at its end, and no
 * postmaster starts before it is gone. Does nothing where the processes' folders cannot be seen.
 */
export function quitOrphans(folder: string): void {
  if (process.platform !== 'linux') return
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  for (const pid of pids) quitOrphan(Number(pid), folder)
}

function quitOrphan(pid: number, folder: string): void {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres: ')) return
    const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    const isOurs = readlinkSync(`/proc/${pid}/cwd`) === folder
    if (isOurs && folderServedBy(Number(parent)) === undefined) process.kill(pid, 'SIGQUIT')
  } catch {
    // It ended meanwhile, or is not ours to see.
  }
}

/** A file's text, empty when there is no such file or process, or it is not ours to see. */
export function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(String(error.code))
    )
      return ''
    throw error
  }
}

function describe(pid: number): string {
  try {
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
