import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import type { MemberRole } from './member.ts'

/** Whether somebody on the organisation's staff has this e-mail address. */
export async function hasMemberAt(ctx: Context, email: string): Promise<boolean> {
  const { rows } = await sql`
    select from member where organisation_id = ${ctx.organisationId} and lower(email) = lower(${email})`.execute(ctx.db)
  return rows.length > 0
}

/** The addresses of the members of these roles who have joined. */
export async function findAddressesOf(ctx: Context, roles: readonly MemberRole[]): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select email from member
    where organisation_id = ${ctx.organisationId} and role = any(${roles}) and account_id is not null
    order by id`.execute(ctx.db)
  return rows.map(({ email }) => email)
}
