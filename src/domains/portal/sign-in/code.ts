import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { hashOf } from '../secret.ts'

const minuteMs = 60_000
export const codeLifeMinutes = 15
const mostTries = 3
const mostInAnHour = 5

/** The last code of an address; `code` only where it is new. */
export type MadeCode = { code: string | undefined; expiresAt: Date; againAt: Date }

type Row = { expiresAt: Date; createdAt: Date; asked: number; askedSince: Date }

/** Makes a code for an address: one a minute, and five an hour. The one before it is good no more. */
export async function makeCode(ctx: Context, email: string): Promise<MadeCode> {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const made = await tryKeep(ctx, email, code)
  const row = made ?? (await find(ctx, email))
  return { code: made && code, expiresAt: row.expiresAt, againAt: againAt(row) }
}

function againAt({ createdAt, asked, askedSince }: Row): Date {
  const nextMinute = createdAt.getTime() + minuteMs
  return new Date(asked < mostInAnHour ? nextMinute : Math.max(nextMinute, askedSince.getTime() + 60 * minuteMs))
}

const columns = sql.raw('expires_at as "expiresAt", created_at as "createdAt", asked, asked_since as "askedSince"')

async function tryKeep(ctx: Context, email: string, code: string): Promise<Row | undefined> {
  const now = ctx.now()
  const ago = (minutes: number) => new Date(now.getTime() - minutes * minuteMs)
  const { rows } = await sql<Row>`
    insert into portal_code as c (organisation_id, address_hash, code_hash, expires_at, created_at, asked_since)
    values (${ctx.organisationId}, ${addressHash(email)}, ${codeHash(ctx, email, code)}, ${ago(-codeLifeMinutes)}, ${now}, ${now})
    on conflict (organisation_id, address_hash) do update set
      code_hash = excluded.code_hash, tries = 0, expires_at = excluded.expires_at, created_at = excluded.created_at,
      asked = case when c.asked_since <= ${ago(60)} then 1 else c.asked + 1 end,
      asked_since = case when c.asked_since <= ${ago(60)} then excluded.asked_since else c.asked_since end
    where c.created_at <= ${ago(1)} and (c.asked < ${mostInAnHour} or c.asked_since <= ${ago(60)})
    returning ${columns}`.execute(ctx.db)
  return rows[0]
}

async function find(ctx: Context, email: string): Promise<Row> {
  const { rows } = await sql<Row>`
    select ${columns} from portal_code
    where organisation_id = ${ctx.organisationId} and address_hash = ${addressHash(email)}`.execute(ctx.db)
  if (!rows[0]) throw new Error('A code that stood in the way is there no more.')
  return rows[0]
}

/** Counts a try, and says whether the code is the right one. It is good until somebody uses it up. */
export async function tryCode(ctx: Context, email: string, code: string): Promise<boolean> {
  const { rows } = await sql<{ hash: Buffer }>`
    update portal_code set tries = tries + 1
    where organisation_id = ${ctx.organisationId} and address_hash = ${addressHash(email)} and tries < ${mostTries}
      and code_hash is not null and expires_at > ${ctx.now()}
    returning code_hash as hash`.execute(ctx.db)
  const [row] = rows
  return row !== undefined && timingSafeEqual(row.hash, codeHash(ctx, email, code))
}

/** Uses a code up. False where somebody was faster. */
export async function useCode(ctx: Context, email: string, code: string): Promise<boolean> {
  const { rows } = await sql`
    update portal_code set code_hash = null
    where organisation_id = ${ctx.organisationId} and address_hash = ${addressHash(email)}
      and code_hash = ${codeHash(ctx, email, code)} and expires_at > ${ctx.now()}
    returning 1`.execute(ctx.db)
  return rows.length === 1
}

const addressHash = (email: string) => hashOf(email.toLowerCase())

/** Keyed, since six digits are soon gone through. */
const codeHash = (ctx: Context, email: string, code: string) =>
  Buffer.from(ctx.sign('portal code', `${ctx.organisationId}/${email.toLowerCase()}/${code}`), 'base64url')
