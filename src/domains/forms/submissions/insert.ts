import type { Context } from '#/kernel/context.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'

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
