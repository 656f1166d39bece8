import { sql } from 'kysely'
import { text } from '#/kernel/text.ts'
import type { Context } from '#/kernel/context.ts'
import { DomainError, forbidden, refusal } from '#/kernel/error.ts'
import { db } from './tables.ts'
import type { UserRole } from './users/user.ts'

/** Whose clients a request is about, and what its caller may do with them. */
export type Caller = {
  partnerId: string
  role: UserRole
  /** The partner's user behind the key. */
  userId: string | null
  /** Under whom keys that the caller makes are filed: its user, else its partner, referral partner or organisation. */
  issuer: string
}

/** What every verb on a partner's clients takes: the partner that a key of many partners acts for. */
export const callerInput = {
  partnerId: text(0, 100)
    .optional()
    .meta({ description: 'The partner that is meant. Needed with a referral key and a key of the organisation.' }),
}

/** The kinds of key that reach a partner's clients. */
export const partnerKeys = ['ORGANISATION', 'PARTNER', 'REFERRAL'] as const

export const partnerIdRequired = refusal(
  'incomplete',
  'PARTNER_ID_REQUIRED',
  'Name the partner in the x-partner-id header.',
)
export const adminRequired = refusal('forbidden', 'ADMIN_REQUIRED', 'Admin access required for this endpoint.')
const foreignPartner = refusal('forbidden', 'PARTNER_FORBIDDEN', 'User does not have access to the specified partner')
/** What `callerOf` and `adminOf` refuse, for the description of a verb. */
export const callerRefuses = [partnerIdRequired, foreignPartner] as const
export const adminRefuses = [...callerRefuses, adminRequired] as const

type Named = { partnerId?: string | undefined }

/** Finds out who asks about whom. Refuses a partner that is not named, and one that is not the caller's. */
export async function callerOf(ctx: Context, { partnerId }: Named): Promise<Caller> {
  const { actor } = ctx
  if (actor.kind === 'key' && actor.actsFor === 'PARTNER' && actor.partnerId !== null) {
    const own = (await holdPartner(ctx, actor.partnerId)) ?? actor.partnerId
    if (partnerId && partnerId !== own && (await tryFindOwn(ctx, partnerId)) !== own) throw foreignPartner()
    return await ofPartner(ctx, own, actor.userId)
  }
  if (!partnerId) throw partnerIdRequired()
  await holdPartner(ctx, partnerId)
  const referral = actor.kind === 'key' && actor.actsFor === 'REFERRAL' ? actor.partnerId : null
  const own = await tryFindOwn(ctx, partnerId, referral)
  if (!own) throw foreignPartner()
  return { partnerId: own, role: 'OWNER', userId: null, issuer: referral ?? ctx.organisationId }
}

/** `callerOf` for what a MEMBER may not do. */
export async function adminOf(ctx: Context, named: Named): Promise<Caller> {
  const caller = await callerOf(ctx, named)
  if (caller.role === 'MEMBER') throw adminRequired()
  return caller
}

/** A key has the role that its user has now; it dies with the user. */
async function ofPartner(ctx: Context, partnerId: string, userId: string | null): Promise<Caller> {
  if (userId === null) return { partnerId, role: 'OWNER', userId, issuer: partnerId }
  const user = await db(ctx)
    .selectFrom('partner_user')
    .select('role')
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', userId)
    .where('status', '=', 'ACTIVE')
    .executeTakeFirst()
  if (!user) throw new DomainError('forbidden', forbidden.code, 'The user behind this key is active no more.')
  return { partnerId, role: user.role, userId, issuer: userId }
}

/** In a transaction no merge of the partner goes on beside it: returns the partner, or what it was merged into just now. */
async function holdPartner(ctx: Context, partnerId: string): Promise<string | undefined> {
  if (!ctx.db.isTransaction) return undefined
  const {
    rows: [row],
  } = await sql<{ id: string }>`
    select coalesce(merged_into_id, id) as id from partner
    where organisation_id = ${ctx.organisationId} and id = ${partnerId} for key share`.execute(ctx.db)
  return row?.id
}

/**
 * Runs for a caller outside a transaction. Where nothing is found, its partner may have been merged since the caller
 * was known: then it runs again for the one that it became.
 */
export async function followMerge<C extends Pick<Caller, 'partnerId'>, T>(
  ctx: Context,
  caller: C,
  { run, isNothing }: { run(caller: C): Promise<T>; isNothing(found: T): boolean },
): Promise<T> {
  const found = await run(caller)
  if (!isNothing(found)) return found
  const partnerId = await tryFindOwn(ctx, caller.partnerId)
  return partnerId !== undefined && partnerId !== caller.partnerId ? await run({ ...caller, partnerId }) : found
}

/** The partner of this id, or the one that it was merged into; with a referral partner, only one that it has brought. */
export async function tryFindOwn(
  ctx: Context,
  partnerId: string,
  referral: string | null = null,
): Promise<string | undefined> {
  const {
    rows: [row],
  } = await sql<{ id: string }>`
    select coalesce(p.merged_into_id, p.id) as id from partner p
    where p.organisation_id = ${ctx.organisationId} and p.id = ${partnerId}
    ${
      referral === null
        ? sql``
        : sql`and exists (select from sub_partner s where s.organisation_id = p.organisation_id
            and s.partner_id = coalesce(p.merged_into_id, p.id) and s.referral_partner_id = ${referral})`
    }`.execute(ctx.db)
  return row?.id
}
