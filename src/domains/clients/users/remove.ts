import { z } from 'zod'
import { command } from '#/kernel/verb.ts'
import { adminRefuses, callerInput, partnerKeys } from '../caller.ts'
import { changeUser, withdrawInvite } from './change.ts'
import { adminInTurn, refuseOwners } from './one-at-a-time.ts'
import { findUser } from './queries.ts'
import { exampleUserId, ownerNeeded, userNotFound } from './user.ts'

export const removeUser = command({
  name: 'partner-users.remove',
  may: 'clients:write',
  opensTo: partnerKeys,
  summary: 'Remove a user',
  description:
    'A member becomes INACTIVE and loses its keys and its assignments at once; a pending invite is withdrawn.',
  input: z.object({
    ...callerInput,
    partner_user_id: z.string().meta({ description: 'A user’s id; of a pending invite its e-mail address.' }),
  }),
  output: z.undefined(),
  refuses: [...adminRefuses, userNotFound, ownerNeeded],
  example: { partner_user_id: exampleUserId },
  async run(ctx, { partner_user_id, ...named }) {
    const caller = await adminInTurn(ctx, named)
    const user = await findUser(ctx, caller.partnerId, partner_user_id)
    if (user.status === 'INACTIVE') throw userNotFound()
    refuseOwners(caller, user.role)
    if (user.status === 'PENDING') return { output: undefined, changes: [await withdrawInvite(ctx, user)] }
    const { changes } = await changeUser(ctx, user, { status: 'INACTIVE' })
    return { output: undefined, changes }
  },
})
