import { sql } from 'kysely'
import type { Actor } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { oneAtATime } from '#/platform/perform.ts'
import type { MemberRow } from '../tables.ts'
import { aboveYourRole, lastOwner, type MemberRole } from './member.ts'
import { outranks } from './roles.ts'

/** Nobody gives a role that may do more than they may, nor changes whoever has one. */
export function refuseAboveOwn(actor: Actor, ...roles: (MemberRole | undefined)[]): void {
  if (roles.some((role) => role !== undefined && !outranks(actor, role))) throw aboveYourRole()
}

type Owner = { id: string; hasJoined: boolean }

/** Whoever changes or removes members waits here for whoever else does, so that two owners do not go at once. */
export const onlyChangeOfMembers = (ctx: Context): Promise<void> => oneAtATime(ctx, 'members of the staff')

/** Before an owner goes; asked under `onlyChangeOfMembers`. */
export async function keepAnOwner(ctx: Context, leaving: MemberRow): Promise<void> {
  if (leaving.role !== 'OWNER') return
  const { rows } = await sql<Owner>`
    select id, account_id is not null as "hasJoined" from member
    where organisation_id = ${ctx.organisationId} and role = 'OWNER'`.execute(ctx.db)
  const others = rows.filter(({ id, hasJoined }) => id !== leaving.id && (hasJoined || leaving.account_id === null))
  if (!others.length) throw lastOwner()
}

/** Ends what lets a member in: its sessions in the organisation, and the link to join. */
export async function shutOut(ctx: Context, { id, account_id }: Pick<MemberRow, 'id' | 'account_id'>): Promise<void> {
  const { organisationId } = ctx
  await sql`delete from invitation where organisation_id = ${organisationId} and member_id = ${id}`.execute(ctx.db)
  await sql`
    delete from account_session where organisation_id = ${organisationId} and account_id = ${account_id}`.execute(
    ctx.db,
  )
}

/** Forgets a person’s account once they are a member nowhere: after the member is gone, or has another address. */
export async function forgetUnused(ctx: Context, accountId: string | null): Promise<void> {
  await sql`
    delete from account where id in (
      select a.id from account a
      where a.id = ${accountId} and not exists (select m.organisation_id from member m where m.account_id = a.id)
      for update skip locked)`.execute(ctx.db)
}
