import { tryFindOwnPartnerId } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { assignmentNotFound, partnerUnknown } from './assignment.ts'

/** Where an assignment is looked for: on a partner, or among all that a person has. */
export type Place = { partnerId: string } | { contactId: string }

/** The condition that an assignment `a` is in its place. */
export const isAt = (place: Place): Sql =>
  'partnerId' in place ? sql`a.partner_id = ${place.partnerId}` : sql`a.internal_contact_id = ${place.contactId}`

/** Our id of the partner; one that was merged leads to the one it became. */
export async function findPartner(ctx: Context, id: string): Promise<string> {
  const own = await tryFindOwnPartnerId(ctx, id)
  if (own === undefined) throw partnerUnknown()
  return own
}

/** Runs on the partner of this id at once; only what it does not find is looked for on the partner that this one became. */
export async function onPartner<T>(
  ctx: Context,
  partnerId: string,
  run: (place: Place) => Promise<T | undefined>,
): Promise<T> {
  const direct = await run({ partnerId })
  if (direct !== undefined) return direct
  const own = await tryFindOwnPartnerId(ctx, partnerId)
  const moved = own === undefined || own === partnerId ? undefined : await run({ partnerId: own })
  if (moved === undefined) throw assignmentNotFound()
  return moved
}
