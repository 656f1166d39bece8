import type { Context } from '#/kernel/context.ts'
import { type Change, difference } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { compareDeal, refuseConflicts } from './conflicts.ts'
import { amountOf, type DealRecord } from './deal.ts'
import { likenessOf } from './likeness.ts'
import { findDeal } from './queries.ts'
import type { DealRow } from '../tables.ts'
import type { DealInput, DealValues } from './values.ts'

type Registration = { submissionId: string; partnerId: string; values: DealValues }

const column = (values: DealValues) => ({
  amount: values.worth && String(values.worth.minor),
  currency: values.worth && values.worth.currency,
  likeness: likenessOf(values.customerName ?? values.name),
})

/** Registers a deal, which waits for its decision, and sees whom it stands in the way of. The caller has locked the deals. */
export async function registerDeal(
  ctx: Context,
  { submissionId, partnerId, values }: Registration,
): Promise<DealRecord> {
  const [id, now, { amount, currency, likeness }] = [ctx.newId('deal'), ctx.now(), column(values)]
  await sql`
    insert into deal (organisation_id, id, number, form_submission_id, partner_id, name, amount, currency, close_date, customer_domain,
      customer_name, likeness, stage, status, created_at, updated_at)
    select ${ctx.organisationId}, ${id}, coalesce((select max(number) from deal where organisation_id = ${ctx.organisationId}), 0) + 1, ${submissionId},
      ${partnerId}, ${values.name}, ${amount}::bigint, ${currency}, ${values.closeDate}::date, ${values.customerDomain}, ${values.customerName},
      ${likeness}, 'OPEN', 'PENDING', ${now}::timestamptz, ${now}::timestamptz`.execute(ctx.db)
  return await compared(ctx, id)
}

/** Says of a registered deal what its submission says anew. */
export async function rewriteDeal(ctx: Context, id: string, values: DealValues): Promise<DealRecord> {
  const { amount, currency, likeness } = column(values)
  await sql`
    update deal set name = ${values.name}, amount = ${amount}, currency = ${currency}, close_date = ${values.closeDate},
      customer_domain = ${values.customerDomain}, customer_name = ${values.customerName}, likeness = ${likeness}, updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
  return await compared(ctx, id)
}

/** The deal with the conflicts of this moment, noted anew. */
export async function compared(ctx: Context, id: string): Promise<DealRecord> {
  await compareDeal(ctx, await findDeal(ctx, id))
  return await findDeal(ctx, id)
}

type Approval = { protectionDays: number; overridesConflicts: boolean }

/** Lets a deal keep its customer from now on. The caller has locked the deals. */
export async function approveDeal(ctx: Context, id: string, approval: Approval): Promise<Change> {
  const { conflicts } = await compared(ctx, id)
  refuseConflicts(conflicts, approval.overridesConflicts)
  return await setStatus(ctx, id, { type: 'deals.approve', to: 'APPROVED', days: approval.protectionDays })
}

export async function rejectDeal(ctx: Context, id: string): Promise<Change> {
  return await setStatus(ctx, id, { type: 'deals.reject', to: 'REJECTED', days: null })
}

type Step = { type: string; to: 'APPROVED' | 'REJECTED'; days: number | null }

async function setStatus(ctx: Context, id: string, { type, to, days }: Step): Promise<Change> {
  const { rows } = await sql<{ partnerId: string; protectedUntil: Date | null }>`
    update deal set status = ${to}, protected_until = ${ctx.now()}::timestamptz + make_interval(days => ${days}::integer), updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${id} and status = 'PENDING'
    returning partner_id as "partnerId", protected_until as "protectedUntil"`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Error(`${id} was decided on without its submission.`)
  const { partnerId, protectedUntil } = row
  return { type, subjectId: id, partnerId, before: { status: 'PENDING' }, after: { status: to, protectedUntil } }
}

/** What an event tells of a deal. */
export const told = (row: DealRecord) => ({
  formSubmissionId: row.form_submission_id,
  ...shown(row),
  status: row.status,
  conflicts: row.conflicts,
})

const shown = (row: DealRow) => ({
  name: row.name,
  amount: amountOf(row),
  currency: row.currency,
  closeDate: row.close_date,
  customerDomain: row.customer_domain,
  customerName: row.customer_name,
  stage: row.stage,
})

/** The event of a change of what is said of a deal; none where nothing differs. */
export function changeOfDeal(was: DealRow, is: DealRow): Change[] {
  const changed = difference(shown(was), shown(is))
  return changed ? [{ type: 'deals.update', subjectId: is.id, partnerId: is.partner_id, ...changed }] : []
}

/** What was said of a deal; a name that was taken from the customer was not. */
export function valuesOf(row: DealRow): DealInput {
  const { name, stage: _stage, ...rest } = shown(row)
  const isOwn = name !== row.customer_name && name !== row.customer_domain
  const said = Object.entries({ ...rest, ...(isOwn && { name }) }).filter(([, value]) => value !== null)
  return Object.fromEntries(said) as DealInput
}
