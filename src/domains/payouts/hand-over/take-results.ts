import type { Context } from '#/kernel/context.ts'
import { decimalsOf } from '#/kernel/currency.ts'
import { toDecimal } from '#/kernel/money.ts'
import { type Change, difference } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { recordEvents } from '#/platform/events.ts'
import type { Plan } from '#/platform/imports/columns.ts'
import type { Tally } from '#/platform/imports/import.ts'
import { type Fault, faultIn } from '#/platform/imports/rows.ts'
import { inTransaction } from '#/platform/perform.ts'
import { type PayoutRecord, payoutNotFound, type Stage } from '../payout.ts'
import { payoutColumns, withPartnerAndBatch } from '../queries.ts'
import { writePayout } from '../write.ts'
import type { Cells, Row } from './result-fields.ts'

/** The payouts that rows are about, as the rows so far have made them. */
export type Known = Map<string, PayoutRecord>

/** Sets the stages and references that rows give, in one transaction; with a rehearsal nothing is written, and it remembers. */
export async function takeResults(ctx: Context, rows: Row[], plan: Plan, rehearsal?: Known): Promise<Tally> {
  return await inTransaction(ctx, (inside) => attempt(inside, rows, plan, rehearsal))
}

async function attempt(ctx: Context, rows: Row[], plan: Plan, rehearsal: Known | undefined): Promise<Tally> {
  const tally: Tally = { created: 0, updated: 0, unchanged: 0, refused: 0, faults: [] }
  const known = await load(ctx, rows, { known: rehearsal ?? new Map(), locks: !rehearsal })
  const events: Change[] = []
  for (const row of rows) {
    const was = 'cells' in row ? known.get(row.cells.payoutId) : undefined
    const faults = 'cells' in row ? faultsOf(row, was, plan) : row.faults
    if (faults.length || !was || !('cells' in row)) {
      tally.refused += 1
      tally.faults.push(...faults)
      continue
    }
    const { row: now, changes } = rehearsal ? rehearse(was, row.cells) : await apply(ctx, was, row.cells)
    known.set(was.id, now)
    events.push(...changes)
    tally[changes.length ? 'updated' : 'unchanged'] += 1
  }
  if (!rehearsal) await recordEvents(ctx, 'payouts.update', events)
  return tally
}

/** Enters the payouts that are not known yet; locked, in the order of their ids, until the transaction ends. */
async function load(ctx: Context, rows: Row[], { known, locks }: { known: Known; locks: boolean }): Promise<Known> {
  const named = rows.flatMap((row) => ('cells' in row ? [row.cells.payoutId] : []))
  const ids = [...new Set(named)].filter((id) => !known.has(id))
  const { rows: found } = await sql<PayoutRecord>`
    select ${payoutColumns} from payout y ${withPartnerAndBatch}
    where y.organisation_id = ${ctx.organisationId} and y.id = any(${ids}) order by y.id
    ${locks ? sql`for no key update of y` : sql``}`.execute(ctx.db)
  for (const row of found) known.set(row.id, row)
  return known
}

const headerOf = ({ columns }: Plan, field: string) => columns.find((column) => column.field === field)?.header ?? field

function faultsOf({ line, cells }: { line: number; cells: Cells }, was: PayoutRecord | undefined, plan: Plan): Fault[] {
  const fault = (field: 'payoutId' | 'stage' | 'amount' | 'currency', reason: string) => [
    faultIn(line, headerOf(plan, field), cells[field] ?? '', reason),
  ]
  if (!was) return fault('payoutId', payoutNotFound.message)
  const { currency } = was
  if (cells.currency !== undefined && cells.currency !== currency)
    return fault('currency', `The payout is in ${currency}.`)
  const amount = BigInt(was.amount)
  if (cells.amount !== undefined && minorOf(cells.amount, currency) !== amount)
    return fault('amount', `The payout is ${toDecimal(amount, currency)} ${currency}. Nothing was set.`)
  if (was.stage === 'PAID' && !afterPaid.has(cells.stage)) return fault('stage', alreadyPaid)
  return []
}

/** An old file that is sent again must not make a payout payable that is paid; what a bank sends back has failed. */
const afterPaid = new Set<Stage>(['PAID', 'FAILED'])
const alreadyPaid =
  'The payout is PAID already: of a result only FAILED takes that back. If it is not paid, change its stage by itself.'

/** Undefined where the amount has more decimals than its currency. */
function minorOf(amount: string, currency: string): bigint | undefined {
  const [whole = '', fraction = ''] = amount.split('.')
  const decimals = decimalsOf(currency)
  const digits = fraction.replace(/0+$/, '')
  return digits.length > decimals ? undefined : BigInt(whole + digits.padEnd(decimals, '0'))
}

const changesOf = ({ stage, reference }: Cells) => ({
  stage,
  ...(reference !== undefined && { paymentReference: reference }),
})

const apply = (ctx: Context, was: PayoutRecord, cells: Cells) =>
  writePayout(ctx, was, changesOf(cells), cells.reason ?? 'A result was imported.')

/** What `apply` would do, without doing it. */
function rehearse(was: PayoutRecord, cells: Cells): { row: PayoutRecord; changes: Change[] } {
  const { stage, reference = was.payment_reference } = cells
  const next = { stage, payment_reference: reference }
  const changed = difference(was, next)
  return { row: { ...was, ...next }, changes: changed ? [{ subjectId: was.id, ...changed }] : [] }
}
