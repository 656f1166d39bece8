import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Amount, toDecimal } from '#/kernel/money.ts'
import { DateTime } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { accounts } from '../journal/account.ts'
import { ShownCalculation } from '../plans/shown-calculation.ts'
import type { EntryRow, LineRow } from '../tables.ts'
import { exampleId, lineNotFound, LineStatus } from './line.ts'
import { findLine, LineInPath } from './queries.ts'

const id = z.string().nullable()

const exampleEntry = {
  transactionId: 'ltx_01KNVBM5E0TJ6Q8ZJ3D1E9V3C5',
  payoutId: null,
  createdAt: '2026-04-10T09:30:00.000Z',
}

/** How a line came to its amount, and what became of it. */
export const LineCalculation = z.strictObject({
  lineId: z.string(),
  status: LineStatus,
  amount: Amount,
  currency: z.string(),
  plan: z.strictObject({ id: z.string(), name: z.string(), version: z.int() }).nullable(),
  calculation: ShownCalculation.nullable().meta({
    description: 'How the plan came to the amount; null for a line that was entered.',
  }),
  sourceEventId: id,
  corrects: id.meta({ description: 'The line that this one takes back, in part or whole.' }),
  corrections: z
    .array(z.strictObject({ lineId: z.string(), amount: Amount, status: LineStatus }))
    .meta({ description: 'What was taken back of this one.' }),
  declined: z.strictObject({ reasonType: z.string(), reason: z.string().nullable(), formerPayoutId: id }).nullable(),
})

const Explanation = LineCalculation.extend({
  entries: z
    .array(
      z.strictObject({
        transactionId: z.string(),
        account: z.enum(accounts),
        amount: Amount,
        payoutId: id,
        createdAt: DateTime,
      }),
    )
    .meta({
      description: 'Where the amount stood when: each movement takes it from one account and puts it on another.',
    }),
}).meta({
  id: 'CommissionLineExplanation',
  examples: [
    {
      lineId: exampleId,
      status: 'PENDING',
      amount: '500.00',
      currency: 'USD',
      plan: null,
      calculation: null,
      sourceEventId: null,
      corrects: null,
      corrections: [],
      declined: null,
      entries: [
        { ...exampleEntry, account: 'COMMISSIONS', amount: '-500.00' },
        { ...exampleEntry, account: 'PAYABLE', amount: '500.00' },
      ],
    },
  ],
})

export const explainLine = query({
  name: 'commission-lines.explain',
  may: 'commissions:read',
  summary: 'Explain a commission line',
  description: 'Why it has this amount, what corrects it, why it was declined, and where its amount stood when.',
  input: z.strictObject({ id: LineInPath }),
  output: Explanation,
  refuses: [lineNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const line = await findLine(ctx, id)
    const [reckoned, entries] = [await calculationOf(ctx, line), await entriesOf(ctx, line)]
    return {
      ...reckoned,
      entries: entries.map((one) => ({
        transactionId: one.transaction_id,
        account: one.account,
        amount: toDecimal(BigInt(one.amount), one.currency),
        payoutId: one.payout_id,
        createdAt: one.created_at.toISOString(),
      })),
    }
  },
})

export async function calculationOf(ctx: Context, line: LineRow): Promise<z.output<typeof LineCalculation>> {
  const corrections = await correctionsOf(ctx, line)
  return {
    ...reasons(line),
    corrections: corrections.map((one) => ({
      lineId: one.id,
      amount: toDecimal(BigInt(one.amount), one.currency),
      status: one.status,
    })),
  }
}

const reasons = (line: LineRow) => ({
  lineId: line.id,
  status: line.status,
  amount: toDecimal(BigInt(line.amount), line.currency),
  currency: line.currency,
  plan:
    line.plan_id === null ? null : { id: line.plan_id, name: line.plan_name ?? '', version: line.plan_version ?? 0 },
  calculation: line.calculation,
  sourceEventId: line.source_event_id,
  corrects: line.corrects_id,
  declined:
    line.decline_reason_type === null
      ? null
      : {
          reasonType: line.decline_reason_type,
          reason: line.decline_reason,
          formerPayoutId: line.former_payout_id,
        },
})

async function correctionsOf(ctx: Context, { id: lineId }: LineRow): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select * from commission_line where organisation_id = ${ctx.organisationId} and corrects_id = ${lineId} order by id`.execute(
    ctx.db,
  )
  return rows
}

async function entriesOf(ctx: Context, { id: lineId }: LineRow): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select * from ledger_entry where organisation_id = ${ctx.organisationId} and commission_line_id = ${lineId}
    order by created_at, transaction_id, number`.execute(ctx.db)
  return rows
}
