import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalid } from '#/kernel/error.ts'
import { Json } from '#/kernel/json.ts'
import { moneyOf } from '#/kernel/money.ts'
import { command } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import type { DealRow } from '../tables.ts'
import { lockDeals } from './conflicts.ts'
import { amountOf, Deal, DealInPath, dealNotFound, exampleId, Stage, toDeal, wrongStatus } from './deal.ts'
import { likenessOf } from './likeness.ts'
import { findDeal } from './queries.ts'
import { changeOfDeal, compared } from './register.ts'
import { dealFields, issuesOfWorth } from './values.ts'

export const updateDeal = command({
  name: 'deals.update',
  may: 'forms:manage',
  summary: 'Change a deal',
  description:
    'Changes the keys that are given. The stage moves once the registration was approved; a deal that is WON or LOST keeps its customer no longer.',
  input: z.strictObject({
    id: DealInPath,
    name: dealFields.name.optional(),
    amount: dealFields.amount.nullable().optional(),
    currency: dealFields.currency.optional(),
    closeDate: dealFields.closeDate.nullable().optional(),
    stage: Stage.optional(),
  }),
  output: Deal,
  refuses: [dealNotFound, wrongStatus],
  example: { id: exampleId, amount: '15000', closeDate: '2026-07-31' },
  current: async (ctx, { id }) => {
    await lockDeals(ctx)
    return new Json(JSON.stringify(toDeal(await findDeal(ctx, id, { lock: true }))))
  },
  async run(ctx, { id, ...given }) {
    await lockDeals(ctx)
    const was = await findDeal(ctx, id, { lock: true })
    const next = nextDeal(was, given)
    if (next.stage !== was.stage && (was.status === 'PENDING' || was.status === 'REJECTED')) throw wrongStatus()
    if (!changeOfDeal(was, next).length) return { output: toDeal(was), changes: [] }
    await writeDeal(ctx, next)
    const row = await compared(ctx, id)
    return { output: toDeal(row), changes: changeOfDeal(was, row) }
  },
})

type Given = {
  name?: string
  amount?: string | null
  currency?: string
  closeDate?: string | null
  stage?: DealRow['stage']
}

function nextDeal(was: DealRow, given: Given): DealRow {
  const { name = was.name, closeDate = was.close_date, stage = was.stage } = given
  const likeness = likenessOf(was.customer_name ?? name)
  return { ...was, ...nextWorth(was, given), name, close_date: closeDate, stage, likeness }
}

/** An amount that stays is read anew in the currency that is given. */
function nextWorth(was: DealRow, given: Given): Pick<DealRow, 'amount' | 'currency'> {
  const amount = given.amount === undefined ? amountOf(was) : given.amount
  if (amount === null) return { amount: null, currency: null }
  const currency = given.currency ?? was.currency ?? undefined
  const issues = issuesOfWorth({ amount, currency }, (key) => [key])
  if (issues.length || currency === undefined) throw invalid(issues)
  return { amount: String(moneyOf(amount, currency).minor), currency }
}

async function writeDeal(ctx: Context, row: DealRow): Promise<void> {
  await sql`
    update deal set name = ${row.name}, amount = ${row.amount}, currency = ${row.currency}, close_date = ${row.close_date}, stage = ${row.stage},
      likeness = ${row.likeness}, updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${row.id}`.execute(ctx.db)
}
