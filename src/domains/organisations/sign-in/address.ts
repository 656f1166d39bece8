import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { recordEvents } from '#/platform/events.ts'

/** A membership under an e-mail address: whoever signs in by it, or may. */
export type Membership = { organisationId: string; memberId: string; name: string }

/** The newest membership of whoever has this address, one that they have joined first; undefined where nobody does. */
export async function tryFindMembership(db: Context['db'], email: string): Promise<Membership | undefined> {
  const { rows } = await sql<Membership>`
    select m.organisation_id as "organisationId", m.id as "memberId", coalesce(m.name, m.email) as name
    from member m left join account a on a.id = m.account_id
    where lower(a.email) = lower(${email}) or (m.account_id is null and lower(m.email) = lower(${email}))
    order by m.account_id is null, m.id desc limit 1`.execute(db)
  return rows[0]
}

/**
 * The first sign-in of somebody whom nobody invited: it joins the one organisation that lists the account's proven address.
 *
 * Whoever has joined one already, or is listed by several, joins by an invitation: no organisation takes a person in.
 */
export async function joinByAddress(ctx: Context, accountId: string): Promise<void> {
  const { rows } = await sql<Membership>`
    update member m set account_id = a.id, updated_at = ${ctx.now()}
    from account a
    where a.id = ${accountId} and a.email_verified and m.account_id is null and lower(m.email) = lower(a.email)
      and not exists (select from member o where o.account_id = a.id)
      and not exists (
        select from member o
        where o.organisation_id <> m.organisation_id and o.account_id is null and lower(o.email) = lower(a.email))
    returning m.organisation_id as "organisationId", m.id as "memberId", coalesce(m.name, m.email) as name`.execute(
    ctx.db,
  )
  for (const { organisationId, memberId, name } of rows) {
    const inside: Context = { ...ctx, organisationId, actor: { kind: 'public', id: memberId, name } }
    await sql`delete from invitation where organisation_id = ${organisationId} and member_id = ${memberId}`.execute(
      ctx.db,
    )
    await recordEvents(inside, 'users.join', [
      { subjectId: memberId, before: { hasJoined: false }, after: { hasJoined: true } },
    ])
  }
}

/** The organisation that an account was signed in to last, among those that it is still a member of. */
export async function tryFindLastOrganisation(db: Context['db'], accountId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select m.organisation_id as id
    from member m
    left join account_session s on s.organisation_id = m.organisation_id and s.account_id = m.account_id
    where m.account_id = ${accountId}
    group by m.organisation_id, m.id
    order by max(s.seen_at) desc nulls last, m.id desc limit 1`.execute(db)
  return rows[0]?.id
}
