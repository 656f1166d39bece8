import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { makeLink } from '../one-time-link.ts'
import { onboardingUrl } from '../letters.ts'

export const linkInvalid = refusal('not_found', 'ONBOARDING_LINK_INVALID', 'Onboarding link is invalid or has expired')

/** Whether the partner `p` has an owner who is active: then nobody needs to be brought in any more. */
export const isOnboarded = sql<boolean>`exists (select from partner_user u
  where u.organisation_id = p.organisation_id and u.partner_id = p.id and u.role = 'OWNER' and u.status = 'ACTIVE')`

export type Onboarding = { id: string; name: string; isArchived: boolean; isOnboarded: boolean }

const columns = sql`p.id, p.name, p.status = 'inactive' as "isArchived", ${isOnboarded} as "isOnboarded"`

/** How far a partner is with its onboarding; undefined where no unmerged one has this id. */
export async function tryReadOnboarding(ctx: Context, partnerId: string): Promise<Onboarding | undefined> {
  const { rows } = await sql<Onboarding>`
    select ${columns} from partner p
    where p.organisation_id = ${ctx.organisationId} and p.id = ${partnerId} and p.merged_into_id is null`.execute(
    ctx.db,
  )
  return rows[0]
}

/**
 * `tryReadOnboarding` of the partner that this one is or has become. Until the transaction ends nobody else onboards it,
 * nor merges it.
 */
export async function holdOnboarding(ctx: Context, partnerId: string): Promise<Onboarding | undefined> {
  const { rows } = await sql<{ mergedIntoId: string | null }>`
    select merged_into_id as "mergedIntoId" from partner
    where organisation_id = ${ctx.organisationId} and id = ${partnerId} for no key update`.execute(ctx.db)
  if (rows[0]?.mergedIntoId) return await holdOnboarding(ctx, rows[0].mergedIntoId)
  return await tryReadOnboarding(ctx, partnerId)
}

/** Whether links to a partner work: not while it is archived, and no more when it has an owner. */
export const isOpen = (partner: Onboarding | undefined): partner is Onboarding =>
  partner !== undefined && !partner.isArchived && !partner.isOnboarded

/** Makes a link by which an owner comes to a partner. */
export async function makeOnboardingUrl(ctx: Context, partnerId: string): Promise<string> {
  return onboardingUrl(ctx, await makeLink(ctx, { purpose: 'ONBOARDING', partnerId }))
}
