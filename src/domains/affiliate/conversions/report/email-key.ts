import type { Context } from '#/kernel/context.ts'

/** What an address is compared by: a keyed hash of it in lower case, which the database alone does not lead back from. */
export const emailKeyOf = (ctx: Pick<Context, 'organisationId' | 'sign'>, email: string): Buffer =>
  Buffer.from(ctx.sign('conversion e-mail', `${ctx.organisationId}/${email.toLowerCase()}`), 'base64url')
