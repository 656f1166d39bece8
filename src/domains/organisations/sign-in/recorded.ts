import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { recordEvents } from '#/platform/events.ts'
import { inTransaction } from '#/platform/perform.ts'
import type { MemberRole } from '../members/member.ts'
import { scopesOfRole } from '../members/roles.ts'
import { browserInWords } from './browser.ts'
import { hashOfToken } from './session.ts'

type Member = { id: string; name: string; role: MemberRole; organisationId: string }
type Session = { sessionId: string; accountId: string; organisationId: string; browser: string | null }

/** A sign-in, whichever way it went, in the audit log. */
export async function recordOpened(
  ctx: Context,
  { sessionId, accountId, organisationId, browser }: Session,
): Promise<void> {
  await inTransaction(ctx, async (inside) => {
    for (const member of await membershipsOf(inside, accountId, organisationId))
      await recordEvents(actingAs(inside, member, sessionId), 'sessions.open', [
        { subjectId: sessionId, before: null, after: { browser: browserInWords(browser) } },
      ])
  })
}

/** Ends the session of a token, where there is one, and tells the audit log. */
export async function endByToken(ctx: Context, token: string): Promise<void> {
  await inTransaction(ctx, async (inside) => {
    const { rows } = await sql<Session>`
      delete from account_session where token_hash = ${hashOfToken(token)}
      returning id as "sessionId", account_id as "accountId", organisation_id as "organisationId", browser`.execute(
      inside.db,
    )
    for (const { sessionId, accountId, organisationId, browser } of rows)
      for (const member of await membershipsOf(inside, accountId, organisationId))
        await recordEvents(actingAs(inside, member, sessionId), 'sessions.end', [
          { subjectId: sessionId, before: { browser: browserInWords(browser) }, after: null },
        ])
  })
}

/** A new password that was set by a code, in the audit log of every organisation that it opens. */
export async function recordNewPassword(ctx: Context, email: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from account where lower(email) = lower(${email})`.execute(
    ctx.db,
  )
  await inTransaction(ctx, async (inside) => {
    for (const { id } of rows)
      for (const { organisationId, id: memberId, name } of await membershipsOf(inside, id))
        await recordEvents(
          { ...inside, organisationId, actor: { kind: 'public', id: memberId, name } },
          'profile.set-password',
          [{ subjectId: memberId, before: null, after: null }],
        )
  })
}

async function membershipsOf({ db }: Context, accountId: string, organisationId?: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select id, coalesce(name, email) as name, role, organisation_id as "organisationId" from member
    where account_id = ${accountId} and organisation_id = coalesce(${organisationId ?? null}, organisation_id)`.execute(
    db,
  )
  return rows
}

const actingAs = (ctx: Context, { id, name, role, organisationId }: Member, sessionId: string): Context => ({
  ...ctx,
  organisationId,
  actor: { kind: 'member', id, name, role, scopes: scopesOfRole(role), sessionId },
})
