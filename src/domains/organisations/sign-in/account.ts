import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'

type Person = { email: string; name: string | null; passwordHash: string | undefined }

/**
 * The account under a proven address, made where there is none; returns its id.
 *
 * A password that is given replaces the one before, and ends whatever the account was signed in to.
 */
export async function openAccount(ctx: Context, { email, name, passwordHash }: Person): Promise<string> {
  const now = ctx.now()
  const { rows } = await sql<{ id: string }>`
    insert into account (id, email, email_verified, name, created_at, updated_at)
    values (${ctx.newId('acct')}, ${email.toLowerCase()}, true, ${name ?? ''}, ${now}, ${now})
    on conflict (lower(email)) do update set email_verified = true, updated_at = excluded.updated_at
    returning id`.execute(ctx.db)
  const id = rows[0]?.id ?? ''
  if (passwordHash !== undefined) await setPassword(ctx, id, { passwordHash })
  return id
}

type NewPassword = { passwordHash: string; /** The one session that goes on. */ except?: string }

/** Sets an account's password, and ends its sessions. */
export async function setPassword(
  ctx: Context,
  accountId: string,
  { passwordHash, except = '' }: NewPassword,
): Promise<void> {
  const now = ctx.now()
  await sql`
    insert into account_credential (id, account_id, provider, subject, password_hash, created_at, updated_at)
    values (${ctx.newId('cred')}, ${accountId}, 'credential', ${accountId}, ${passwordHash}, ${now}, ${now})
    on conflict (provider, subject) do update
      set password_hash = excluded.password_hash, updated_at = excluded.updated_at`.execute(ctx.db)
  await sql`delete from account_session where account_id = ${accountId} and id <> ${except}`.execute(ctx.db)
}

/** The hash of an account's password; undefined where it has none. */
export async function tryFindPasswordHash(db: Context['db'], accountId: string): Promise<string | undefined> {
  const { rows } = await sql<{ hash: string | null }>`
    select password_hash as hash from account_credential
    where provider = 'credential' and subject = ${accountId}`.execute(db)
  return rows[0]?.hash ?? undefined
}
