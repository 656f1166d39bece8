#!/usr/bin/env node
import { argv, env, exit, stderr, stdout } from 'node:process'
import type { TerminalCommand } from './commands/command.ts'
import { createLog } from './commands/log.ts'
import { ConfigMistakes, readConfig } from './config.ts'
import { StartRefused } from './platform/start-refused.ts'

/** Loaded when called for: a server does not keep what it never runs in memory. */
const commands: Record<string, () => Promise<TerminalCommand>> = {
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  migrate: async () => (await import('./commands/migrate.ts')).migrateCommand,
  keys: async () => (await import('./commands/keys.ts')).keysCommand,
  members: async () => (await import('./commands/members.ts')).membersCommand,
  demo: async () => (await import('./commands/demo.ts')).demoCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  backup: async () => (await import('./commands/backup.ts')).backupCommand,
  restore: async () => (await import('./commands/restore.ts')).restoreCommand,
  mail: async () => (await import('./commands/mail.ts')).mailCommand,
  'signing-keys': async () => (await import('./commands/signing-keys.ts')).signingKeysCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
}

async function main([name = 'help', ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? await commands[name]?.() : undefined
  if (!command) return await help(name)
  const config = readConfig(env)
  return await command.run(args, { config, log: createLog(config), out: stdout, err: stderr })
}

async function help(name: string): Promise<number> {
  const known = ['help', '--help', '-h'].includes(name)
  const all = await Promise.all(Object.values(commands).map((load) => load()))
  const lines = all.map(({ usage, about }) => `  symbolon ${usage}\n      ${about}\n`)
  const text = `Symbolon: the partner platform that you run yourself.\n\n${lines.join('')}\nSettings come from the environment; docs/configuration.md lists them.\n`
  if (known) stdout.write(text)
  else stderr.write(`There is no command ${name}.\n\n${text}`)
  return known ? 0 : 1
}

function tell(error: unknown): number {
  if (error instanceof ConfigMistakes) {
    stderr.write(`The settings are not right:\n${error.mistakes.map((line) => `  ${line}\n`).join('')}`)
  } else if (error instanceof StartRefused) stderr.write(`${error.message}\n`)
  else stderr.write(`Symbolon stopped on a fault of its own: ${error instanceof Error ? error.stack : String(error)}\n`)
  return 1
}

exit(await main(argv.slice(2)).catch(tell))
