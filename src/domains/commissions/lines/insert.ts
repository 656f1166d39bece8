import type { Context } from '#/kernel/context.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import type { Money } from '#/kernel/money.ts'
import { accountOf } from '../journal/account.ts'
import { entriesIn } from '../journal/post.ts'
import type { Calculation } from '../plans/evaluate.ts'
import type { RefundCalculation } from '../plans/refund.ts'
import type { LineRow } from '../tables.ts'
import type { LineStatus } from './line.ts'

export type NewLine = {
  /** Made by `ctx.newId('cln')` where the caller is to know its line among those that were made. */
  id?: string
  partnerId: string
  amount: Money
  sourceAmount?: Money | null
  description?: string | null
  status: Extract<LineStatus, 'HELD' | 'PENDING' | 'APPROVED'>
  /** With APPROVED alone; the caller has locked the payout and adds to its sum. */
  payoutId?: string | null
  idempotencyKey?: string | null
  plan?: { id: string; version: number; name: string; periodEnd: Date; calculation: Calculation | RefundCalculation }
  sourceEventId?: string
  correctsId?: string
}

type Options = {
  event: string
  /** An archived partner earns nothing more, but what it had may be corrected. */
  mayBeArchived?: boolean
  /** Whether any is made at all, as the statement around it knows. */
  when?: Sql
}

/** Makes lines, each with its entries and its event, in one statement, and returns those that were made: see `linesIn`. */
export async function insertLines(ctx: Context, lines: NewLine[], options: Options): Promise<LineRow[]> {
  if (!lines.length) return []
  const { rows } = await sql<LineRow>`with ${linesIn(ctx, lines, options)} select * from line_made`.execute(ctx.db)
  return rows
}

/**
 * Lines with their entries and their events as `with` parts of another statement: `line_made` has those that were made.
 *
 * One whose idempotency key is there already is left out, and so is one whose partner is not ours or is archived. The
 * organisation stands in a subselect where its statistics would mislead: one that is not in them yet counts as empty, and
 * each partner would be looked for among all.
 */
export function linesIn(ctx: Context, lines: NewLine[], { event, mayBeArchived = false, when = always }: Options): Sql {
  return sql`
    line_given as materialized (
      select * from json_to_recordset(${JSON.stringify(lines.map((line) => given(ctx, line)))}) as g(id text, event_id text, transaction_id text,
        partner_id text, payout_id text, description text, amount bigint, source_amount bigint, currency text, status text, plan_id text, plan_version integer,
        plan_name text, source_event_id text, calculation json, corrects_id text, period_end timestamptz, idempotency_key text)
      where ${when}
    ), line_made as (
      insert into commission_line (organisation_id, id, partner_id, payout_id, description, amount, source_amount, currency, status, plan_id,
        plan_version, plan_name, source_event_id, calculation, corrects_id, period_end, idempotency_key, created_at, updated_at)
      select ${ctx.organisationId}, g.id, g.partner_id, g.payout_id, g.description, g.amount, g.source_amount, g.currency, g.status, g.plan_id,
        g.plan_version, g.plan_name, g.source_event_id, g.calculation, g.corrects_id, g.period_end, g.idempotency_key, ${ctx.now()}, ${ctx.now()}
      from line_given g cross join lateral (
        select from partner p
        where p.organisation_id = (select ${ctx.organisationId}::text) and p.id = g.partner_id and (p.status = 'active' or ${mayBeArchived} or exists (
          select from partner q where q.organisation_id = (select ${ctx.organisationId}::text) and q.id = p.merged_into_id and q.status = 'active'))
        limit 1
      ) earner
      order by g.idempotency_key, g.id
      on conflict (organisation_id, idempotency_key) where idempotency_key is not null do nothing
      returning *
    ), line_posted as (${entriesIn(
      ctx,
      sql`
        select g.transaction_id, 1 as number, l.id as commission_line_id, l.currency, l.amount, 'COMMISSIONS' as from_account,
          l.partner_id as from_partner_id, null as from_payout_id, ${accountOf('l.status')} as to_account, l.partner_id as to_partner_id, l.payout_id as to_payout_id
        from line_made l join line_given g on g.id = l.id`,
    )}), line_recorded as (
      insert into event (organisation_id, id, type, actor_kind, actor_id, actor_name, request_id, partner_id, subject_id, before, after, created_at)
      select ${ctx.organisationId}, g.event_id, ${event}, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.requestId}, l.partner_id, l.id, null,
        json_strip_nulls(json_build_object('status', l.status, 'amountMinor', l.amount::text, 'currency', l.currency, 'payoutId', l.payout_id,
          'description', l.description, 'planName', l.plan_name, 'correctsId', l.corrects_id, 'idempotencyKey', l.idempotency_key)), ${ctx.now()}
      from line_made l join line_given g on g.id = l.id
    )`
}

const always = sql`true`

const given = (ctx: Context, line: NewLine) => ({
  id: line.id ?? ctx.newId('cln'),
  event_id: ctx.newId('evt'),
  transaction_id: ctx.newId('ltx'),
  partner_id: line.partnerId,
  payout_id: line.payoutId ?? null,
  description: line.description ?? null,
  amount: line.amount.minor.toString(),
  source_amount: line.sourceAmount?.minor.toString() ?? null,
  currency: line.amount.currency,
  status: line.status,
  plan_id: line.plan?.id ?? null,
  plan_version: line.plan?.version ?? null,
  plan_name: line.plan?.name ?? null,
  source_event_id: line.sourceEventId ?? null,
  calculation: line.plan?.calculation ?? null,
  corrects_id: line.correctsId ?? null,
  period_end: line.plan?.periodEnd ?? null,
  idempotency_key: line.idempotencyKey ?? null,
})
