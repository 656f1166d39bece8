import { z } from 'zod'
import {
  checkAmounts,
  CommissionLine,
  exampleLineId,
  lineCorrected,
  type LineChanges,
  LineInPath,
  lineNotFound,
  type LineRow,
  lineVoided,
  toLine,
  wasCorrected,
  writeLine,
} from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { DomainError, invalid, invalidField } from '#/kernel/error.ts'
import { Json } from '#/kernel/json.ts'
import { Amount } from '#/kernel/money.ts'
import { emptyIsNull, text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { payoutLocked, type PayoutRecord } from '../payout.ts'
import { addToPayout, holdLine } from './hold.ts'
import { reckon, type MoneyGiven } from './reckon.ts'

const isZero = (amount: string) => /^-?[0.]+$/.test(amount)

export const updateLine = command({
  name: 'commission-lines.update',
  may: 'commissions:write',
  summary: 'Update a commission line',
  description:
    'Changes the fields that are given and no others. Amounts that are kept are to fit a changed `currency`; on a payout it stays the payout’s. While the payout is PAID only `description` and `note` change. A clawback and the line that it takes from keep amount and currency. Send `If-Match` to change only what you have seen.',
  input: z
    .strictObject({
      id: LineInPath,
      amount: Amount.refine((amount) => !isZero(amount), 'An amount must not be zero.').optional(),
      currency: Currency.optional(),
      description: text(0, 2000).transform(emptyIsNull).optional().meta({ description: 'Empty clears.' }),
      sourceAmount: Amount.nullable().optional().meta({ description: 'Null clears.' }),
      note: text(0, 2000)
        .nullable()
        .transform(emptyIsNull)
        .optional()
        .meta({ description: 'For the organisation alone; this API does not return it. Null clears.' }),
    })
    .superRefine(checkAmounts),
  output: CommissionLine,
  refuses: [lineNotFound, lineVoided, payoutLocked, lineCorrected],
  example: { id: exampleLineId, amount: '-40.5', sourceAmount: null, note: 'Returned goods' },
  current: async (ctx, { id }) => new Json(JSON.stringify(toLine((await holdLine(ctx, id)).line))),
  async run(ctx, { id, description, note, ...money }) {
    const { line, payout } = await holdLine(ctx, id)
    if (line.status === 'VOIDED') throw lineVoided()
    const changes = {
      ...(await moneyChanges(ctx, { line, payout }, money)),
      ...(description !== undefined && { description }),
      ...(note !== undefined && { note }),
    }
    if (!Object.keys(changes).length) return { output: toLine(line), changes: [] }
    return await write(ctx, { line, payout, changes })
  },
})

type Held = { line: LineRow; payout: PayoutRecord | null }

async function moneyChanges(ctx: Context, { line, payout }: Held, given: MoneyGiven): Promise<LineChanges> {
  const { changes, issues } = reckon(line, given)
  const isChange = issues.length > 0 || Object.keys(changes).length > 0
  if (payout?.stage === 'PAID' && isChange) throw payoutLocked()
  if (issues.length) throw invalid(issues)
  if (payout && changes.currency !== undefined)
    throw invalidField('currency', 'custom', `This line is on a payout in ${payout.currency}. Detach it first.`)
  if (changes.amount !== undefined || changes.currency !== undefined) await refuseBound(ctx, line)
  return changes
}

/** What clawbacks take and what is left of their line is reckoned from both, so both stay. */
async function refuseBound(ctx: Context, line: LineRow): Promise<void> {
  const { kind, code } = lineCorrected
  if (line.corrects_id !== null)
    throw new DomainError(kind, code, 'This line takes another one back. Void it, and take back what you mean.')
  if (await wasCorrected(ctx, line.id)) throw lineCorrected()
}

async function write(ctx: Context, { line, payout, changes }: Held & { changes: LineChanges }) {
  const written = await writeLine(ctx, { event: 'commission-lines.update', id: line.id, guard: sql`true`, changes })
  if (!written) throw new Error(`Line ${line.id} was locked and is gone.`)
  const amount = BigInt(written.row.amount) - BigInt(line.amount)
  if (payout) await addToPayout(ctx, payout.id, { amount, lines: 0 })
  return { output: toLine(written.row), changes: written.changes }
}
