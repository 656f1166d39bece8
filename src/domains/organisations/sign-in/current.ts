import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { forbidden } from '#/kernel/error.ts'
import type { MemberRole } from '../members/member.ts'

export type CurrentMember = {
  id: string
  email: string
  name: string | null
  role: MemberRole
  accountId: string
  sessionId: string
}

/** The member who acts, as they stand in the database. */
export async function currentMember(ctx: Context): Promise<CurrentMember> {
  const { actor } = ctx
  if (actor.kind !== 'member') throw forbidden()
  const { rows } = await sql<Omit<CurrentMember, 'sessionId'>>`
    select id, email, name, role, account_id as "accountId" from member
    where organisation_id = ${ctx.organisationId} and id = ${actor.id} and account_id is not null`.execute(ctx.db)
  const [member] = rows
  if (!member) throw forbidden()
  return { ...member, sessionId: actor.sessionId }
}
