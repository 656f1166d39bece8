import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { DateTime } from '#/kernel/time.ts'
import { exampleId } from '../client.ts'
import { exampleUserId } from '../users/user.ts'

/** That a user looks after a client. */
export const PartnerUserAssignmentResponse = z
  .strictObject({
    partnerUserId: z.string(),
    organizationId: z.string(),
    partnerId: z.string(),
    assignedBy: z.string().nullable().meta({ description: 'The user behind the key that assigned it.' }),
    createdAt: DateTime,
  })
  .meta({ id: 'PartnerUserAssignmentResponse' })
type Assignment = z.infer<typeof PartnerUserAssignmentResponse>

export const Assignments = z.array(PartnerUserAssignmentResponse).meta({ examples: [[exampleAssignment()]] })

function exampleAssignment(): Assignment {
  return {
    partnerUserId: exampleUserId,
    organizationId: exampleId,
    partnerId: 'ptn_01KGS4JWE00TATDK1DSRJKCJRQ',
    assignedBy: exampleUserId,
    createdAt: '2026-03-05T09:30:00.000Z',
  }
}

const idsInput = z
  .array(z.string().trim())
  .min(1)
  .max(50)
  .transform((ids) => [...new Set(ids)])

/** Which users and which clients: every one of the ones with every one of the others. */
export const pairsInput = { partnerUserIds: idsInput, organizationIds: idsInput }
export const pairsExample = { partnerUserIds: [exampleUserId], organizationIds: [exampleId] }

export type Pairs = { partnerId: string; partnerUserIds: string[]; organizationIds: string[] }

type Row = { userId: string; clientId: string; assignedBy: string | null; createdAt: Date }

/** The stored assignments among the pairs, in the order of the request: user by user. */
export async function readPairs(ctx: Context, pairs: Pairs): Promise<Assignment[]> {
  const { rows } = await sql<Row>`
    select a.partner_user_id as "userId", a.client_id as "clientId", a.assigned_by as "assignedBy", a.created_at as "createdAt"
    from unnest(${pairs.partnerUserIds}::text[]) with ordinality as u(id, place)
    cross join unnest(${pairs.organizationIds}::text[]) with ordinality as c(id, place)
    join client_assignment a
      on a.organisation_id = ${ctx.organisationId} and a.client_id = c.id and a.partner_user_id = u.id
    order by u.place, c.place`.execute(ctx.db)
  return rows.map((row) => ({
    partnerUserId: row.userId,
    organizationId: row.clientId,
    partnerId: pairs.partnerId,
    assignedBy: row.assignedBy,
    createdAt: row.createdAt.toISOString(),
  }))
}

/** The ids of those who look after a client, as one array. */
export const usersOfClient = (ctx: Context, clientId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  array(select a.partner_user_id from client_assignment a
    where a.organisation_id = ${ctx.organisationId} and a.client_id = ${clientId} order by a.partner_user_id)`

export const assignmentNotFound = refusal('not_found', 'USER_ASSIGNMENT_NOT_FOUND', 'User assignment not found')
