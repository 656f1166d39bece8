import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { recordEvents } from '#/platform/events.ts'
import { inTransaction, parse } from '#/platform/perform.ts'
import { insertMember } from './change.ts'
import { makeInvitation } from './invite.ts'
import { findMember } from './list.ts'
import { memberFields, type MemberRole, RoleInput } from './member.ts'

const Given = z.strictObject({ email: memberFields.email, role: RoleInput.optional() })

/** The operator’s way in for whoever is locked out: the link itself, and no letter. A member keeps the role unless one is given. */
export async function inviteByHand(
  ctx: Context,
  asked: { email: string; role: string | undefined },
): Promise<{ url: string; role: MemberRole }> {
  const { email, role } = parse(Given, asked)
  return await inTransaction(ctx, async (inside) => {
    const id = (await tryFindId(inside, email)) ?? (await addMember(inside, email, role ?? 'VIEWER'))
    const member = await findMember(inside, id, true)
    if (role && role !== member.role) await changeRole(inside, member, role)
    const url = await makeInvitation(inside, id)
    await recordEvents(inside, 'users.invite', [{ subjectId: id, before: null, after: { email: member.email } }])
    return { url, role: role ?? member.role }
  })
}

async function tryFindId(ctx: Context, email: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from member where organisation_id = ${ctx.organisationId} and lower(email) = lower(${email})`.execute(
    ctx.db,
  )
  return rows[0]?.id
}

async function addMember(ctx: Context, email: string, role: MemberRole): Promise<string> {
  const { id } = await insertMember(ctx, { email, name: null, role })
  await recordEvents(ctx, 'users.create', [{ subjectId: id, before: null, after: { email, role } }])
  return id
}

async function changeRole(ctx: Context, before: { id: string; role: MemberRole }, role: MemberRole): Promise<void> {
  await sql`
    update member set role = ${role}, updated_at = ${ctx.now()}
    where organisation_id = ${ctx.organisationId} and id = ${before.id}`.execute(ctx.db)
  const change = { subjectId: before.id, before: { role: before.role }, after: { role } }
  await recordEvents(ctx, 'users.update', [change])
}
