import type { Context } from '#/kernel/context.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import type { SubmissionRow } from '../tables.ts'

type Decision = Pick<SubmissionRow, 'status'> & { reason?: string | null }

/** Gives submissions the status of what they record, whose caller has locked it: a conversion is decided, not its submission. */
export async function decideSubmissions(
  ctx: Context,
  ids: string[],
  { status, reason = null }: Decision,
): Promise<void> {
  const isDecided = status === 'ACCEPTED' || status === 'DECLINED'
  await sql`
    update form_submission s set status = ${status}, reason = ${reason}, decided_at = ${isDecided ? ctx.now() : null},
      updated_at = ${movedAt(ctx, 's.updated_at')}
    where s.organisation_id = ${ctx.organisationId} and s.id = any(${ids})`.execute(ctx.db)
}

/** Gives a submission to another partner, as what it records was. */
export async function moveSubmission(ctx: Context, id: string, partnerId: string): Promise<void> {
  await sql`
    update form_submission s set partner_id = ${partnerId}, updated_at = ${movedAt(ctx, 's.updated_at')}
    where s.organisation_id = ${ctx.organisationId} and s.id = ${id}`.execute(ctx.db)
}
