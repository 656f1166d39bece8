import { entriesIn, movesOf } from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { oneAtATime } from '#/platform/perform.ts'
import type { BatchRow } from './tables.ts'
import { takeTime } from './write.ts'

/** Whoever takes lines from the pool of a currency waits for whoever is doing so: so runs share the lines out and never lock crosswise. */
export const holdPool = (ctx: Context, currency: string): Promise<void> => oneAtATime(ctx, 'pool of lines', currency)

/** The lines `l` that a payout of this batch may take: pending, of its currency, and earned by the end of its period. */
const isWaiting = (ctx: Context, batch: Batch): Sql => sql`
  l.organisation_id = ${ctx.organisationId} and l.status = 'PENDING' and l.currency = ${batch.currency} and ${isEarnedBy(batch.period_end)}`

/** Of the lines `l`: earned by the end of a period, as those are that were entered. */
export const isEarnedBy = (periodEnd: Date): Sql => sql`(l.period_end is null or l.period_end <= ${periodEnd})`

type Batch = Pick<BatchRow, 'id' | 'currency' | 'period_end'>

type Wanted = {
  /** The partners that get a payout, ascending. */
  partnerIds: string[]
  /** Whether their waiting lines are attached. */
  attaches: boolean
  /** In minor units: a partner whose waiting lines come to less gets no payout. Undefined: each gets one, an empty one too. */
  least?: bigint
  /** The note of each. */
  metadata?: string | null
}

export type MadePayouts = {
  lines: string
  /** How many came to less than the least: a line was changed while they were made. */
  short: number
}

/**
 * Makes a draft payout for each partner in a batch, with its first stage, its event, and the entries of the lines that
 * it takes, in one statement. The caller holds the pool where lines are attached.
 */
export async function makePayouts(ctx: Context, batch: Batch, wanted: Wanted): Promise<MadePayouts> {
  const { partnerIds, attaches, least, metadata = null } = wanted
  const [first = '', last = ''] = [partnerIds[0], partnerIds.at(-1)]
  if (attaches) await takeTime(ctx)
  const given = partnerIds.map((id) => ({
    partner_id: id,
    payout_id: ctx.newId('pay'),
    event_id: ctx.newId('evt'),
    transaction_id: ctx.newId('ltx'),
  }))
  const moves = movesOf({
    lines: sql.raw('attached l'),
    transactionId: sql.raw('l.transaction_id'),
    from: 'PAYABLE',
    to: 'IN_PAYOUT',
  })
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
      update commission_line l set payout_id = w.payout_id, status = 'APPROVED', updated_at = ${movedAt(ctx, 'l.updated_at')}
      from wanted w
      where ${isWaiting(ctx, batch)} and l.partner_id = w.partner_id and l.partner_id between ${first} and ${last} and ${attaches}
      returning l.id, l.partner_id, l.payout_id, l.currency, l.amount, w.transaction_id
    ), sums as (
      select payout_id, sum(amount) as amount, count(*) as lines from attached group by payout_id
    ), made as (
      insert into payout (organisation_id, id, batch_id, partner_id, currency, amount, line_count, stage, metadata, created_at, updated_at)
      select ${ctx.organisationId}, w.payout_id, ${batch.id}, w.partner_id, ${batch.currency}, coalesce(s.amount, 0), coalesce(s.lines, 0), 'DRAFT',
        ${metadata}, ${ctx.now()}, ${ctx.now()}
      from wanted w ${least === undefined ? sql`left join` : sql`join`} sums s using (payout_id)
      order by w.payout_id
      returning id, partner_id, amount, line_count
    ), posted as (${entriesIn(ctx, moves)}), staged as (
      insert into payout_stage_change (organisation_id, payout_id, number, to_stage, actor_kind, actor_id, actor_name, created_at)
      select ${ctx.organisationId}, m.id, 1, 'DRAFT', ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now()} from made m
    ), recorded as (
      insert into event (organisation_id, id, type, actor_kind, actor_id, actor_name, request_id, partner_id, subject_id, before, after, created_at)
      select ${ctx.organisationId}, g.event_id, 'payouts.create', ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.requestId}, m.partner_id, m.id,
        null, json_build_object('batchId', ${batch.id}::text, 'stage', 'DRAFT', 'amountMinor', m.amount::text, 'currency', ${batch.currency}::text,
          'lines', m.line_count), ${ctx.now()}
      from made m join given g on g.payout_id = m.id
    )
    select (select count(*) from attached) as lines,
      (select count(*)::int from made where amount < ${(least ?? 0n).toString()}::numeric and ${least !== undefined}) as short`.execute(
    ctx.db,
  )
  return rows[0] ?? { lines: '0', short: 0 }
}
