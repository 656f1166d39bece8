import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Caller } from '../caller.ts'
import { seenBy } from '../portfolio.ts'
import { type BillingSettingResponse, type PendingChangeRequest, scheduledIn, type BillingMode } from './setting.ts'
import { defaultModeOn, type Standing, standingOn, today } from './standing.ts'
import { findStanding } from './stored.ts'

/** The clients with an override, a scheduled change or a pending request, that the caller may see. */
const exceptions = (ctx: Context, caller: Caller) => sql`
  from (
    select s.client_id as id from billing_setting s
    where s.organisation_id = ${ctx.organisationId} and s.partner_id = ${caller.partnerId} and s.client_id is not null
      and (s.next_from > ${today(ctx)}::date or case when s.next_from is null then s.mode else s.next_mode end is not null)
    union
    select r.client_id from billing_change_request r
    where r.organisation_id = ${ctx.organisationId} and r.partner_id = ${caller.partnerId} and r.client_id is not null
      and r.status = 'PENDING'
  ) as e
  join client c on c.organisation_id = ${ctx.organisationId} and c.id = e.id
  where ${seenBy(ctx, caller, sql.raw('c.id'))}`

export async function countOverrides(ctx: Context, caller: Caller): Promise<number> {
  const { rows } = await sql<{ total: string }>`select count(*) as total ${exceptions(ctx, caller)}`.execute(ctx.db)
  return Number(rows[0]?.total)
}

/** The ids of the clients that `readOverrides` would show, newest first. */
export async function readOverrideIds(ctx: Context, caller: Caller): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id ${exceptions(ctx, caller)} order by c.position desc`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

type Row = {
  id: string
  name: string | null
  mode: BillingMode | null
  next_mode: BillingMode | null
  next_from: string | null
  request_id: string | null
  requested_mode: BillingMode | null
  requested_at: Date | null
}

/** How each client that is an exception is billed, newest client first; all of them without a range. */
export async function readOverrides(
  ctx: Context,
  caller: Caller,
  range?: { limit: number; offset: number },
): Promise<BillingSettingResponse[]> {
  const byDefault = await findStanding(ctx, { partnerId: caller.partnerId, clientId: null })
  const { rows } = await sql<Row>`
    select x.id, x.name, s.mode, s.next_mode, s.next_from, r.id as request_id, r.requested_mode, r.created_at as requested_at
    from (
      select c.id, c.name, c.position ${exceptions(ctx, caller)} order by c.position desc
      ${range ? sql`limit ${range.limit} offset ${range.offset}` : sql``}
    ) as x
    left join billing_setting s on s.organisation_id = ${ctx.organisationId} and s.subject_id = x.id
    left join billing_change_request r on r.organisation_id = ${ctx.organisationId}
      and coalesce(r.client_id, r.partner_id) = x.id and r.status = 'PENDING'
    order by x.position desc`.execute(ctx.db)
  return rows.map((row) => toSetting(row, caller.partnerId, { byDefault, day: today(ctx) }))
}

function toSetting(
  row: Row,
  partnerId: string,
  { byDefault, day }: { byDefault: Standing; day: string },
): BillingSettingResponse {
  const own = standingOn(day, row)
  return {
    partnerId,
    organizationId: row.id,
    organizationName: row.name,
    billingMode: own.mode ?? defaultModeOn(day, byDefault),
    pendingRequest: toPending(row),
    scheduledChange: scheduledIn(own, byDefault),
  }
}

type Asked = Pick<Row, 'request_id' | 'requested_mode' | 'requested_at'>

/** The pending request of a row, if it has one. */
export function toPending({ request_id: id, requested_mode, requested_at }: Asked): PendingChangeRequest | null {
  if (id === null || requested_at === null) return null
  return { id, requestedBillingMode: requested_mode, status: 'PENDING', createdAt: requested_at.toISOString() }
}
