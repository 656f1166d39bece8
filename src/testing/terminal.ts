import { Writable } from 'node:stream'
import pino from 'pino'
import type { TerminalCommand } from '../commands/command.ts'
import { readConfig } from '../config.ts'
import { StartRefused } from '../platform/start-refused.ts'

export type Said = { code: number; out: string; err: string }

/** Runs a command on a database as the command line does; a refusal is told on `err`, with exit code 1. */
export async function runCommand(command: TerminalCommand, databaseUrl: string, ...args: string[]): Promise<Said> {
  const said = { out: '', err: '' }
  const into = (where: 'out' | 'err') =>
    new Writable({ write: (chunk, _encoding, done) => ((said[where] += String(chunk)), done()) })
  const config = readConfig({ DATABASE_URL: databaseUrl })
  const log = pino({ level: 'silent' })
  const code = await command.run(args, { config, log, out: into('out'), err: into('err') }).catch((error: unknown) => {
    if (!(error instanceof StartRefused)) throw error
    said.err += `${error.message}\n`
    return 1
  })
  return { code, ...said }
}
