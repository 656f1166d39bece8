import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command, type Outcome } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import {
  assignmentNotFound,
  examplePlace,
  InternalContactAssignment,
  InternalRole,
  partnerUnknown,
  severalFloating,
} from './assignment.ts'
import { ContactInPath, contactNotFound, exampleContactId } from './internal-contact.ts'
import { readContact } from './people.ts'
import { findPartner } from './places.ts'
import { type AssignmentParts, assignmentParts, toAssignment, withPerson } from './shape.ts'
import { db } from './tables.ts'
import { isRoleTaken, writeAssignment } from './write.ts'

export const attachAssignment = command({
  name: 'assignments.attach',
  may: 'contacts:write',
  creates: true,
  mayFind: true,
  isOneStatement: true,
  summary: 'Attach a floating assignment to a partner',
  description:
    'The floating assignment of the person is on the partner from then on (201). Where the person has the role there already, that assignment is answered (200) and the floating one stays.',
  input: z.object({
    internal_contact_id: ContactInPath,
    partner_id: z.string().trim().min(1).meta({ description: 'Our id of the partner.' }),
    internal_role: InternalRole.optional().meta({
      description: 'Names the floating assignment; needed only when the person has several.',
    }),
  }),
  output: InternalContactAssignment,
  refuses: [contactNotFound, partnerUnknown, assignmentNotFound, severalFloating],
  example: {
    internal_contact_id: exampleContactId,
    partner_id: examplePlace.partner_id,
    internal_role: 'account_manager',
  },
  async run(ctx, { internal_contact_id: contactId, partner_id: partnerId, internal_role: role }) {
    await readContact(ctx, contactId)
    return await attach(ctx, { contactId, partnerId, role })
  },
})

type Wanted = { contactId: string; partnerId: string; role: InternalRole | undefined }

/** What is read may have changed before it is written: the guarded write then finds nothing, and all is read anew. */
async function attach(ctx: Context, wanted: Wanted): Promise<Outcome<InternalContactAssignment>> {
  const partnerId = await findPartner(ctx, wanted.partnerId)
  const [floating, another] = await floatingOf(ctx, wanted)
  if (another) throw severalFloating()
  const role = wanted.role ?? floating?.internal_role
  if (!role) throw assignmentNotFound()
  const held = await tryReadHeld(ctx, { ...wanted, partnerId, role })
  if (held) return { output: held, changes: [], isNew: false }
  if (!floating) throw assignmentNotFound()
  const written = await writeAssignment(ctx, {
    event: 'assignments.attach',
    id: floating.id,
    guard: sql`a.partner_id is null and a.internal_role = ${role}`,
    column: 'partner_id',
    value: partnerId,
  }).catch(unlessRoleTaken)
  return written ? { ...written, isNew: true } : await attach(ctx, wanted)
}

function unlessRoleTaken(error: unknown): undefined {
  if (!isRoleTaken(error)) throw error
}

async function floatingOf(ctx: Context, { contactId, role }: Wanted) {
  return await db(ctx)
    .selectFrom('internal_contact_assignment')
    .select(['id', 'internal_role'])
    .where('organisation_id', '=', ctx.organisationId)
    .where('internal_contact_id', '=', contactId)
    .where('partner_id', 'is', null)
    .$if(role !== undefined, (all) => all.where('internal_role', '=', role ?? 'csm'))
    .limit(2)
    .execute()
}

async function tryReadHeld(ctx: Context, { contactId, partnerId, role }: Wanted) {
  const {
    rows: [row],
  } = await sql<AssignmentParts>`
    select ${assignmentParts} from internal_contact_assignment a ${withPerson}
    where a.organisation_id = ${ctx.organisationId} and a.partner_id = ${partnerId}
      and a.internal_contact_id = ${contactId} and a.internal_role = ${role}`.execute(ctx.db)
  return row && toAssignment(row)
}
