import type { Writable } from 'node:stream'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Logger } from 'pino'
import { openWorkbench, type Workbench } from '../workbench.ts'
import type { Config } from '../config.ts'
import { migrate } from '../platform/database/migrate.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { openCommandSource } from './database-source.ts'

/** What a command is given: the settings, a log for the operator, and where to write results and progress. */
export type Terminal = { config: Config; log: Logger; out: Writable; err: Writable }

/** One command of the command line. It resolves with its exit code. */
export type TerminalCommand = {
  /** How it is called, without `symbolon`. */
  usage: string
  /** One line for the list of commands. */
  about: string
  run(args: string[], terminal: Terminal): Promise<number>
}

/** Opens the database beside a running server or without one, migrated, for as long as `use` takes. */
export async function withWorkbench<T>(terminal: Terminal, use: (bench: Workbench) => Promise<T>): Promise<T> {
  await using source = await openCommandSource(terminal.config, terminal.log)
  await migrate(source.url)
  await using bench = await openWorkbench({ ...terminal, databaseUrl: source.url })
  return await use(bench)
}

/** Arguments as the command declares them; a wrong one is told with the usage. */
export function readArgs<T extends ParseArgsConfig>(command: TerminalCommand, args: string[], shape: T) {
  try {
    return parseArgs({ ...shape, args, strict: true })
  } catch (error) {
    throw new StartRefused(`${(error as Error).message}\nUsage: symbolon ${command.usage}`)
  }
}
