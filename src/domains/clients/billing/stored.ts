import type { Context } from '#/kernel/context.ts'
import { type Change, difference } from '#/kernel/verb.ts'
import { type BillingChangeRequestRow, db } from '../tables.ts'
import { approvedOn, initialDefault, noOverride, type Standing, standingOn, today } from './standing.ts'

type Subject = { partnerId: string; clientId: string | null }

/** How a client, or the partner where none is named, is billed today and from when otherwise. */
export async function findStanding(ctx: Context, { partnerId, clientId }: Subject): Promise<Standing> {
  const row = await db(ctx)
    .selectFrom('billing_setting')
    .select(['mode', 'next_mode', 'next_from'])
    .where('organisation_id', '=', ctx.organisationId)
    .where('subject_id', '=', clientId ?? partnerId)
    .executeTakeFirst()
  if (row) return standingOn(today(ctx), row)
  return clientId === null ? initialDefault : noOverride
}

/** Puts an approved request into force, at once or on its day; a scheduled change that has come due counts as in force. */
export async function applyRequest(ctx: Context, request: BillingChangeRequestRow): Promise<Change[]> {
  const subject = { partnerId: request.partner_id, clientId: request.client_id }
  const before = await findStanding(ctx, subject)
  const { requested_mode: mode, effective_from: effectiveFrom } = request
  const after = approvedOn(today(ctx), before, { mode, effectiveFrom })
  await store(ctx, subject, after)
  const changed = difference(before, after)
  if (!changed) return []
  const { partnerId, clientId } = subject
  return [{ type: 'billing-settings.change', subjectId: clientId ?? partnerId, partnerId, ...changed }]
}

async function store(ctx: Context, { partnerId, clientId }: Subject, standing: Standing): Promise<void> {
  if (standing.mode === null && standing.nextMode === null) return await forget(ctx, clientId ?? partnerId)
  const now = ctx.now()
  const values = { mode: standing.mode, next_mode: standing.nextMode, next_from: standing.nextFrom, updated_at: now }
  await db(ctx)
    .insertInto('billing_setting')
    .values({
      organisation_id: ctx.organisationId,
      partner_id: partnerId,
      client_id: clientId,
      ...values,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'subject_id']).doUpdateSet(values))
    .execute()
}

async function forget(ctx: Context, subjectId: string): Promise<void> {
  await db(ctx)
    .deleteFrom('billing_setting')
    .where('organisation_id', '=', ctx.organisationId)
    .where('subject_id', '=', subjectId)
    .execute()
}
