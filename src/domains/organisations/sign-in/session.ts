import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { cookiesNamed, hostCookieName } from '#/platform/http/cookie.ts'
import type { IdentifySession } from '#/platform/http/admission.ts'
import type { MemberRole } from '../members/member.ts'
import { scopesOfRole } from '../members/roles.ts'

type Ground = Pick<Context, 'publicUrl'>

export function sessionCookieName({ publicUrl }: Ground): string {
  return hostCookieName('symbolon_console', publicUrl)
}

/** A session ends this long after its sign-in, however much it is used. */
export const sessionDays = 14

/** How often a session notes that it is in use. */
const noteMinutes = 5

export const hashOfToken = (token: string) => createHash('sha256').update(token).digest('base64url')

/** The secret in a `Cookie` header; what follows its dot is the signature of better-auth, which adds nothing to the hash. */
export function tokenIn(ctx: Ground, cookies: string | undefined): string | undefined {
  const [found] = cookiesNamed(sessionCookieName(ctx), cookies)
  return found?.split(/\.|%2E/i)[0] || undefined
}

type Found = {
  organisationId: string
  id: string
  name: string
  role: MemberRole
  sessionId: string
  isUnnoted: boolean
}

/** Whose session a cookie opens: asked for each request, so that whoever has left or has another role is that at once. */
export function memberIdentifier({ db, now, publicUrl }: Pick<Context, 'db' | 'now' | 'publicUrl'>): IdentifySession {
  return async (cookies) => {
    const token = tokenIn({ publicUrl }, cookies)
    if (token === undefined) return undefined
    const { rows } = await sql<Found>`
      select m.organisation_id as "organisationId", m.id, coalesce(m.name, m.email) as name, m.role,
        s.id as "sessionId", s.seen_at < ${new Date(now().getTime() - noteMinutes * 60_000)} as "isUnnoted"
      from account_session s join member m on m.organisation_id = s.organisation_id and m.account_id = s.account_id
      where s.token_hash = ${hashOfToken(token)} and s.expires_at > ${now()}`.execute(db)
    const [found] = rows
    if (!found) return undefined
    const { organisationId, isUnnoted, ...person } = found
    if (isUnnoted) await sql`update account_session set seen_at = ${now()} where id = ${person.sessionId}`.execute(db)
    return { organisationId, actor: { kind: 'member', ...person, scopes: scopesOfRole(person.role) } }
  }
}
