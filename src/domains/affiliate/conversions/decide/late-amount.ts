import { z } from 'zod'
import { createLine, recordSale, tryFindLastSale } from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { invalidField, refusal } from '#/kernel/error.ts'
import { Amount, type Money, money, moneyOf, tryMoney } from '#/kernel/money.ts'
import { sql } from '#/platform/database/sql.ts'
import type { CampaignRow } from '#/domains/affiliate/tables.ts'
import type { ConversionRecord } from '../conversion.ts'
import { earnBySale } from '../report/earn.ts'
import { saleOf } from '../sale.ts'

export const amountMissing = refusal(
  'invalid',
  'CONVERSION_AMOUNT_MISSING',
  'The sale of this conversion has no amount that can be used. Accept it with `amount` and `currency`.',
)

/** What was sold, where the report did not say it. */
export const amountInput = {
  amount: Amount.optional().meta({ description: 'What was sold, where the report gave no amount that can be used.' }),
  currency: Currency.optional(),
}

type Given = { amount?: string | undefined; currency?: string | undefined }

/** The check of `amountInput`: both or none, and above zero. */
export function checkSale({ amount, currency }: Given, context: z.core.$RefinementCtx): void {
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if (amount === undefined && currency === undefined) return
  if (amount === undefined) return refuse('amount', 'Give the amount beside its currency.')
  if (currency === undefined) return refuse('currency', 'Give the currency of the amount.')
  const sale = tryMoney(amount, currency)
  if (typeof sale === 'string') refuse('amount', sale)
  else if (sale.minor <= 0n) refuse('amount', 'Give an amount above zero.')
}

/**
 * Makes the commission line of a locked conversion that has none because its amount was missing, or its plan could not
 * reckon it. Returns the conversion with it.
 */
export async function earnLate(ctx: Context, row: ConversionRecord, given: Given): Promise<ConversionRecord> {
  const isMissing = row.amount === null && row.explanation.commission?.result === 'AMOUNT_MISSING'
  if (!isMissing && given.amount !== undefined)
    throw invalidField('amount', 'custom', 'This conversion has what it needs: its amount is not given again.')
  const isOpen = row.explanation.reasons.includes('PLAN_UNUSABLE') && (await isUnreckoned(ctx, row))
  if (!isMissing && !isOpen) return row
  const sale = isMissing ? saleIn(given) : money(BigInt(row.amount ?? 0), row.currency ?? '')
  const { commission, name } = await campaignOf(ctx, row)
  const wanted = 'property' in commission ? commission.currency : null
  if (isMissing && wanted !== null && wanted !== sale.currency)
    throw invalidField('currency', 'custom', `The amounts of this campaign are in ${wanted}.`)
  const lineId = await makeLine(ctx, row, { sale, commission, name })
  await sql`
    update conversion set amount = ${sale.minor.toString()}, currency = ${sale.currency}, commission_line_id = ${lineId}
    where organisation_id = ${ctx.organisationId} and id = ${row.id}`.execute(ctx.db)
  return { ...row, amount: sale.minor.toString(), currency: sale.currency, commission_line_id: lineId }
}

/** Whether no plan has reckoned its sale: one that has may have made nothing of it. */
async function isUnreckoned(ctx: Context, row: ConversionRecord): Promise<boolean> {
  return row.commission_line_id === null && !(await tryFindLastSale(ctx, saleOf(row.id)))
}

function saleIn({ amount, currency }: Given): Money {
  if (amount === undefined || currency === undefined) throw amountMissing()
  return moneyOf(amount, currency)
}

type Campaign = Pick<CampaignRow, 'commission' | 'name'>

async function campaignOf(ctx: Context, { campaign_id: id }: ConversionRecord): Promise<Campaign> {
  const { rows } = await sql<Campaign>`
    select commission, name from campaign where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Error(`Campaign ${id} has conversions and is gone.`)
  return row
}

type Sale = Campaign & { sale: Money }

/** HELD, as it would have been: accepting releases it. */
async function makeLine(ctx: Context, row: ConversionRecord, { sale, commission, name }: Sale): Promise<string | null> {
  const description = name
  if (commission.type === 'PLAN') {
    const told = {
      partnerId: row.holder_id,
      customerId: row.customer_id,
      amount: sale,
      occurredAt: row.created_at,
      description,
    }
    const recorded = await recordSale(ctx, { ...told, sourceId: saleOf(row.id), planId: commission.planId }, 'HELD')
    return recorded.lines[0]?.id ?? null
  }
  const { amount } = earnBySale(commission, sale)
  if (!amount || amount.minor === 0n) return null
  const sourceAmount = sale.currency === amount.currency ? sale : null
  const made = await createLine(ctx, { partnerId: row.holder_id, amount, sourceAmount, description, status: 'HELD' })
  return made.row.id
}
