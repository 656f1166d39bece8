import { openArchive, verifyArchive } from '../platform/backup/archive.ts'
import { restore } from '../platform/backup/restore.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { inSum } from './backup.ts'
import { readArgs, type TerminalCommand } from './command.ts'
import { openCommandSource } from './database-source.ts'
import { progressOn } from './archive-progress.ts'

// A start writes the secret of the installation, and what it signs with, before or without an organisation.
const replaceable = ['instance', 'signing_key']

export const restoreCommand: TerminalCommand = {
  usage: 'restore FILE',
  about: 'Fill an empty database from a file that `backup` wrote. All of it is restored, or nothing.',
  async run(args, terminal) {
    const { positionals } = readArgs(restoreCommand, args, { allowPositionals: true })
    const [file, ...rest] = positionals
    if (file === undefined || rest.length) throw new StartRefused(`Usage: symbolon ${restoreCommand.usage}`)
    const show = progressOn(terminal.err)
    using archive = await openArchive(file)
    await verifyArchive(file, archive, (table, rows, isDone) => show(`checking ${table}`, rows, isDone))
    await using source = await openCommandSource(terminal.config, terminal.log)
    const told = (doing: string, table: string, rows: number, isDone: boolean) =>
      show(`${doing} ${table}`, rows, isDone)
    const migrated = await restore({ url: source.url, file, archive, replaceable, told })
    const later = migrated.length ? ` Migrated since: ${migrated.join(', ')}.` : ''
    terminal.out.write(
      `Restored ${file} of ${archive.manifest.createdAt}: ${inSum(archive.manifest.tables)}.${later}\n`,
    )
    return 0
  },
}
