import { migrate } from '../platform/database/migrate.ts'
import type { TerminalCommand } from './command.ts'
import { openCommandSource } from './database-source.ts'

export const migrateCommand: TerminalCommand = {
  usage: 'migrate',
  about: 'Bring the database to this version. The server does it too when it starts.',
  async run(_args, terminal) {
    await using source = await openCommandSource(terminal.config, terminal.log)
    const ran = await migrate(source.url)
    terminal.out.write(ran.length ? `Migrated: ${ran.join(', ')}.\n` : 'The database is at this version already.\n')
    return 0
  },
}
