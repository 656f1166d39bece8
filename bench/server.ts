import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { env } from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const readyWithinMs = 60_000

/** The product as a process of its own, with the settings that it has by default but for those given. */
export type Server = AsyncDisposable & { url: string; pid: number; startMs: number }

type Start = { command?: string[]; settings: Record<string, string>; logFile: string }

/** Starts the product and resolves at its ready line. Disposing of it is a SIGTERM and a wait. */
export async function startServer({ command = ['npm', 'start'], settings, logFile }: Start): Promise<Server> {
  const log = openSync(logFile, 'a')
  const begun = performance.now()
  const [program = '', ...args] = command
  const surroundings = { PATH: env.PATH ?? '', HOME: env.HOME ?? '', HOST: '127.0.0.1', PORT: '0', ...settings }
  const child = spawn(program, args, { cwd: root, env: surroundings, stdio: ['ignore', 'pipe', log] })
  closeSync(log)
  try {
    const url = await readyAddress(child)
    return {
      url,
      pid: innermost(child.pid ?? 0),
      startMs: performance.now() - begun,
      [Symbol.asyncDispose]: () => stop(child),
    }
  } catch (error) {
    await stop(child)
    throw new Error(`The server did not start: ${readFileSync(logFile, 'utf8').slice(-2000)}`, { cause: error })
  }
}

async function readyAddress(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output')
  const lines = createInterface({ input: child.stdout })
  const timer = setTimeout(signal, readyWithinMs, child, 'SIGTERM')
  try {
    for await (const line of lines) {
      const address = /^Symbolon is ready at (\S+)$/.exec(line)?.[1]
      if (address) return address
    }
    throw new Error('it ended without a ready line')
  } finally {
    clearTimeout(timer)
    child.stdout.resume()
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  signal(child, 'SIGTERM')
  const timer = setTimeout(signal, 30_000, child, 'SIGKILL')
  await gone
  clearTimeout(timer)
}

/** Tells the server itself: `npm` and its shell stand before it, do not pass on what they are told, and end with it. */
function signal(child: ChildProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid) process.kill(innermost(child.pid), name)
}

function innermost(pid: number): number {
  const [inner] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  return inner && isNpmOrShell(pid) ? innermost(Number(inner)) : pid
}

const isNpmOrShell = (pid: number) => /^(npm|sh)\b/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'))

/** Resolves when no PostgreSQL runs on an embedded database's folder: `npm` may be gone before the server is. */
export async function untilStopped(dataDir: string): Promise<void> {
  const end = performance.now() + 30_000
  while (existsSync(join(dataDir, 'postgres', 'postmaster.pid'))) {
    if (performance.now() > end) throw new Error(`PostgreSQL still runs on ${dataDir}.`)
    await pause(50)
  }
}

/** Watches how much memory a process holds; `most` is the largest resident size seen so far, in MB. */
export function watchMemory(pid: number): Disposable & { most(): number } {
  let most = 0
  const look = () => {
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    most = Math.max(most, kilobytes / 1024)
  }
  look()
  const timer = setInterval(look, 100)
  return { most: () => most, [Symbol.dispose]: () => clearInterval(timer) }
}

/** Asks a server to make something, and resolves to what it made. */
export async function post(url: string, key: string, body: object): Promise<{ id: string; key: string }> {
  const headers = { 'x-api-key': key, 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { data: { id: string; key: string } }).data
}
