import { joinAsVisitor, leaveAsVisitor, limitVisitor } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import type { StoredUser } from './user.ts'

type User = Pick<StoredUser, 'partner_id' | 'email' | 'first_name' | 'last_name' | 'role' | 'status'>

/** Lets an active user into the partner's portal, within the role; an address that is with another partner stays there. */
export async function openPortal(ctx: Context, user: User): Promise<void> {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ').slice(0, 200) || null
  await joinAsVisitor(ctx, user.partner_id, { email: user.email, name, isLimited: user.role === 'MEMBER' })
}

/** What a changed user may do in the portal from now on. */
export async function followInPortal(ctx: Context, before: User, after: User): Promise<void> {
  const { partner_id: partnerId, email } = after
  const [was, is] = [before.status === 'ACTIVE', after.status === 'ACTIVE']
  if (was && !is) await leaveAsVisitor(ctx, partnerId, email)
  if (!was && is) await openPortal(ctx, after)
  if (was && is) await limitVisitor(ctx, partnerId, { email, isLimited: after.role === 'MEMBER' })
}
