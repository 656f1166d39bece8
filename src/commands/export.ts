import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportPartners } from '#/domains/partners/index.ts'
import { exportPayouts } from '#/domains/payouts/index.ts'
import type { Query } from '#/kernel/verb.ts'
import { perform } from '../platform/perform.ts'
import { readArgs, type TerminalCommand, withWorkbench } from './command.ts'
import { nounIn } from './import.ts'
import { cannotWrite } from './write-file.ts'
import { contextIn, organisationOption } from './organisation.ts'

const options = { ...organisationOption, out: { type: 'string' } } as const

/** What can be exported, by the noun that says it on the command line. */
const exports = new Map<string, Query>([
  ['partners', exportPartners],
  ['payouts', exportPayouts],
])

export const exportCommand: TerminalCommand = {
  usage: 'export partners|payouts [--out FILE] [--organisation ID]',
  about:
    'Write all partners or payouts as CSV, to the terminal or a file, in columns that `import partners` or `import payout-results` knows.',
  async run(args, terminal) {
    const { values, positionals } = readArgs(exportCommand, args, { options, allowPositionals: true })
    const { chosen } = nounIn(exportCommand, positionals, { of: exports })
    return await withWorkbench(terminal, async (bench) => {
      const ctx = await contextIn(bench, values.organisation)
      const { output } = await perform(chosen, ctx, { input: {} })
      const pieces = Readable.from(output as AsyncIterable<string>)
      if (values.out === undefined) await pipeline(pieces, terminal.out, { end: false }).catch(readerLeft)
      else await pipeline(pieces, createWriteStream(values.out)).catch(cannotWrite)
      return 0
    })
  },
}

/** `export partners | head` reads no more than it wants. */
function readerLeft(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
