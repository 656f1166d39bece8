import { sql } from 'kysely'
import type { KeyKind } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { tryFindOwn } from '../caller.ts'
import { partnerNotFound } from './sub-partner.ts'

/** The kinds of key that have sub-partners: a referral partner those it has brought, the organisation all partners. */
export const referralKeys = ['ORGANISATION', 'REFERRAL'] as const satisfies KeyKind[]

export const referrerNotFound = refusal('not_found', 'REFERRAL_PARTNER_NOT_FOUND', 'Referral partner not found')

/** The referral partner that asks; null where it is the organisation. */
export const referrerOf = ({ actor }: Pick<Context, 'actor'>): string | null =>
  actor.kind === 'key' && actor.actsFor === 'REFERRAL' ? actor.partnerId : null

/** `referrerOf`, kept from being merged into another partner until the transaction ends. */
export async function holdReferrer(ctx: Context): Promise<string | null> {
  const referrer = referrerOf(ctx)
  if (referrer === null) return null
  const { rows } = await sql<{ id: string }>`
    select coalesce(merged_into_id, id) as id from partner
    where organisation_id = ${ctx.organisationId} and id = ${referrer} for key share`.execute(ctx.db)
  if (!rows[0]) throw referrerNotFound()
  return rows[0].id
}

/** The sub-partner's id, or that of the partner it was merged into. */
export async function findSubPartnerId(ctx: Context, partnerId: string): Promise<string> {
  const own = await tryFindOwn(ctx, partnerId, referrerOf(ctx))
  if (own === undefined) throw partnerNotFound()
  return own
}
