import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import type { Json } from '#/kernel/json.ts'
import { query } from '#/kernel/verb.ts'
import { search } from '#/platform/http/contracts/detail/values.ts'
import { sql } from '#/platform/database/sql.ts'
import {
  AssignmentInPath,
  assignmentNotFound,
  examplePlace,
  InternalContactAssignment,
  kimOnLarkspur,
  PartnerIdInPath,
  partnerUnknown,
} from './assignment.ts'
import { ContactInPath, contactNotFound, exampleContactId } from './internal-contact.ts'
import { listInput, pageOf } from './lists.ts'
import { readContact } from './people.ts'
import { findPartner, isAt, onPartner, type Place } from './places.ts'
import { type AssignmentParts, assignmentParts, toArray, toAssignment, withPerson } from './shape.ts'

const output = z.array(InternalContactAssignment).meta({ examples: [[kimOnLarkspur]] })

export const listAssignments = query({
  name: 'assignments.list',
  may: 'contacts:read',
  summary: 'List the internal contacts of a partner',
  description: 'Who looks after the partner, and in which role each does; newest first.',
  input: z.object({
    partner_id: PartnerIdInPath,
    ...listInput,
    search: search.meta({ description: 'Part of the person’s e-mail or name, whatever its case.' }),
  }),
  output,
  refuses: [partnerUnknown],
  example: { partner_id: examplePlace.partner_id },
  run: async (ctx, { partner_id: id, ...wanted }) =>
    await readPage(ctx, { partnerId: await findPartner(ctx, id) }, wanted),
})

export const getAssignment = query({
  name: 'assignments.get',
  may: 'contacts:read',
  summary: 'Get an internal contact of a partner',
  input: z.object({ partner_id: PartnerIdInPath, assignment_id: AssignmentInPath }),
  output: InternalContactAssignment,
  refuses: [assignmentNotFound],
  example: examplePlace,
  run: (ctx, { partner_id: partnerId, assignment_id: id }) =>
    onPartner(ctx, partnerId, (place) => tryReadAssignment(ctx, id, place)),
})

export const listAssignmentsOfContact = query({
  name: 'assignments.list-of-contact',
  may: 'contacts:read',
  summary: 'List the assignments of an internal contact',
  description: 'Those on partners and the floating ones, newest first.',
  input: z.object({ internal_contact_id: ContactInPath, ...listInput }),
  output,
  refuses: [contactNotFound],
  example: { internal_contact_id: exampleContactId },
  async run(ctx, { internal_contact_id: contactId, ...wanted }) {
    await readContact(ctx, contactId)
    return await readPage(ctx, { contactId }, wanted)
  },
})

export const getAssignmentOfContact = query({
  name: 'assignments.get-of-contact',
  may: 'contacts:read',
  summary: 'Get an assignment of an internal contact',
  description: 'On a partner or floating.',
  input: z.object({ internal_contact_id: ContactInPath, assignment_id: AssignmentInPath }),
  output: InternalContactAssignment,
  refuses: [assignmentNotFound],
  example: { internal_contact_id: exampleContactId, assignment_id: examplePlace.assignment_id },
  async run(ctx, { internal_contact_id: contactId, assignment_id: id }) {
    const found = await tryReadAssignment(ctx, id, { contactId })
    if (!found) throw assignmentNotFound()
    return found
  },
})

type Wanted = { page: number; limit: number; search?: string }

async function readPage(ctx: Context, place: Place, wanted: Wanted): Promise<Json<InternalContactAssignment[]>> {
  const { plan, found, order, range } = pageOf(wanted, 'a')
  const { rows } = await sql<AssignmentParts>`${plan}
    select ${assignmentParts} from internal_contact_assignment a ${withPerson}
    where a.organisation_id = ${ctx.organisationId} and ${isAt(place)} ${found} ${order} ${range}`.execute(ctx.db)
  return toArray(rows.map(toAssignment))
}

/** The assignment as it leaves, if it is in its place. */
export async function tryReadAssignment(
  ctx: Context,
  id: string,
  place?: Place,
): Promise<Json<InternalContactAssignment> | undefined> {
  const {
    rows: [row],
  } = await sql<AssignmentParts>`
    select ${assignmentParts} from internal_contact_assignment a ${withPerson}
    where a.organisation_id = ${ctx.organisationId} and a.id = ${id} ${place ? sql`and ${isAt(place)}` : sql``}`.execute(
    ctx.db,
  )
  return row && toAssignment(row)
}
