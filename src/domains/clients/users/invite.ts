import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command } from '#/kernel/verb.ts'
import { email } from '#/platform/http/contracts/detail/values.ts'
import { adminRefuses, type Caller, callerInput, partnerKeys } from '../caller.ts'
import { writeInvitation } from '../letters.ts'
import { makeLink } from '../one-time-link.ts'
import { db } from '../tables.ts'
import { changeUser } from './change.ts'
import { adminInTurn, refuseOwners } from './one-at-a-time.ts'
import { PartnerUserResponse, type StoredUser, toPartnerUserResponse, userExists, UserRole } from './user.ts'

type Invite = { email: string; role: UserRole }

export const inviteUser = command({
  name: 'partner-users.invite',
  may: 'clients:write',
  opensTo: partnerKeys,
  creates: true,
  summary: 'Invite a user',
  description:
    'The invitation is mailed, and pending until it is taken up. A user who was removed is active again at once, in the role given here.',
  input: z.object({
    ...callerInput,
    email: email({ hasDomain: true }),
    role: UserRole.nullish().meta({ description: 'MEMBER unless said otherwise.' }),
  }),
  output: PartnerUserResponse,
  refuses: [...adminRefuses, userExists],
  example: { email: 'new.colleague@ledgerline.example.com', role: 'ADMIN' },
  async run(ctx, { email, role, ...named }) {
    const caller = await adminInTurn(ctx, named)
    refuseOwners(caller, role)
    const invite = { email, role: role ?? 'MEMBER' }
    const user = await tryAddUser(ctx, caller.partnerId, invite)
    if (!user) return await activateAgain(ctx, caller, invite)
    await mailInvitation(ctx, user)
    const after = { email, role: user.role, status: user.status }
    return {
      output: toPartnerUserResponse(user),
      changes: [{ subjectId: user.id, partnerId: user.partner_id, before: null, after }],
    }
  },
})

/** Adds a pending user; undefined where the partner has one with this e-mail. */
async function tryAddUser(ctx: Context, partnerId: string, invite: Invite): Promise<StoredUser | undefined> {
  const now = ctx.now()
  return await db(ctx)
    .insertInto('partner_user')
    .values({
      organisation_id: ctx.organisationId,
      id: ctx.newId('pusr'),
      partner_id: partnerId,
      ...invite,
      status: 'PENDING',
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

async function activateAgain(ctx: Context, caller: Caller, { email, role }: Invite) {
  const user = await db(ctx)
    .selectFrom('partner_user')
    .selectAll()
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', caller.partnerId)
    .where(sql<boolean>`lower(email) = lower(${email})`)
    .where('status', '=', 'INACTIVE')
    .executeTakeFirst()
  if (!user) throw userExists()
  refuseOwners(caller, user.role)
  const changed = await changeUser(ctx, user, { role, status: 'ACTIVE' })
  return { output: toPartnerUserResponse(changed.user), changes: changed.changes }
}

async function mailInvitation(ctx: Context, user: StoredUser): Promise<void> {
  const partner = await db(ctx)
    .selectFrom('partner')
    .select('name')
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', user.partner_id)
    .executeTakeFirstOrThrow()
  const token = await makeLink(ctx, { purpose: 'INVITATION', partnerId: user.partner_id, userId: user.id })
  await writeInvitation(ctx, { to: user.email, partnerName: partner.name, token })
}
