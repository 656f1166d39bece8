import { joinAsVisitor, tryFindPartnerOpenToDomain } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { isFreeMail } from '#/kernel/free-mail.ts'
import { tryFindVisitorByEmail, type Visitor } from '../sessions/visitor.ts'

/** Whether somebody who proves that this address is his may enter. */
export async function mayEnter(ctx: Context, email: string): Promise<boolean> {
  return (await tryFindVisitorByEmail(ctx, email)) !== undefined || (await tryFindOpenPartner(ctx, email)) !== undefined
}

/** The visitor with this address, which is proved; one of a partner that trusts the address's domain is made. */
export async function tryAdmit(ctx: Context, email: string): Promise<Visitor | undefined> {
  const known = await tryFindVisitorByEmail(ctx, email)
  if (known) return known
  const partnerId = await tryFindOpenPartner(ctx, email)
  if (partnerId === undefined) return undefined
  await joinAsVisitor(ctx, partnerId, { email })
  return await tryFindVisitorByEmail(ctx, email)
}

/** The partner's own domain and none below it; never one at which anybody may have an address. */
async function tryFindOpenPartner(ctx: Context, email: string): Promise<string | undefined> {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  return isFreeMail(domain) ? undefined : await tryFindPartnerOpenToDomain(ctx, domain)
}
