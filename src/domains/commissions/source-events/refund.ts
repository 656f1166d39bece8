import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { money, negate, toDecimal } from '#/kernel/money.ts'
import { sql } from '#/platform/database/sql.ts'
import type { NewLine } from '../lines/insert.ts'
import { endOf, periodOf, type PeriodUnit } from '../plans/period.ts'
import { explainRefund, type RefundCalculation, takeBack } from '../plans/refund.ts'
import type { LineRow, SourceEventRow } from '../tables.ts'
import type { EventPartner } from './earner.ts'
import type { NewEvent, Reckoning } from './new-event.ts'
import type { Reason } from './source-event.ts'

/** What a refund takes back of each line of its sale: as much in all as is refunded of the sale. */
export async function reckonRefund(
  ctx: Context,
  { event, partner, originalSourceId }: { event: NewEvent; partner: EventPartner; originalSourceId: string },
): Promise<Reckoning> {
  const sale = await lockSale(ctx, originalSourceId)
  refuseOther(sale, event, partner)
  const refunded = (await refundedBefore(ctx, sale.id)) + event.amount.minor
  if (refunded > BigInt(sale.amount)) throw tooMuch(sale, refunded - event.amount.minor)
  const reckoning: Reckoning = { lines: [], skipped: [], reckonedBy: [], originalId: sale.id }
  for (const line of await lockLines(ctx, sale.id)) {
    const result = correctionOf(line, { event, sale, refunded })
    if (typeof result !== 'string') reckoning.lines.push(result)
    else if (line.plan_id !== null) reckoning.skipped.push({ planId: line.plan_id, reason: result })
  }
  return reckoning
}

/** The sale, of which nothing else is refunded until the transaction ends. */
async function lockSale(ctx: Context, sourceId: string): Promise<SourceEventRow> {
  const { rows } = await sql<SourceEventRow>`
    select * from source_event where organisation_id = ${ctx.organisationId} and source_id = ${sourceId} for no key update`.execute(
    ctx.db,
  )
  const [row] = rows
  if (!row) throw invalidField('originalSourceId', 'unknown_reference', 'No source event has this sourceId.')
  if (row.type === 'REFUND')
    throw invalidField('originalSourceId', 'custom', 'This is a refund itself. Name the sale or renewal.')
  return row
}

function refuseOther(sale: SourceEventRow, event: NewEvent, partner: EventPartner): void {
  if (!partner.partnerIds.includes(sale.partner_id))
    throw invalidField('partnerId', 'custom', 'The sale that is refunded is another partner’s.')
  if (sale.currency !== event.amount.currency)
    throw invalidField('currency', 'custom', `The sale that is refunded is in ${sale.currency}.`)
}

async function refundedBefore(ctx: Context, saleId: string): Promise<bigint> {
  const { rows } = await sql<{ refunded: string }>`
    select coalesce(sum(amount), 0)::text as refunded from source_event
    where organisation_id = ${ctx.organisationId} and original_id = ${saleId}`.execute(ctx.db)
  return BigInt(rows[0]?.refunded ?? 0)
}

function tooMuch({ amount, currency }: SourceEventRow, refundedBefore: bigint) {
  const left = toDecimal(BigInt(amount) - refundedBefore, currency)
  return invalidField('amount', 'too_big', `Of this sale no more than ${left} ${currency} is left to refund.`)
}

type SaleLine = LineRow & { taken_back: string; earning_period: PeriodUnit | null }

/** The lines of the sale, locked, and what was taken back of each before: declined corrections are what was let go. */
async function lockLines(ctx: Context, saleId: string): Promise<SaleLine[]> {
  const ofSale = sql`l.organisation_id = ${ctx.organisationId} and l.source_event_id = ${saleId}`
  await sql`select from commission_line l where ${ofSale} order by l.id for no key update`.execute(ctx.db)
  const { rows } = await sql<SaleLine>`
    select l.*, v.terms ->> 'earningPeriod' as earning_period, (
      select coalesce(-sum(c.amount), 0)::text from commission_line c
      where c.organisation_id = l.organisation_id and c.corrects_id = l.id and c.currency = l.currency
    ) as taken_back
    from commission_line l
    left join commission_plan_version v on v.organisation_id = l.organisation_id and v.plan_id = l.plan_id and v.number = l.plan_version
    where ${ofSale} and l.corrects_id is null order by l.id`.execute(ctx.db)
  return rows
}

type Refund = { event: NewEvent; sale: SourceEventRow; refunded: bigint }

function correctionOf(line: SaleLine, { event, sale, refunded }: Refund): NewLine | Reason {
  if (line.status === 'VOIDED') return 'LINE_VOIDED'
  const [whole, takenBack] = [BigInt(line.amount), BigInt(line.taken_back)]
  const given = { line: whole, sale: BigInt(sale.amount), refunded, takenBack }
  const minor = takeBack(given)
  if (minor === 0n) return takenBack > 0n ? 'TAKEN_BACK' : 'NOTHING_EARNED'
  const currencies = { lineId: line.id, lineCurrency: line.currency, saleCurrency: sale.currency }
  return {
    partnerId: line.partner_id,
    amount: money(-minor, line.currency),
    sourceAmount: line.currency === sale.currency ? negate(event.amount) : null,
    description: event.description,
    status: line.status === 'HELD' ? 'HELD' : 'PENDING',
    ...planOf(line, event, explainRefund(given, currencies)),
    sourceEventId: event.id,
    correctsId: line.id,
  }
}

/** The correction counts in the period in which the refund occurred. */
function planOf(line: SaleLine, { occurredAt }: NewEvent, calculation: RefundCalculation): Pick<NewLine, 'plan'> {
  const { plan_id, plan_version, plan_name } = line
  if (plan_id === null || plan_version === null) return {}
  const periodEnd = endOf(periodOf(occurredAt, line.earning_period ?? 'MONTH'))
  return { plan: { id: plan_id, version: plan_version, name: plan_name ?? '', periodEnd, calculation } }
}
