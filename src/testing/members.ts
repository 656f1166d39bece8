import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { runSql } from './sql.ts'
import { type Caller, callerOf, type Server, type World } from './world.ts'

export const password = 'correct horse battery'

/** A member who is signed in: calls as a page of the console does. */
export type SignedIn = Caller & {
  memberId: string
  email: string
  /** The bare cookie, for browsers. */ cookie: string
}

type Who = { role?: string; email?: string; name?: string }

/** A member of an organisation who can sign in by the password of the tests. */
export async function memberWithPassword(server: Server, world: World, who: Who = {}) {
  const { role = 'ADMIN', email = `kim-${randomBytes(4).toString('hex')}@vendor.example`, name = 'Kim Sample' } = who
  const made = await world.admin.post('/api/v1/users', { email, name, role })
  assert.equal(made.status, 201, made.text)
  const memberId = made.body.data.id as string
  await runSql(
    server,
    `with a as (
       insert into account (id, email, email_verified, name, created_at, updated_at)
       values ($1, $2, true, $3, now(), now()) on conflict (lower(email)) do update set name = excluded.name returning id
     ), c as (
       insert into account_credential (id, account_id, provider, subject, password_hash, created_at, updated_at)
       select 'cred_' || id, id, 'credential', id, $4, now(), now() from a on conflict do nothing
     )
     update member set account_id = (select id from a) where organisation_id = $5 and id = $6`,
    [`acct_${memberId}`, email, name, await hashPassword(password), world.organisation.id, memberId],
  )
  return { memberId, email }
}

/** Signs in as the console's page does, and returns the session's cookie. */
export async function signIn(server: Server, email: string, word = password): Promise<string> {
  const answer = await fromPage(server).post('/api/auth/sign-in/email', { email, password: word })
  assert.equal(answer.status, 200, answer.text)
  return cookieOf(answer.headers)
}

/** A caller that is a page of ours in a browser, with a cookie or without one. */
export const fromPage = (server: Server, cookie?: string): Caller =>
  callerOf(server.url, '', { 'sec-fetch-site': 'same-origin', ...(cookie && { cookie }) })

/** The session's cookie as a browser sends it back. */
export function cookieOf(headers: Headers): string {
  const [cookie] = headers.getSetCookie().filter((one) => /^(__Host-)?symbolon_console=/.test(one))
  return cookie?.split(';')[0] ?? ''
}

/** A member with a role, signed in over HTTP. */
export async function memberOf(server: Server, world: World, who: Who = {}): Promise<SignedIn> {
  const { memberId, email } = await memberWithPassword(server, world, who)
  const cookie = await signIn(server, email)
  return { ...fromPage(server, cookie), memberId, email, cookie }
}
