import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env, execPath } from 'node:process'
import { after } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { rootKey } from './world.ts'

export type ServerProcess = {
  child: ChildProcess
  url: string
  output(): string
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** A data folder that is removed when the test file ends. */
export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'symbolon-data-'))
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

type Settings = Record<string, string>

/** Runs the command line as a process of its own, as a user does. */
export function symbolon(
  args: string[],
  settings: Settings,
): { child: ChildProcess; output(): string; exited: Promise<number | null> } {
  const inherited = { PATH: env['PATH'], HOME: env['HOME'], TMPDIR: env['TMPDIR'] }
  const child = spawn(execPath, ['src/main.ts', ...args], {
    env: { ...inherited, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += String(chunk)))
  child.stderr?.on('data', (chunk) => (output += String(chunk)))
  const exited = once(child, 'close').then(([code]) => code as number | null)
  return { child, output: () => output, exited }
}

/** Starts a server process on a free port and resolves when it says that it is ready. */
export async function startServerProcess(settings: Settings): Promise<ServerProcess> {
  const { child, output, exited } = symbolon(['serve'], {
    PORT: '0',
    SYMBOLON_ROOT_KEY: rootKey,
    RATE_LIMIT_PER_MINUTE: '0',
    ...settings,
  })
  after(() => child.kill('SIGKILL'))
  const url = await until(() => {
    if (child.exitCode !== null) throw new Error(`The server ended: ${output()}`)
    return /ready at (\S+)/.exec(output())?.[1]
  })
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return await exited
  }
  return { child, url, output, stop }
}

const patienceMs = 60_000

/** Asks again and again until there is something, and fails when patience ends. */
export async function until<T>(ask: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + patienceMs
  for (;;) {
    const found = await ask()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error('It did not come to be in time.')
    await pause(20)
  }
}
