import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import { conversionChecks, figureChecks, linkChecks } from '#/domains/affiliate/index.ts'
import { clientChecks } from '#/domains/clients/index.ts'
import { commissionChecks, commissionLedgerChecks, planChecks } from '#/domains/commissions/index.ts'
import { contactChecks } from '#/domains/contacts/index.ts'
import { eventChecks } from '#/domains/events/index.ts'
import { formChecks } from '#/domains/forms/index.ts'
import { organisationChecks } from '#/domains/organisations/index.ts'
import { partnerChecks } from '#/domains/partners/index.ts'
import { payoutLedgerChecks } from '#/domains/payouts/index.ts'
import { commissionFigureChecks } from '#/domains/reports/index.ts'
import type { Check } from '#/kernel/check.ts'
import type { Config } from '../config.ts'
import { databaseChecks, migrationCheck } from '../platform/database/checks.ts'
import { openDatabase } from '../platform/database/pool.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { readArgs, type Terminal, type TerminalCommand } from './command.ts'
import { openCommandSource } from './database-source.ts'

const leastFreeBytes = 1_000_000_000
const checksOfTables = [
  ...databaseChecks,
  ...organisationChecks,
  ...partnerChecks,
  ...contactChecks,
  ...clientChecks,
  ...formChecks,
  ...commissionChecks,
  ...planChecks,
  ...linkChecks,
  ...eventChecks,
]
/** They read every line and every entry, every conversion and every click. */
const checksOfBooks = [
  ...commissionLedgerChecks,
  ...payoutLedgerChecks,
  ...conversionChecks,
  ...figureChecks,
  ...commissionFigureChecks,
]

export const doctorCommand: TerminalCommand = {
  usage: 'doctor [--ledger]',
  about:
    'Check the settings, the database and what is in it. Nothing is changed. With --ledger every amount is recomputed from the journal, and every figure from what it counts.',
  async run(args, terminal) {
    const { values } = readArgs(doctorCommand, args, { options: { ledger: { type: 'boolean' } } })
    const checks = values.ledger ? [...checksOfTables, ...checksOfBooks] : checksOfTables
    terminal.out.write('ok       the settings can be read\n')
    try {
      return (await examine(terminal, checks)) ? 0 : 1
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error
      terminal.out.write(`problem  the database answers: ${error.message}\n`)
      return 1
    }
  },
}

/** Whether all is well. */
async function examine({ config, log, out }: Terminal, checks: Check[]): Promise<boolean> {
  await using source = await openCommandSource(config, log)
  await using database = openDatabase({
    url: source.url,
    size: 2,
    named: false,
    statementTimeoutMs: 0,
    onError: (error) => log.warn({ err: error }, 'a database connection was lost'),
  })
  const ctx = { db: database.db, now: () => new Date() }
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(ctx.db)
  out.write(`ok       the database answers: PostgreSQL ${rows[0]?.version}\n`)
  const see = (checks: Check[]) => look(checks, ctx, out)
  const hasSpace = await see(config.databaseUrl ? [] : [spaceCheck(config)])
  const isCurrent = await see([migrationCheck])
  return isCurrent && (await see(checks)) && hasSpace
}

async function look(checks: Check[], ctx: Parameters<Check['find']>[0], out: Terminal['out']): Promise<boolean> {
  let isWell = true
  for (const { name, find } of checks) {
    const problems = await find(ctx).catch((error: Error) => [`this could not be checked (${error.message}).`])
    if (problems.length) isWell = false
    else out.write(`ok       ${name}\n`)
    for (const problem of problems) out.write(`problem  ${name}: ${problem}\n`)
  }
  return isWell
}

const spaceCheck = ({ dataDir }: Pick<Config, 'dataDir'>): Check => ({
  name: 'the disk of the embedded database has room',
  async find() {
    const { bavail, bsize } = await statfs(dataDir)
    if (bavail * bsize >= leastFreeBytes) return []
    return [`${Math.floor((bavail * bsize) / 1_000_000)} MB are free in ${dataDir}. Make room, or move DATA_DIR.`]
  },
})
