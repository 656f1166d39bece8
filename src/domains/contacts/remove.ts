import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command, type RecordedInStatement } from '#/kernel/verb.ts'
import { eventIn } from '#/platform/events.ts'
import { sql } from '#/platform/database/sql.ts'
import { AssignmentInPath, assignmentNotFound, examplePlace, PartnerIdInPath } from './assignment.ts'
import { ContactInPath, exampleContactId } from './internal-contact.ts'
import { isAt, onPartner, type Place } from './places.ts'

const removal = {
  may: 'contacts:write',
  isOneStatement: true,
  output: z.undefined(),
  refuses: [assignmentNotFound],
} as const

export const deleteAssignment = command({
  ...removal,
  name: 'assignments.delete',
  summary: 'Take an internal contact off a partner',
  description: 'The person stays. The `remote_id` of the assignment becomes free.',
  input: z.object({ partner_id: PartnerIdInPath, assignment_id: AssignmentInPath }),
  example: examplePlace,
  run: (ctx, { partner_id: partnerId, assignment_id: id }) =>
    onPartner(ctx, partnerId, (place) => tryRemove(ctx, id, place)),
})

export const deleteAssignmentOfContact = command({
  ...removal,
  name: 'assignments.delete-of-contact',
  summary: 'Delete an assignment of an internal contact',
  description: 'On a partner or floating. The person stays, and the `remote_id` becomes free.',
  input: z.object({ internal_contact_id: ContactInPath, assignment_id: AssignmentInPath }),
  example: { internal_contact_id: exampleContactId, assignment_id: examplePlace.assignment_id },
  async run(ctx, { internal_contact_id: contactId, assignment_id: id }) {
    const removed = await tryRemove(ctx, id, { contactId })
    if (!removed) throw assignmentNotFound()
    return removed
  },
})

type Removed = { output: undefined; changes: RecordedInStatement }

/** Deletes the assignment if it is in its place, and records it, in one statement. */
export async function tryRemove(ctx: Context, id: string, place: Place): Promise<Removed | undefined> {
  const { insert, recorded } = eventIn(ctx, {
    type: 'assignments.delete',
    from: sql.raw('gone g'),
    subjectId: sql.raw('g.id'),
    partnerId: sql.raw('g.partner_id'),
    before: sql.raw(`json_build_object('internal_contact_id', g.internal_contact_id, 'internal_role', g.internal_role,
      'partner_id', g.partner_id, 'remote_id', g.remote_id)`),
    after: sql.raw('null::json'),
  })
  const { rows } = await sql`
    with gone as (
      delete from internal_contact_assignment a
      where a.organisation_id = ${ctx.organisationId} and a.id = ${id} and ${isAt(place)} returning a.*
    ), recorded as (${insert})
    select id from gone`.execute(ctx.db)
  return rows.length ? { output: undefined, changes: recorded } : undefined
}
