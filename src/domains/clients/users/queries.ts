import { sql } from 'kysely'
import { z } from 'zod'
import { findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { query } from '#/kernel/verb.ts'
import { callerInput, callerOf, callerRefuses, partnerKeys } from '../caller.ts'
import { db } from '../tables.ts'
import {
  exampleUser,
  PartnerUser,
  PartnerUserResponse,
  type StoredUser,
  toPartnerUser,
  toPartnerUserResponse,
  userNotFound,
} from './user.ts'

export const listUsers = query({
  name: 'partner-users.list',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'List the partner’s users',
  description: 'Members, those who were, and pending invites, newest first.',
  input: z.object(callerInput),
  output: z.array(PartnerUserResponse).meta({ examples: [[exampleUser]] }),
  refuses: callerRefuses,
  async run(ctx, named) {
    const { partnerId } = await callerOf(ctx, named)
    const rows = await usersOf(ctx, partnerId).orderBy('created_at', 'desc').orderBy('id', 'desc').execute()
    return rows.map(toPartnerUserResponse)
  },
})

export const listUsersOfPartner = query({
  name: 'partners.list-users',
  may: 'clients:read',
  summary: 'List a partner’s users',
  description: 'The people who act for the partner: members, those who were, and pending invites, newest first.',
  input: z.strictObject({ id: z.string(), ...pageInput }),
  output: page(PartnerUser),
  refuses: [partnerNotFound],
  example: { id: 'ptn_01KGS4JWE00TATDK1DSRJKCJRQ' },
  async run(ctx, { id, limit, cursor }) {
    const partnerId = await findPartnerId(ctx, id)
    const [at, after] = fromCursor(ctx, 'partner-users', cursor) ?? []
    const rows = await usersOf(ctx, partnerId)
      .$if(after !== undefined, (all) => all.where(sql<boolean>`(created_at, id) < (${at}::timestamptz, ${after})`))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    const position = (row: StoredUser) => [row.created_at.toISOString(), row.id]
    return toPage(ctx, rows, { limit, order: 'partner-users', position, item: toPartnerUser })
  },
})

const usersOf = (ctx: Context, partnerId: string) =>
  db(ctx)
    .selectFrom('partner_user')
    .selectAll()
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', partnerId)

/** A user as it stands in a path: a member by its id, a pending invite by its e-mail. */
export async function findUser(ctx: Context, partnerId: string, ref: string): Promise<StoredUser> {
  const user = await usersOf(ctx, partnerId)
    .where(sql<boolean>`case status when 'PENDING' then lower(email) = lower(${ref}) else id = ${ref} end`)
    .executeTakeFirst()
  if (!user) throw userNotFound()
  return user
}

/** Whether another than this user is an active owner of the partner. */
export async function hasOtherOwner(ctx: Context, user: StoredUser): Promise<boolean> {
  const other = await usersOf(ctx, user.partner_id)
    .where('role', '=', 'OWNER')
    .where('status', '=', 'ACTIVE')
    .where('id', '<>', user.id)
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}
