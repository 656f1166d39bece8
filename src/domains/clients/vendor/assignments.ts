import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { command, query } from '#/kernel/verb.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { assignmentNotFound } from '../assignments/assignment.ts'
import { assign, endAssignment } from '../assignments/change.ts'
import { exampleId } from '../client.ts'
import { exampleUserId, userNotFound, UserRole } from '../users/user.ts'
import { ClientInPath, clientNotFound } from './client.ts'

/** A person at the partner who looks after a client. */
const ClientUser = z
  .strictObject({
    id: z.string(),
    name: z.string().meta({ description: 'First and last name, else the e-mail.' }),
    email: z.string(),
    role: UserRole,
    assignedAt: DateTime,
  })
  .meta({
    id: 'ClientUser',
    examples: [
      {
        id: exampleUserId,
        name: 'Alex Sample',
        email: 'alex@ledgerline.example.com',
        role: 'MEMBER' as const,
        assignedAt: '2026-03-05T09:30:00.000Z',
      },
    ],
  })
type ClientUser = z.infer<typeof ClientUser>

export const listClientUsers = query({
  name: 'clients.list-users',
  may: 'clients:read',
  summary: 'List who looks after a client',
  description: 'The users of its partner who are assigned to it, in the order in which they came.',
  input: z.strictObject({ id: ClientInPath, ...pageInput }),
  output: page(ClientUser),
  refuses: [clientNotFound],
  example: { id: exampleId },
  async run(ctx, { id, limit, cursor }) {
    await findPartnerOf(ctx, id)
    const order = `users of ${id}`
    const [at, last] = fromCursor(ctx, order, cursor) ?? []
    const after = last === undefined ? sql`` : sql`and (a.created_at, u.id) > (${at}::timestamptz, ${last})`
    const rows = await readUsers(ctx, id, sql`${after} order by a.created_at, u.id limit ${sql.lit(limit + 1)}`)
    return toPage(ctx, rows, { limit, order, position: (row) => [row.assigned_at.toISOString(), row.id], item: toUser })
  },
})

type Row = Omit<ClientUser, 'assignedAt'> & { assigned_at: Date }

async function readUsers(ctx: Context, clientId: string, which: Sql): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select u.id, u.email, u.role, a.created_at as assigned_at,
      coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.email) as name
    from client_assignment a join partner_user u on u.organisation_id = a.organisation_id and u.id = a.partner_user_id
    where a.organisation_id = ${ctx.organisationId} and a.client_id = ${clientId} ${which}`.execute(ctx.db)
  return rows
}

const toUser = ({ assigned_at, ...user }: Row): ClientUser => ({ ...user, assignedAt: assigned_at.toISOString() })

async function findPartnerOf(ctx: Context, clientId: string): Promise<string> {
  const { rows } = await sql<{ partnerId: string }>`
    select partner_id as "partnerId" from client where organisation_id = ${ctx.organisationId} and id = ${clientId}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw clientNotFound()
  return rows[0].partnerId
}

const place = { id: ClientInPath, userId: Reference.meta({ description: 'The id of a user of the partner.' }) }
const example = { id: exampleId, userId: exampleUserId }

export const assignClientUser = command({
  name: 'clients.assign-user',
  may: 'clients:write',
  summary: 'Let a user look after a client',
  description: 'An active user of the client’s partner. One who looks after it already stays as they are.',
  input: z.strictObject(place),
  output: ClientUser,
  refuses: [clientNotFound, userNotFound],
  example,
  async run(ctx, { id, userId }) {
    const partnerId = await findPartnerOf(ctx, id)
    const pairs = { partnerUserIds: [userId], organizationIds: [id] }
    const { changes } = await assign(ctx, { partnerId }, { pairs, removesOthers: false })
    const [row] = await readUsers(ctx, id, sql`and u.id = ${userId}`)
    if (!row) throw userNotFound()
    return { output: toUser(row), changes: changes.map((change) => ({ ...change, type: 'user-assignments.add' })) }
  },
})

export const removeClientUser = command({
  name: 'clients.remove-user',
  may: 'clients:write',
  summary: 'Take a client from a user',
  input: z.strictObject(place),
  output: z.undefined(),
  refuses: [clientNotFound, assignmentNotFound],
  example,
  async run(ctx, { id, userId }) {
    const partnerId = await findPartnerOf(ctx, id)
    const change = await endAssignment(ctx, { partnerId }, { userId, clientId: id })
    return { output: undefined, changes: [{ ...change, type: 'user-assignments.remove' }] }
  },
})
