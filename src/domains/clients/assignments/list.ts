import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { numberedPage, pageNumbers, toNumberedPage } from '#/platform/http/contracts/detail/numbered-page.ts'
import { search } from '#/platform/http/contracts/detail/values.ts'
import { callerInput, callerOf, callerRefuses, partnerKeys } from '../caller.ts'
import { exampleId } from '../client.ts'
import { clientPage } from '../numbered-pages.ts'
import { exampleUserId } from '../users/user.ts'

const Assignee = z.strictObject({
  id: z.string(),
  name: z.string().meta({ description: 'First and last name, else the e-mail.' }),
})
type Assignee = z.infer<typeof Assignee>

const PartnerClientAssignment = z
  .strictObject({ id: z.string(), name: z.string().nullable(), assignedTo: z.array(Assignee) })
  .meta({
    id: 'PartnerClientAssignment',
    examples: [{ id: exampleId, name: 'Fernhill Foods Ltd', assignedTo: [{ id: exampleUserId, name: 'Alex Sample' }] }],
  })

export const listAssignments = query({
  name: 'user-assignments.list',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'List who looks after which organization',
  description: 'The active organizations, newest first, each with its users in the order in which they came to it.',
  input: z.object({
    ...callerInput,
    search,
    client_id: z.string().optional().meta({ description: 'Only this organization.' }),
    ...pageNumbers,
  }),
  output: numberedPage(PartnerClientAssignment),
  refuses: callerRefuses,
  async run(ctx, { search, client_id: clientId, page, size, ...named }) {
    const caller = await callerOf(ctx, named)
    const wanted = { status: 'ACTIVE' as const, search, clientId, page, size }
    const { rows, total } = await clientPage(ctx, caller, wanted)
    const assignees = await readAssignees(
      ctx,
      rows.map(({ id }) => id),
    )
    const items = rows.map(({ id, name }) => ({ id, name, assignedTo: assignees.get(id) ?? [] }))
    return toNumberedPage(items, total, { page, size })
  },
})

async function readAssignees(ctx: Context, clientIds: string[]): Promise<Map<string, Assignee[]>> {
  const { rows } = await sql<{ id: string; assignedTo: Assignee[] }>`
    select a.client_id as id, json_agg(
      json_build_object('id', u.id, 'name', coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.email))
      order by a.created_at, u.id) as "assignedTo"
    from client_assignment a
    join partner_user u on u.organisation_id = a.organisation_id and u.id = a.partner_user_id
    where a.organisation_id = ${ctx.organisationId} and a.client_id = any(${clientIds})
    group by a.client_id`.execute(ctx.db)
  return new Map(rows.map(({ id, assignedTo }) => [id, assignedTo]))
}
