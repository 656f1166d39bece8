import type { Context } from '#/kernel/context.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'

/** Takes all that was answered out of a submission: who it was from and what was said. That there was one stays. */
export async function eraseSubmission(ctx: Context, id: string): Promise<void> {
  await sql`
    update form_submission s set email = null, fields = '{}', extra = null, partner_objects = '[]', updated_at = ${movedAt(ctx, 's.updated_at')}
    where s.organisation_id = ${ctx.organisationId} and s.id = ${id}`.execute(ctx.db)
}
