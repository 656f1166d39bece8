import { apiInfo } from '../application.ts'
import { backup } from '../platform/backup/backup.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { readArgs, type TerminalCommand } from './command.ts'
import { openCommandSource } from './database-source.ts'
import { inWords, progressOn } from './archive-progress.ts'

export const backupCommand: TerminalCommand = {
  usage: 'backup [FILE]',
  about: 'Write everything into one file, as it stands at one moment. The server may run on. Keep the file secret.',
  async run(args, terminal) {
    const { positionals } = readArgs(backupCommand, args, { allowPositionals: true })
    const [file = defaultName(new Date()), ...rest] = positionals
    if (rest.length) throw new StartRefused(`Usage: symbolon ${backupCommand.usage}`)
    await using source = await openCommandSource(terminal.config, terminal.log)
    const { version } = await apiInfo(terminal.config)
    const told = progressOn(terminal.err)
    using interrupt = onInterrupt()
    const { manifest, bytes } = await backup({ url: source.url, file, version, told, signal: interrupt.signal })
    terminal.out.write(`Wrote ${file}: ${inSum(manifest.tables)}, ${inWords(bytes, 'byte')}.\n`)
    return 0
  },
}

/** What an archive holds, in words. */
export const inSum = (tables: { rows: number }[]) => {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return `${inWords(tables.length, 'table')}, ${inWords(rows, 'row')}`
}

const defaultName = (now: Date) => `symbolon-${now.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '')}.zip`

/** Lets the unfinished file be removed, and an embedded PostgreSQL be stopped, before Ctrl-C ends the process. */
function onInterrupt(): Disposable & { signal: AbortSignal } {
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort(new StartRefused('Interrupted: no archive was written.'))
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const forget = () => void process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  return { signal: interrupted.signal, [Symbol.dispose]: forget }
}
