import type { Context } from '#/kernel/context.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import type { SubmissionRow } from '../tables.ts'

/**
 * The `insert` of the records of conversions as a `with` part of another statement, which returns their ids.
 *
 * `from` is a select of `id, form_id, partner_id, email, fields, extra` (both `json`) and `status`; what it selects is taken as valid.
 */
export function submissionsIn(ctx: Context, from: Sql): Sql {
  return sql`
    insert into form_submission (organisation_id, id, form_id, partner_id, email, fields, extra, partner_objects, status, is_of_conversion, created_at, updated_at)
    select ${ctx.organisationId}, s.id, s.form_id, s.partner_id, s.email, s.fields, s.extra, '[]', s.status, true, ${ctx.now()}, ${ctx.now()}
    from (${from}) s
    returning id`
}

export type NewSubmission = Pick<
  SubmissionRow,
  'id' | 'form_id' | 'partner_id' | 'email' | 'fields' | 'partner_objects' | 'status'
>

export async function insertSubmission(ctx: Context, row: NewSubmission): Promise<void> {
  const now = ctx.now()
  await sql`
    insert into form_submission (organisation_id, id, form_id, partner_id, email, fields, partner_objects, status, is_of_conversion, created_at, updated_at)
    values (${ctx.organisationId}, ${row.id}, ${row.form_id}, ${row.partner_id}, ${row.email}, ${JSON.stringify(row.fields)},
      ${JSON.stringify(row.partner_objects)}, ${row.status}, false, ${now}, ${now})`.execute(ctx.db)
}

/** A submission that was just made waits for a decision after all. */
export async function holdForDecision(ctx: Context, id: string): Promise<void> {
  await sql`
    update form_submission set status = 'PENDING', updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
}
