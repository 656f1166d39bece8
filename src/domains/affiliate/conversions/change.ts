import type { Context } from '#/kernel/context.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import type { ConversionChangeRow, ConversionRow } from '../tables.ts'

type Step = Pick<ConversionChangeRow, 'action'> & {
  reasonType?: string | null
  reason?: string | null
  lineIds?: string[]
  /** Of REATTRIBUTED. */
  to?: { partnerId: string; linkId: string | null }
}

type Was = Pick<ConversionRow, 'id' | 'status' | 'partner_id' | 'link_id'>

/** Writes what happened to locked conversions: a row of each one's history. */
export async function keepSteps(ctx: Context, steps: { was: Was; now: ConversionRow['status']; step: Step }[]) {
  const rows = steps.map(({ was, now, step }) => ({
    conversion_id: was.id,
    action: step.action,
    from_status: was.status,
    to_status: now,
    from_partner_id: step.to ? was.partner_id : null,
    from_link_id: step.to ? was.link_id : null,
    to_partner_id: step.to?.partnerId ?? null,
    to_link_id: step.to?.linkId ?? null,
    reason_type: step.reasonType ?? null,
    reason: step.reason ?? null,
    line_ids: step.lineIds ?? [],
  }))
  await sql`
    insert into conversion_change (organisation_id, conversion_id, number, action, from_status, to_status, from_partner_id, from_link_id, to_partner_id,
      to_link_id, reason_type, reason, line_ids, actor_kind, actor_id, actor_name, created_at)
    select ${ctx.organisationId}, r.conversion_id, coalesce((
        select max(c.number) from conversion_change c where c.organisation_id = ${ctx.organisationId} and c.conversion_id = r.conversion_id), 0) + 1,
      r.action, r.from_status, r.to_status, r.from_partner_id, r.from_link_id, r.to_partner_id, r.to_link_id, r.reason_type, r.reason, r.line_ids,
      ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now()}
    from json_to_recordset(${JSON.stringify(rows)}) as r(conversion_id text, action text, from_status text, to_status text, from_partner_id text,
      from_link_id text, to_partner_id text, to_link_id text, reason_type text, reason text, line_ids text[])`.execute(
    ctx.db,
  )
}

type Decision = {
  status: ConversionRow['status']
  reasonType?: string | null
  reason?: string | null
  /** Accepted: when it was to be by itself stays; undone: it waits for a person. */
  keepsTime?: boolean
}

/** Gives locked conversions the status that was decided. */
export async function writeStatus(ctx: Context, ids: string[], decision: Decision): Promise<void> {
  const { status, reasonType = null, reason = null, keepsTime = true } = decision
  const isDecided = status === 'accepted' || status === 'declined'
  await sql`
    update conversion v set status = ${status}, decline_reason_type = ${reasonType}, decline_reason = ${reason},
      decided_at = ${isDecided ? ctx.now() : null}, accept_at = ${keepsTime ? sql.raw('v.accept_at') : sql.raw('null')},
      updated_at = ${movedAt(ctx, 'v.updated_at')}
    where v.organisation_id = ${ctx.organisationId} and v.id = any(${ids})`.execute(ctx.db)
}
