import { z } from 'zod'
import { command } from '#/kernel/verb.ts'
import { valueError } from '#/platform/http/contracts/detail/values.ts'
import { adminRefuses, callerInput, partnerKeys } from '../caller.ts'
import { changeUser, withdrawInvite } from './change.ts'
import { adminInTurn, refuseOwners } from './one-at-a-time.ts'
import { findUser } from './queries.ts'
import {
  exampleUserId,
  notAccepted,
  ownerNeeded,
  PartnerUserResponse,
  toPartnerUserResponse,
  userNotFound,
  UserRole,
  UserStatus,
} from './user.ts'

const isEmail = (ref: string) => ref.includes('@')

export const updateUser = command({
  name: 'partner-users.update',
  may: 'clients:write',
  opensTo: partnerKeys,
  summary: 'Update a user',
  description:
    'What is absent or null stays. A member that becomes INACTIVE loses its keys and its assignments at once; a pending invite is withdrawn by it.',
  input: z
    .object({
      ...callerInput,
      partner_user_id: z.string().meta({ description: 'A user’s id; of a pending invite its e-mail address.' }),
      role: UserRole.nullish(),
      status: UserStatus.nullish(),
    })
    .superRefine(({ partner_user_id, status }, issues) => {
      if (status !== 'PENDING' || isEmail(partner_user_id)) return
      issues.addIssue({ ...valueError('A member cannot be made pending.'), path: ['status'], input: status })
    }),
  output: PartnerUserResponse,
  refuses: [...adminRefuses, userNotFound, ownerNeeded, notAccepted],
  example: { partner_user_id: exampleUserId, role: 'MEMBER' },
  async run(ctx, { partner_user_id, role, status, ...named }) {
    const caller = await adminInTurn(ctx, named)
    refuseOwners(caller, role)
    const user = await findUser(ctx, caller.partnerId, partner_user_id)
    if (role || status) refuseOwners(caller, user.role)
    const wanted = { ...(role && { role }), ...(status && { status }) }
    if (user.status === 'PENDING' && status === 'ACTIVE') throw notAccepted()
    if (user.status === 'PENDING' && status === 'INACTIVE') {
      const change = await withdrawInvite(ctx, user)
      return { output: { ...toPartnerUserResponse(user), ...wanted }, changes: [change] }
    }
    const changed = await changeUser(ctx, user, wanted)
    return { output: toPartnerUserResponse(changed.user), changes: changed.changes }
  },
})
