import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify/sync'
import { watchedLegacyImport } from '#/domains/affiliate/index.ts'
import { watchedLineImport } from '#/domains/commissions/index.ts'
import { watchedImport } from '#/domains/partners/index.ts'
import { watchedResultImport } from '#/domains/payouts/index.ts'
import type { Command } from '#/kernel/verb.ts'
import type { Watch } from '../platform/imports/import.ts'
import type { ImportReport } from '../platform/imports/report.ts'
import { perform } from '../platform/perform.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { readArgs, type Terminal, type TerminalCommand, withWorkbench } from './command.ts'
import { told } from './keys.ts'
import { cannotWrite } from './write-file.ts'
import { contextIn, organisationOption } from './organisation.ts'
import { openProgress, type Progress } from './import-progress.ts'

const options = {
  ...organisationOption,
  map: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  delimiter: { type: 'string' },
  report: { type: 'string' },
} as const

/** What can be imported, by the noun that says it on the command line. */
const imports = new Map<string, (watch: Watch) => Command>([
  ['partners', watchedImport],
  ['commission-lines', watchedLineImport],
  ['payout-results', watchedResultImport],
  ['legacy-links', watchedLegacyImport],
])

export const importCommand: TerminalCommand = {
  usage:
    'import partners|commission-lines|payout-results|legacy-links FILE.csv [--map "Header=field,…"] [--dry-run] [--delimiter ";"] [--report FILE] [--organisation ID]',
  about:
    'Bring in partners, commission lines, what a bank says of payouts or the addresses of an earlier affiliate tool from a CSV file; a partner that is known is changed. Exit code 2: some rows were refused.',
  async run(args, terminal) {
    const { values, positionals } = readArgs(importCommand, args, { options, allowPositionals: true })
    const { chosen: importIn, path } = nounIn(importCommand, positionals, { of: imports, takesPath: true })
    await refuseUnlessFile(path)
    const { map, delimiter } = values
    const input = {
      map: map?.join(','),
      delimiter: delimiter === 'tab' ? '\t' : delimiter,
      dryRun: String(values['dry-run'] ?? false),
    }
    return await withWorkbench(terminal, async (bench) => {
      const ctx = await contextIn(bench, values.organisation)
      using progress = openProgress(terminal.err)
      const file = createReadStream(path)
      const { output } = await perform(importIn(progress), ctx, { input: { ...input, file } }).catch(
        (error: unknown) => {
          progress.tellHowFar()
          return told(error)
        },
      )
      progress.clear()
      return await conclude(terminal, output as ImportReport, { progress, reportTo: values.report })
    })
  },
}

/** The first word is one of these nouns, and a path follows where one is taken; else the command is refused. */
export function nounIn<T>(
  command: TerminalCommand,
  [noun, path = '', ...rest]: string[],
  { of: nouns, takesPath = false }: { of: ReadonlyMap<string, T>; takesPath?: boolean },
): { chosen: T; path: string } {
  const chosen = nouns.get(noun ?? '')
  if (chosen !== undefined && Boolean(path) === takesPath && !rest.length) return { chosen, path }
  const isStrange = noun !== undefined && chosen === undefined
  const why = isStrange
    ? `There is nothing called ${noun} to work on here, only ${[...nouns.keys()].join(', ')}.\n`
    : ''
  throw new StartRefused(`${why}Usage: symbolon ${command.usage}`)
}

async function refuseUnlessFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new StartRefused(`There is no file ${path}.`)
  if (!found.isFile()) throw new StartRefused(`${path} is not a file.`)
}

async function conclude(
  terminal: Terminal,
  report: ImportReport,
  { progress, reportTo }: { progress: Progress; reportTo?: string },
) {
  const { rows, created, updated, unchanged, refused, ignoredColumns, dryRun } = report
  if (ignoredColumns.length) terminal.err.write(`Ignored columns: ${ignoredColumns.join(', ')}.\n`)
  await tellFaults(terminal, report, reportTo)
  terminal.out.write(
    `${dryRun ? 'Nothing was written. It would be: ' : ''}${rows} rows: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused.\n`,
  )
  if (progress.signal.aborted) progress.tellHowFar()
  return progress.signal.aborted ? 1 : refused ? 2 : 0
}

async function tellFaults(
  { err }: Terminal,
  { errors, errorsOmitted }: ImportReport,
  reportTo: string | undefined,
): Promise<void> {
  if (reportTo !== undefined) await pipeline(faultsAsCsv(errors), createWriteStream(reportTo)).catch(cannotWrite)
  else
    for (const { line, column, reason } of errors)
      err.write(`Line ${line}${column === null ? '' : `, ${column}`}: ${reason}\n`)
  if (errorsOmitted) err.write(`${errorsOmitted} more faults are not listed.\n`)
}

function* faultsAsCsv(errors: ImportReport['errors']): Generator<string> {
  yield stringify([['line', 'column', 'reason', 'value']])
  for (const { line, column, reason, value } of errors) yield stringify([[line, column, reason, value]])
}
