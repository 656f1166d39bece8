import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { promisify } from 'node:util'
import type { Script } from './statements.ts'

const execute = promisify(execFile)

/** What a load of some seconds came to. Latencies are in milliseconds. */
export type Load = { perSecond: number; p50: number; p99: number }

/** Folder for the scripts that are made for one run, and how long each load lasts. */
export type Loader = { folder: string; seconds: number; /** 64 unless said otherwise. */ connections?: number }

export const connections = 64

/** The programs that are missing on this machine, of those that make the load. */
export function missingPrograms(): string[] {
  const folders = (env.PATH ?? '').split(':')
  return ['wrk', 'pgbench'].filter((program) => !folders.some((folder) => isProgram(join(folder, program))))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const report = `
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('RESULT {"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"refused":%d,"broken":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.status, e.connect + e.read + e.write + e.timeout))
end`

/** Loads an address with `wrk`; the Lua says what to ask. An answer other than 2xx or 3xx fails the run. */
export async function wrk(loader: Loader, name: string, url: string, lua: string): Promise<Load> {
  const script = join(loader.folder, `${name}.lua`)
  await writeFile(script, lua + report)
  const args = [
    '-t1',
    `-c${loader.connections ?? connections}`,
    `-d${loader.seconds}s`,
    '--timeout',
    '10s',
    '-s',
    script,
    url,
  ]
  const { stdout } = await execute('wrk', args, { timeout: loader.seconds * 1000 + 30_000 })
  const line = /^RESULT (.*)$/m.exec(stdout)
  if (!line) throw new Error(`wrk gave no result for ${name}:\n${stdout}`)
  const told = JSON.parse(line[1] ?? '') as Record<
    'requests' | 'microseconds' | 'p50' | 'p99' | 'refused' | 'broken',
    number
  >
  if (told.refused || told.broken || !told.requests) {
    throw new Error(
      `${name}: of ${told.requests} answers ${told.refused} were errors and ${told.broken} did not arrive.`,
    )
  }
  return { perSecond: (told.requests * 1e6) / told.microseconds, p50: told.p50 / 1000, p99: told.p99 / 1000 }
}

/** Runs a script of SQL with `pgbench`, prepared, over ten connections: the product's own pool has as many. */
export async function pgbench(loader: Loader, name: string, databaseUrl: string, script: Script): Promise<Load> {
  const path = join(loader.folder, `${name}.sql`)
  await writeFile(path, script.text)
  const values = Object.entries(script.values ?? {}).flatMap(([key, value]) => ['-D', `${key}=${value}`])
  const args = [
    '-n',
    '-M',
    'prepared',
    '-c',
    '10',
    '-j',
    '1',
    '-T',
    String(loader.seconds),
    '-f',
    path,
    ...values,
    databaseUrl,
  ]
  const { stdout } = await execute('pgbench', args, { timeout: loader.seconds * 1000 + 30_000 })
  const perSecond = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1])
  const mean = Number(/^latency average = ([\d.]+) ms/m.exec(stdout)?.[1])
  if (!perSecond || /number of failed transactions: [1-9]/.test(stdout))
    throw new Error(`pgbench failed on ${name}:\n${stdout}`)
  return { perSecond, p50: mean, p99: Number.NaN }
}
