import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import type { Change } from '#/kernel/verb.ts'
import { recordEvents } from '#/platform/events.ts'
import { inTransaction } from '#/platform/perform.ts'
import type { MemberRole } from '../members/member.ts'
import { scopesOfRole } from '../members/roles.ts'
import { browserInWords } from './browser.ts'
import { hashOfToken } from './session.ts'

type Member = { id: string; name: string; role: MemberRole; organisationId: string }
type Seen = { id: string; browser: string | null }
type Session = Seen & { accountId: string; organisationId: string }

const opened = ({ id, browser }: Seen) => ({
  type: 'sessions.open',
  subjectId: id,
  before: null,
  after: { browser: browserInWords(browser) },
})

/** The end of a session, as the audit log tells it. */
export const ended = ({ id, browser }: Seen) => ({
  type: 'sessions.end',
  subjectId: id,
  before: { browser: browserInWords(browser) },
  after: null,
})

/** A sign-in, whichever way it went, in the audit log. */
export async function recordOpened(ctx: Context, session: Session): Promise<void> {
  await inTransaction(ctx, (inside) => record(inside, session, opened(session)))
}

/** Ends the session of a token, where there is one, and tells the audit log. */
export async function endByToken(ctx: Context, token: string): Promise<void> {
  await inTransaction(ctx, async (inside) => {
    const { rows } = await sql<Session>`
      delete from account_session where token_hash = ${hashOfToken(token)}
      returning id, account_id as "accountId", organisation_id as "organisationId", browser`.execute(inside.db)
    for (const session of rows) await record(inside, session, ended(session))
  })
}

/** By the member whose session it is. */
async function record(
  ctx: Context,
  { id: sessionId, accountId, organisationId }: Session,
  change: Change & { type: string },
) {
  const which = sql`organisation_id = ${organisationId} and account_id = ${accountId}`
  for (const { id, name, role } of await membersWith(ctx, which)) {
    const actor = { kind: 'member', id, name, role, scopes: scopesOfRole(role), sessionId } as const
    await recordEvents({ ...ctx, organisationId, actor }, change.type, [change])
  }
}

/** A new password that was set by a code, in the audit log of every organisation that it opens. */
export async function recordNewPassword(ctx: Context, email: string): Promise<void> {
  await inTransaction(ctx, async (inside) => {
    const which = sql`account_id in (select id from account where lower(email) = lower(${email}))`
    for (const { organisationId, id, name } of await membersWith(inside, which))
      await recordEvents({ ...inside, organisationId, actor: { kind: 'public', id, name } }, 'profile.set-password', [
        { subjectId: id, before: null, after: null },
      ])
  })
}

async function membersWith({ db }: Context, which: RawBuilder<unknown>): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select id, coalesce(name, email) as name, role, organisation_id as "organisationId" from member where ${which}`.execute(
    db,
  )
  return rows
}
