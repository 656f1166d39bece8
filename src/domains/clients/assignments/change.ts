import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { type Change, command, difference } from '#/kernel/verb.ts'
import { adminRefuses, type Caller, callerInput, partnerKeys } from '../caller.ts'
import { exampleId, organizationNotFound } from '../client.ts'
import { db } from '../tables.ts'
import { adminInTurn } from '../users/one-at-a-time.ts'
import { exampleUserId, userNotFound } from '../users/user.ts'
import {
  assignmentNotFound,
  Assignments,
  type Pairs,
  pairsExample,
  pairsInput,
  readPairs,
  usersOfClient,
} from './assignment.ts'

const shared = {
  may: 'clients:write',
  opensTo: partnerKeys,
  input: z.object({ ...callerInput, ...pairsInput }),
  output: Assignments,
  refuses: [...adminRefuses, organizationNotFound, userNotFound],
  example: pairsExample,
} as const

export const addAssignments = command({
  ...shared,
  name: 'user-assignments.add',
  creates: true,
  summary: 'Assign users to organizations',
  description: 'Every user to every organization; what is assigned already stays as it is. Answers every pair.',
  run: (ctx, { partnerUserIds, organizationIds, ...named }) =>
    assign(ctx, named, { pairs: { partnerUserIds, organizationIds }, removesOthers: false }),
})

export const setAssignments = command({
  ...shared,
  name: 'user-assignments.set',
  summary: 'Set who looks after organizations',
  description: 'For the organizations given: users that are not listed are removed, and the others are assigned.',
  run: (ctx, { partnerUserIds, organizationIds, ...named }) =>
    assign(ctx, named, { pairs: { partnerUserIds, organizationIds }, removesOthers: true }),
})

type Named = Parameters<typeof adminInTurn>[1]
type Wanted = { pairs: Omit<Pairs, 'partnerId'>; removesOthers: boolean }

/** Lets users look after clients of one partner: every one of the ones every one of the others. */
export async function assign(ctx: Context, named: Named, { pairs, removesOthers }: Wanted) {
  const caller = await adminInTurn(ctx, named)
  const all = { ...pairs, partnerId: caller.partnerId }
  await refuseUnknown(ctx, all)
  const before = await readUsersByClient(ctx, all)
  if (removesOthers) await removeOthers(ctx, all)
  await addMissing(ctx, caller, all)
  const after = await readUsersByClient(ctx, all)
  return { output: await readPairs(ctx, all), changes: changesOf(caller.partnerId, before, after) }
}

async function refuseUnknown(ctx: Context, { partnerId, partnerUserIds, organizationIds }: Pairs): Promise<void> {
  const clients = await db(ctx)
    .selectFrom('client')
    .select('id')
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', partnerId)
    .where('id', 'in', organizationIds)
    .orderBy('id')
    .forKeyShare()
    .execute()
  if (clients.length < organizationIds.length) throw organizationNotFound()
  const users = await db(ctx)
    .selectFrom('partner_user')
    .select('id')
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', partnerId)
    .where('id', 'in', partnerUserIds)
    .where('status', '=', 'ACTIVE')
    .execute()
  if (users.length < partnerUserIds.length) throw userNotFound()
}

type UsersByClient = Map<string, string[]>

async function readUsersByClient(ctx: Context, { organizationIds }: Pairs): Promise<UsersByClient> {
  const { rows } = await sql<{ id: string; users: string[] }>`
    select c.id, ${usersOfClient(ctx, sql`c.id`)} as users from unnest(${organizationIds}::text[]) as c(id)`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ id, users }) => [id, users]))
}

async function removeOthers(ctx: Context, { partnerUserIds, organizationIds }: Pairs): Promise<void> {
  await db(ctx)
    .deleteFrom('client_assignment')
    .where('organisation_id', '=', ctx.organisationId)
    .where('client_id', 'in', organizationIds)
    .where('partner_user_id', 'not in', partnerUserIds)
    .execute()
}

async function addMissing(ctx: Context, { userId }: Caller, { partnerUserIds, organizationIds }: Pairs): Promise<void> {
  await sql`
    insert into client_assignment (organisation_id, client_id, partner_user_id, assigned_by, created_at)
    select ${ctx.organisationId}, c.id, u.id, ${userId}, ${ctx.now()}
    from unnest(${organizationIds}::text[]) as c(id) cross join unnest(${partnerUserIds}::text[]) as u(id)
    on conflict do nothing`.execute(ctx.db)
}

function changesOf(partnerId: string, before: UsersByClient, after: UsersByClient): Change[] {
  return [...after].flatMap(([subjectId, partnerUserIds]) => {
    const changed = difference({ partnerUserIds: before.get(subjectId) }, { partnerUserIds })
    return changed ? [{ subjectId, partnerId, ...changed }] : []
  })
}

export const removeAssignment = command({
  name: 'user-assignments.remove',
  may: 'clients:write',
  opensTo: partnerKeys,
  summary: 'End one assignment',
  input: z.object({ ...callerInput, partner_user_id: z.string(), organization_id: z.string() }),
  output: z.undefined(),
  refuses: [...adminRefuses, assignmentNotFound],
  example: { partner_user_id: exampleUserId, organization_id: exampleId },
  run: async (ctx, { partner_user_id: userId, organization_id: clientId, ...named }) => ({
    output: undefined,
    changes: [await endAssignment(ctx, named, { userId, clientId })],
  }),
})

/** Takes a client of the partner from a user. */
export async function endAssignment(
  ctx: Context,
  named: Named,
  { userId, clientId }: { userId: string; clientId: string },
): Promise<Change> {
  const { partnerId } = await adminInTurn(ctx, named)
  const removed = await db(ctx)
    .deleteFrom('client_assignment as a')
    .using('client as c')
    .where('a.organisation_id', '=', ctx.organisationId)
    .where('a.client_id', '=', clientId)
    .where('a.partner_user_id', '=', userId)
    .whereRef('c.organisation_id', '=', 'a.organisation_id')
    .whereRef('c.id', '=', 'a.client_id')
    .where('c.partner_id', '=', partnerId)
    .returning('a.partner_user_id')
    .executeTakeFirst()
  if (!removed) throw assignmentNotFound()
  return { subjectId: clientId, partnerId, before: { partnerUserId: userId }, after: null }
}
