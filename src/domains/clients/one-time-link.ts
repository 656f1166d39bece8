import type { Context } from '#/kernel/context.ts'
import { hashOf, newSecret } from '#/kernel/secret.ts'
import { text } from '#/kernel/text.ts'
import { db } from './tables.ts'

/** The secret of a link: 32 random bytes in base64url. */
export const LinkToken = text(43, 43).meta({
  description: 'The token of the link.',
  examples: ['n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8'],
})

export const linkLifeDays = 7
const lifeMs = linkLifeDays * 86_400_000

type Purpose = 'INVITATION' | 'ONBOARDING'
type Subject = { purpose: Purpose; partnerId: string; userId?: string | null }

/** Makes a link that works once and for seven days, and returns its token, which is stored as a hash only. */
export async function makeLink(ctx: Context, { purpose, partnerId, userId = null }: Subject): Promise<string> {
  const token = newSecret()
  const row = { organisation_id: ctx.organisationId, hash: hashOf(token) }
  const now = ctx.now()
  await db(ctx)
    .insertInto('one_time_link')
    .values({
      ...row,
      purpose,
      partner_id: partnerId,
      partner_user_id: userId,
      created_at: now,
      expires_at: new Date(now.getTime() + lifeMs),
      used_at: null,
    })
    .execute()
  await db(ctx).insertInto('one_time_link_owner').values(row).execute()
  return token
}

export type LiveLink = { organisationId: string; partnerId: string; userId: string | null }

/** What a link that is neither used nor expired leads to, in whatever organisation. */
export async function tryFindLink(ctx: Context, purpose: Purpose, token: string): Promise<LiveLink | undefined> {
  return await db(ctx)
    .selectFrom('one_time_link_owner as o')
    .innerJoin('one_time_link as l', (join) =>
      join.onRef('l.organisation_id', '=', 'o.organisation_id').onRef('l.hash', '=', 'o.hash'),
    )
    .select(['l.organisation_id as organisationId', 'l.partner_id as partnerId', 'l.partner_user_id as userId'])
    .where('o.hash', '=', hashOf(token))
    .where('l.purpose', '=', purpose)
    .where('l.used_at', 'is', null)
    .where('l.expires_at', '>', ctx.now())
    .executeTakeFirst()
}

/** Uses a link up, with every other live one of its kind for the same subject. False where somebody was faster. */
export async function useLink(ctx: Context, purpose: Purpose, token: string): Promise<boolean> {
  const used = await db(ctx)
    .updateTable('one_time_link')
    .set({ used_at: ctx.now() })
    .where('organisation_id', '=', ctx.organisationId)
    .where('hash', '=', hashOf(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.now())
    .returning(['partner_id', 'partner_user_id'])
    .executeTakeFirst()
  if (!used) return false
  await endLinks(ctx, { purpose, partnerId: used.partner_id, userId: used.partner_user_id })
  return true
}

/** Ends every live link of a kind: of one user where it is named, else of the partner. */
export async function endLinks(ctx: Context, { purpose, partnerId, userId = null }: Subject): Promise<void> {
  await db(ctx)
    .updateTable('one_time_link')
    .set({ used_at: ctx.now() })
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', partnerId)
    .where('purpose', '=', purpose)
    .where('partner_user_id', userId === null ? 'is' : '=', userId)
    .where('used_at', 'is', null)
    .execute()
}
