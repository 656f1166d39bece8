import { hasMemberAt } from '#/domains/organisations/index.ts'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { sql } from '#/platform/database/sql.ts'
import { visitorIn } from './visitor.ts'

const staffRefused = refusal(
  'forbidden',
  'STAFF_REFUSED',
  'You are on the staff of the programme: the partner’s own people change the account and the team here.',
)

const roleRefused = refusal(
  'forbidden',
  'ROLE_REFUSED',
  'As a member at your company you see this and do not change it. Ask one of its owners or administrators.',
)

export const mayManageRefuses = [staffRefused, roleRefused]

const removedMeanwhile = refusal('unauthenticated', 'UNAUTHORIZED', 'You are not signed in, or no longer.')

/**
 * Who is paid, and who is in the team, is for the partner's own people: nobody on the programme's staff changes it as one,
 * and no user of the partner who is but a MEMBER.
 */
export async function seeThatMayManage(ctx: Context): Promise<void> {
  const { rows } = await sql<{ email: string; isLimited: boolean }>`
    select email, is_limited as "isLimited" from visitor where organisation_id = ${ctx.organisationId} and id = ${visitorIn(ctx).id}`.execute(
    ctx.db,
  )
  const [own] = rows
  if (!own) throw removedMeanwhile()
  if (own.isLimited) throw roleRefused()
  if (await hasMemberAt(ctx, own.email)) throw staffRefused()
}
