import { z } from 'zod'
import { examplePartnerId, findPartnerId } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { invalidField, type Issue } from '#/kernel/error.ts'
import { Amount, amountIssues, moneyOf } from '#/kernel/money.ts'
import { emptyIsNull, Reference, text, token } from '#/kernel/text.ts'
import { sql } from '#/platform/database/sql.ts'
import type { LineRow } from '../tables.ts'
import { insertLines, type NewLine } from './insert.ts'

/** What a line is made from. */
export const newLineInput = {
  partnerId: Reference.meta({ description: 'Our id or the CRM `externalId`.', examples: [examplePartnerId] }),
  amount: Amount.meta({
    description:
      'Decimal string in whole units of `currency`, not in cents. Below zero for a credit or a clawback; never zero.',
  }),
  currency: Currency,
  description: text(0, 2000).nullish().transform(emptyIsNull),
  sourceAmount: Amount.nullish().meta({ description: 'The sale that it was reckoned from, in `currency`.' }),
  idempotencyKey: token(255).optional().meta({
    description:
      'Yours, unique for ever in the organisation. A repeat answers the line that is there and makes none, whatever else it says: never use one for two amounts.',
  }),
}

type Given = { amount?: string | undefined; currency?: string | undefined; sourceAmount?: string | null | undefined }

/** What is wrong with the amounts that are given, beside their currency. */
export function issuesOfAmounts({ amount, currency, sourceAmount }: Given): Issue[] {
  if (currency === undefined) return []
  return [
    ...(amount === undefined ? [] : amountIssues(['amount'], amount, currency)),
    ...(typeof sourceAmount === 'string' ? amountIssues(['sourceAmount'], sourceAmount, currency, true) : []),
  ]
}

/** `issuesOfAmounts` as the check of a schema. Without a currency they are known when the line is. */
export function checkAmounts(given: Given, context: z.core.$RefinementCtx): void {
  for (const { path, message } of issuesOfAmounts(given)) context.addIssue({ code: 'custom', path, message })
}

export type LineInput = z.output<z.ZodObject<typeof newLineInput>>

/** A line of the pool, as one makes it from its input. */
export const toNewLine = (input: LineInput): NewLine => ({
  partnerId: input.partnerId,
  amount: moneyOf(input.amount, input.currency),
  sourceAmount: input.sourceAmount ? moneyOf(input.sourceAmount, input.currency) : null,
  description: input.description,
  status: 'PENDING',
  idempotencyKey: input.idempotencyKey,
})

export const exampleLine = {
  partnerId: examplePartnerId,
  amount: '500',
  currency: 'USD',
  sourceAmount: '5000',
  description: 'Launch bonus',
  idempotencyKey: 'bonus-2026-04',
}

/** Makes a line, or finds the one that has its idempotency key. */
export async function createLine(ctx: Context, line: NewLine): Promise<{ row: LineRow; isNew: boolean }> {
  const event = 'commission-lines.create'
  const [made] = await insertLines(ctx, [line], { event })
  if (made) return { row: made, isNew: true }
  const known = await tryFindLineByKey(ctx, line.idempotencyKey)
  if (known) return { row: known, isNew: false }
  const partnerId = await findPartnerId(ctx, line.partnerId, 'partnerId')
  const [row] = await insertLines(ctx, [{ ...line, partnerId }], { event })
  if (row) return { row, isNew: true }
  const raced = await tryFindLineByKey(ctx, line.idempotencyKey)
  if (raced) return { row: raced, isNew: false }
  throw partnerArchived()
}

export const archivedMessage = 'This partner is archived and earns nothing more. Restore it first.'
export const partnerArchived = () => invalidField('partnerId', 'custom', archivedMessage)

export async function tryFindLineByKey(ctx: Context, key: string | null | undefined): Promise<LineRow | undefined> {
  return key ? (await findLinesByKey(ctx, [key])).get(key) : undefined
}

/** The lines that have these idempotency keys, by key. */
export async function findLinesByKey(ctx: Context, keys: string[]): Promise<Map<string | null, LineRow>> {
  if (!keys.length) return new Map()
  const { rows } = await sql<LineRow>`
    select * from commission_line where organisation_id = ${ctx.organisationId} and idempotency_key = any(${keys})`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.idempotency_key, row]))
}
