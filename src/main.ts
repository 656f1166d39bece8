#!/usr/bin/env node
import { argv, env, exit, stderr, stdout } from 'node:process'
import { backupCommand } from './commands/backup.ts'
import type { TerminalCommand } from './commands/command.ts'
import { doctorCommand } from './commands/doctor.ts'
import { demoCommand } from './commands/demo.ts'
import { exportCommand } from './commands/export.ts'
import { importCommand } from './commands/import.ts'
import { keysCommand } from './commands/keys.ts'
import { createLog } from './commands/log.ts'
import { mailCommand } from './commands/mail.ts'
import { membersCommand } from './commands/members.ts'
import { migrateCommand } from './commands/migrate.ts'
import { restoreCommand } from './commands/restore.ts'
import { serveCommand } from './commands/serve.ts'
import { signingKeysCommand } from './commands/signing-keys.ts'
import { ConfigMistakes, readConfig } from './config.ts'
import { StartRefused } from './platform/start-refused.ts'

const commands: Record<string, TerminalCommand> = {
  serve: serveCommand,
  migrate: migrateCommand,
  keys: keysCommand,
  members: membersCommand,
  demo: demoCommand,
  import: importCommand,
  export: exportCommand,
  backup: backupCommand,
  restore: restoreCommand,
  mail: mailCommand,
  'signing-keys': signingKeysCommand,
  doctor: doctorCommand,
}

async function main([name = 'help', ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) return help(name)
  const config = readConfig(env)
  return await command.run(args, { config, log: createLog(config), out: stdout, err: stderr })
}

function help(name: string): number {
  const known = ['help', '--help', '-h'].includes(name)
  const lines = Object.values(commands).map(({ usage, about }) => `  symbolon ${usage}\n      ${about}\n`)
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
