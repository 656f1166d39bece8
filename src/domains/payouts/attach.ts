import { accountOf, entriesIn } from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { oneAtATime } from '#/platform/perform.ts'
import type { BatchRow } from './tables.ts'

/** Whoever takes lines from the pool of a currency waits for whoever is doing so: so runs share the lines out and never lock crosswise. */
export const holdPool = (ctx: Context, currency: string): Promise<void> => oneAtATime(ctx, 'pool of lines', currency)

/** The lines `l` that a payout of this batch may take: pending, of its currency, and earned by the end of its period. */
const isWaiting = (ctx: Context, batch: Batch): Sql => sql`
  l.organisation_id = ${ctx.organisationId} and l.status = 'PENDING' and l.currency = ${batch.currency}
    and (l.period_end is null or l.period_end <= ${batch.period_end})`

type Batch = Pick<BatchRow, 'id' | 'currency' | 'period_end'>

/** A partner may have a million lines: they take longer than other statements may, and are sorted in memory. */
async function takeTime(ctx: Context): Promise<void> {
  await sql`select set_config('statement_timeout', '0', true), set_config('work_mem', '64MB', true)`.execute(ctx.db)
}

type Wanted = {
  /** The partners that get a payout, ascending. */
  partnerIds: string[]
  /** Whether their waiting lines are attached. */
  attaches: boolean
  /** In minor units: a partner whose waiting lines come to less gets no payout. Undefined: each gets one, an empty one too. */
  least?: bigint
}

export type MadePayouts = {
  payouts: number
  lines: string
  /** How many came to less than the least: a line was changed while they were made. */
  short: number
}

/**
 * Makes a draft payout for each partner in a batch, with its first stage, its event, and the entries of the lines that
 * it takes, in one statement. The caller holds the pool where lines are attached.
 */
export async function makePayouts(ctx: Context, batch: Batch, wanted: Wanted): Promise<MadePayouts> {
  const { partnerIds, attaches, least } = wanted
  const [first = '', last = ''] = [partnerIds[0], partnerIds.at(-1)]
  if (attaches) await takeTime(ctx)
  const given = partnerIds.map((id) => ({
    partner_id: id,
    payout_id: ctx.newId('pay'),
    event_id: ctx.newId('evt'),
    transaction_id: ctx.newId('ltx'),
  }))
  const { rows } = await sql<MadePayouts>`
    with given as materialized (
      select * from json_to_recordset(${JSON.stringify(given)}) as g(partner_id text, payout_id text, event_id text, transaction_id text)
    ), wanted as materialized (
      select * from given ${
        least === undefined
          ? sql``
          : sql`where partner_id in (select l.partner_id from commission_line l
          where ${isWaiting(ctx, batch)} and l.partner_id between ${first} and ${last}
          group by l.partner_id having sum(l.amount) >= ${least.toString()}::numeric)`
      }
    ), attached as (
      update commission_line l set payout_id = w.payout_id, status = 'APPROVED', updated_at = greatest(${ctx.now()}::timestamptz, l.updated_at + interval '1 ms')
      from wanted w
      where ${isWaiting(ctx, batch)} and l.partner_id = w.partner_id and l.partner_id between ${first} and ${last} and ${attaches}
      returning l.id, l.partner_id, l.payout_id, l.amount, w.transaction_id
    ), sums as (
      select payout_id, sum(amount) as amount, count(*) as lines from attached group by payout_id
    ), made as (
      insert into payout (organisation_id, id, batch_id, partner_id, currency, amount, line_count, stage, created_at, updated_at)
      select ${ctx.organisationId}, w.payout_id, ${batch.id}, w.partner_id, ${batch.currency}, coalesce(s.amount, 0), coalesce(s.lines, 0), 'DRAFT',
        ${ctx.now()}, ${ctx.now()}
      from wanted w ${least === undefined ? sql`left join` : sql`join`} sums s using (payout_id)
      order by w.payout_id
      returning id, partner_id, amount, line_count
    ), posted as (${entriesIn(
      ctx,
      sql`
        select a.transaction_id, (row_number() over (partition by a.transaction_id order by a.id))::int as number, a.id as commission_line_id,
          ${batch.currency}::text as currency, a.amount, ${accountOf(`'PENDING'`)} as from_account, a.partner_id as from_partner_id,
          null as from_payout_id, ${accountOf(`'APPROVED'`)} as to_account, a.partner_id as to_partner_id, a.payout_id as to_payout_id
        from attached a`,
    )}), staged as (
      insert into payout_stage_change (organisation_id, payout_id, number, to_stage, actor_kind, actor_id, actor_name, created_at)
      select ${ctx.organisationId}, m.id, 1, 'DRAFT', ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now()} from made m
    ), recorded as (
      insert into event (organisation_id, id, type, actor_kind, actor_id, actor_name, request_id, partner_id, subject_id, before, after, created_at)
      select ${ctx.organisationId}, g.event_id, 'payouts.create', ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.requestId}, m.partner_id, m.id,
        null, json_build_object('batchId', ${batch.id}::text, 'stage', 'DRAFT', 'amountMinor', m.amount::text, 'currency', ${batch.currency}::text,
          'lines', m.line_count), ${ctx.now()}
      from made m join given g on g.payout_id = m.id
    )
    select (select count(*)::int from made) as payouts, (select count(*) from attached) as lines,
      (select count(*)::int from made where amount < ${(least ?? 0n).toString()}::numeric and ${least !== undefined}) as short`.execute(
    ctx.db,
  )
  return rows[0] ?? { payouts: 0, lines: '0', short: 0 }
}
