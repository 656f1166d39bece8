import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Context } from '#/kernel/context.ts'
import { hashOf, newSecret } from '#/kernel/secret.ts'
import { sql } from '#/platform/database/sql.ts'
import { oneAtATime } from '#/platform/perform.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
export const codeLifeMinutes = 15
const mostTries = 3
/** For one address: asked for by one caller, and by all together; the second half is for those who have had none. */
const mostInAnHour = { byOne: 5, byAll: 10 }

/** The last code that somebody has asked for; `made` where it is new: the code, and the ticket that belongs to it. */
export type Asked = { made: { code: string; ticket: string } | undefined; expiresAt: Date; againAt: Date }

type Kept = { isOwn: boolean; createdAt: Date; expiresAt: Date }

/**
 * Makes a code for an address: one a minute for whoever asks, five an hour, and five more for others who ask.
 *
 * Only whoever holds its ticket can try it, so that nobody uses up the tries or ends the code of somebody else.
 */
export async function makeCode(ctx: Context, email: string): Promise<Asked> {
  await oneAtATime(ctx, 'portal code', addressHash(email).toString('hex'))
  const all = await findRecent(ctx, email)
  const own = all.filter(({ isOwn }) => isOwn)
  const now = ctx.now()
  const againAt = freeAt(now, own, all)
  if (againAt > now) return { made: undefined, expiresAt: own.at(-1)?.expiresAt ?? now, againAt }
  const expiresAt = new Date(now.getTime() + codeLifeMinutes * minuteMs)
  const kept = { isOwn: true, createdAt: now, expiresAt }
  const made = await keep(ctx, email, kept)
  return { made, expiresAt, againAt: freeAt(now, [...own, kept], [...all, kept]) }
}

/** When one may ask again. */
function freeAt(now: Date, own: Kept[], all: Kept[]): Date {
  const { byOne, byAll } = mostInAnHour
  const after = (one: Kept | undefined, ms: number) => (one ? one.createdAt.getTime() + ms : 0)
  const nextMinute = after(own.at(-1), minuteMs)
  const nextHour = after(all.at(own.length ? -byOne : -byAll), hourMs)
  return new Date(Math.max(now.getTime(), nextMinute, nextHour))
}

/** Of the hour that ends at this moment, the oldest first. */
async function findRecent(ctx: Context, email: string): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select asker_hash = ${askerHash(ctx)} as "isOwn", created_at as "createdAt", expires_at as "expiresAt" from portal_code
    where organisation_id = ${ctx.organisationId} and address_hash = ${addressHash(email)}
      and created_at > ${new Date(ctx.now().getTime() - hourMs)}
    order by created_at`.execute(ctx.db)
  return rows
}

async function keep(ctx: Context, email: string, { createdAt, expiresAt }: Kept) {
  const [code, ticket] = [String(randomInt(1_000_000)).padStart(6, '0'), newSecret()]
  await sql`
    insert into portal_code (organisation_id, address_hash, ticket_hash, asker_hash, code_hash, expires_at, created_at)
    values (${ctx.organisationId}, ${addressHash(email)}, ${hashOf(ticket)}, ${askerHash(ctx)}, ${codeHash(ctx, email, code)},
      ${expiresAt}, ${createdAt})`.execute(ctx.db)
  return { code, ticket }
}

export type Try = { email: string; ticket: string; code: string }

/** Counts a try, and says whether the code is the right one. It is good until somebody uses it up. */
export async function tryCode(ctx: Context, { email, ticket, code }: Try): Promise<boolean> {
  const { rows } = await sql<{ hash: Buffer }>`
    update portal_code set tries = tries + 1
    where organisation_id = ${ctx.organisationId} and address_hash = ${addressHash(email)} and ticket_hash = ${hashOf(ticket)}
      and tries < ${mostTries} and code_hash is not null and expires_at > ${ctx.now()}
    returning code_hash as hash`.execute(ctx.db)
  const [row] = rows
  return row !== undefined && timingSafeEqual(row.hash, codeHash(ctx, email, code))
}

/** Uses a code up. False where somebody was faster. */
export async function useCode(ctx: Context, { email, ticket, code }: Try): Promise<boolean> {
  const { rows } = await sql`
    update portal_code set code_hash = null
    where organisation_id = ${ctx.organisationId} and address_hash = ${addressHash(email)} and ticket_hash = ${hashOf(ticket)}
      and code_hash = ${codeHash(ctx, email, code)} and expires_at > ${ctx.now()}
    returning 1`.execute(ctx.db)
  return rows.length === 1
}

const addressHash = (email: string) => hashOf(email.toLowerCase())

/** Who asks, by the address of the connection: keyed, since there are not many. */
const askerHash = (ctx: Context) => {
  const address = ctx.actor.kind === 'public' ? ctx.actor.address : undefined
  return Buffer.from(ctx.sign('portal code asker', address ?? ''), 'base64url')
}

/** Keyed, since six digits are soon gone through. */
const codeHash = (ctx: Context, email: string, code: string) =>
  Buffer.from(ctx.sign('portal code', `${ctx.organisationId}/${email.toLowerCase()}/${code}`), 'base64url')
