import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { query } from '#/kernel/verb.ts'
import { db, type MemberRow } from '../tables.ts'
import { Member, userNotFound } from './member.ts'

export const listMembers = query({
  name: 'users.list',
  may: 'members:read',
  summary: 'List users',
  description: 'The members of the organisation, newest first.',
  input: z.strictObject(pageInput),
  output: page(Member),
  async run(ctx, { limit, cursor }) {
    const [after] = fromCursor(ctx, 'users', cursor) ?? []
    const rows = await members(ctx)
      .$if(after !== undefined, (all) => all.where('id', '<', after ?? ''))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    return toPage(ctx, rows, { limit, order: 'users', position: (row) => [row.id], item: toMember })
  },
})

export const getMember = query({
  name: 'users.get',
  may: 'members:read',
  summary: 'Get a user',
  input: z.strictObject({ id: z.string() }),
  output: Member,
  refuses: [userNotFound],
  example: { id: 'user_01KHGA5BE0P30W3HYFGD6GTMMK' },
  run: async (ctx, { id }) => toMember(await findMember(ctx, id)),
})

type FoundMember = MemberRow & { invited: boolean }

const members = (ctx: Context) =>
  db(ctx)
    .selectFrom('member')
    .selectAll()
    .select(
      sql<boolean>`exists (
        select from invitation i
        where i.organisation_id = member.organisation_id and i.member_id = member.id and i.expires_at > ${ctx.now()})`.as(
        'invited',
      ),
    )
    .where('organisation_id', '=', ctx.organisationId)

/** The member with this id, locked against other changes. */
export async function findMember(ctx: Context, id: string, lock = false): Promise<FoundMember> {
  const row = await members(ctx)
    .where('id', '=', id)
    .$if(lock, (one) => one.modifyEnd(sql`for update`))
    .executeTakeFirst()
  if (!row) throw userNotFound()
  return row
}

export function toMember({ account_id, invited, ...row }: FoundMember): Member {
  const { id, email, name, role } = row
  const status = account_id !== null ? 'ACTIVE' : invited ? 'INVITED' : 'PENDING'
  return {
    id,
    email,
    name,
    role,
    status,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
