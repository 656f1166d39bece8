import type { Context } from '#/kernel/context.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { accountOf } from '../journal/account.ts'
import { entriesIn } from '../journal/post.ts'
import type { LineRow } from '../tables.ts'
import type { LineStatus } from './line.ts'

/**
 * Locks lines and all that was taken back of them, ascending, until the transaction ends.
 *
 * It is read twice: a clawback that was made while this waited for its line is seen by the second look alone, and nobody
 * makes another once the line is locked.
 */
export async function holdWithCorrections(ctx: Context, ids: string[]): Promise<LineRow[]> {
  if (!ids.length) return []
  const look = sql<LineRow>`
    select * from commission_line where organisation_id = ${ctx.organisationId} and (id = any(${ids}) or corrects_id = any(${ids}))
    order by id for no key update`
  await look.execute(ctx.db)
  return (await look.execute(ctx.db)).rows
}

type Wanted = { event: string; to: Extract<LineStatus, 'HELD' | 'PENDING'> }

/**
 * Moves locked lines that are on no payout to a status, in one statement with their entries and their events. One that was
 * declined forgets why. Returns them as they are then.
 */
export async function moveLines(ctx: Context, lines: LineRow[], { event, to }: Wanted): Promise<LineRow[]> {
  const moving = lines.filter(({ status }) => status !== to)
  if (!moving.length) return []
  const given = moving.map(({ id, status }) => ({
    id,
    was: status,
    event_id: ctx.newId('evt'),
    transaction_id: ctx.newId('ltx'),
  }))
  const { rows } = await sql<LineRow>`
    with given as materialized (
      select * from json_to_recordset(${JSON.stringify(given)}) as g(id text, was text, event_id text, transaction_id text)
    ), moved as (
      update commission_line l set status = ${to}, decline_reason_type = null, decline_reason = null, former_payout_id = null,
        updated_at = ${movedAt(ctx, 'l.updated_at')}
      from given g where l.organisation_id = ${ctx.organisationId} and l.id = g.id and l.status = g.was and l.payout_id is null
      returning l.*
    ), posted as (${entriesIn(
      ctx,
      sql`
        select g.transaction_id, 1 as number, l.id as commission_line_id, l.currency, l.amount, ${accountOf('g.was')} as from_account,
          l.partner_id as from_partner_id, null as from_payout_id, ${accountOf('l.status')} as to_account, l.partner_id as to_partner_id,
          null as to_payout_id
        from moved l join given g on g.id = l.id
        where ${accountOf('g.was')} <> ${accountOf('l.status')}`,
    )}), recorded as (
      insert into event (organisation_id, id, type, actor_kind, actor_id, actor_name, request_id, partner_id, subject_id, before, after, created_at)
      select ${ctx.organisationId}, g.event_id, ${event}, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.requestId}, l.partner_id, l.id,
        json_build_object('status', g.was), json_build_object('status', l.status), ${ctx.now()}
      from moved l join given g on g.id = l.id
    )
    select * from moved order by id`.execute(ctx.db)
  return rows
}
