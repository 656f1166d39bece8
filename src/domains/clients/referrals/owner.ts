import type { Context } from '#/kernel/context.ts'
import type { Change } from '#/kernel/verb.ts'
import { db } from '../tables.ts'
import { userExists } from '../users/user.ts'

type Owner = {
  partnerId: string
  email: string
  firstName?: string
  lastName?: string
  passwordHash?: string | null
}

/** Makes an active owner of a partner; refuses an e-mail address that one of its users has, whatever the user's status. */
export async function addOwner(ctx: Context, owner: Owner): Promise<{ id: string; change: Change }> {
  const { partnerId, email, firstName = null, lastName = null, passwordHash = null } = owner
  const [id, now] = [ctx.newId('pusr'), ctx.now()]
  const made = await db(ctx)
    .insertInto('partner_user')
    .values({
      organisation_id: ctx.organisationId,
      id,
      partner_id: partnerId,
      email,
      role: 'OWNER',
      status: 'ACTIVE',
      first_name: firstName,
      last_name: lastName,
      password_hash: passwordHash,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) throw userExists()
  const after = { email, role: 'OWNER', status: 'ACTIVE', firstName, lastName }
  return { id, change: { type: 'partner-users.create', subjectId: id, partnerId, before: null, after } }
}
