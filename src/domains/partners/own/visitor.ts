import type { Actor } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { forbidden } from '#/kernel/error.ts'
import { findPartnerFamily } from '../queries.ts'

/** The heading of the portal's own routes in the API reference. */
export const portalTag = {
  name: 'Portal',
  description: 'What the people of a partner see and do in their portal: of their own partner, and of no other.',
}

/** The visitor who acts. */
export function visitorIn({ actor }: Pick<Context, 'actor'>): Extract<Actor, { kind: 'visitor' }> {
  if (actor.kind !== 'visitor') throw forbidden()
  return actor
}

/** The ids under which the rows of the visitor's partner are filed: its own, and those of partners merged into it. */
export const findOwnFamily = (ctx: Context): Promise<string[]> => findPartnerFamily(ctx, visitorIn(ctx).partnerId)
