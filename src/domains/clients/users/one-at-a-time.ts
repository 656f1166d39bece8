import type { Context } from '#/kernel/context.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { adminOf, adminRequired, type Caller } from '../caller.ts'
import type { UserRole } from './user.ts'

/** Whatever concerns who a partner's users are, and what they may do, happens one after another. */
export const onlyChangeOfUsers = (ctx: Context, partnerId: string) => oneAtATime(ctx, 'partner users', partnerId)

/** `adminOf`, with the role that the caller has when its turn has come. */
export async function adminInTurn(ctx: Context, named: Parameters<typeof adminOf>[1]): Promise<Caller> {
  const { partnerId } = await adminOf(ctx, named)
  await onlyChangeOfUsers(ctx, partnerId)
  return await adminOf(ctx, named)
}

/** Owners are made and changed by owners only. */
export function refuseOwners(caller: Caller, ...roles: (UserRole | null | undefined)[]): void {
  if (caller.role !== 'OWNER' && roles.includes('OWNER')) throw adminRequired()
}
