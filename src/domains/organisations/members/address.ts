import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'

/** Whether somebody on the organisation's staff has this e-mail address. */
export async function hasMemberAt(ctx: Context, email: string): Promise<boolean> {
  const { rows } = await sql`
    select from member where organisation_id = ${ctx.organisationId} and lower(email) = lower(${email})`.execute(ctx.db)
  return rows.length > 0
}
