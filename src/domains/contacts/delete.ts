import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { type Change, command } from '#/kernel/verb.ts'
import { queryBoolean } from '#/platform/http/contracts/detail/values.ts'
import { ContactInPath, contactNotFound, exampleContactId, isAssigned } from './internal-contact.ts'
import { lockContact } from './people.ts'
import { db } from './tables.ts'

export const deleteContact = command({
  name: 'internal-contacts.delete',
  may: 'contacts:write',
  summary: 'Delete an internal contact',
  description:
    'Refused while the person is assigned to partners, unless `force` removes those assignments too. Floating assignments go with the person.',
  input: z.object({
    internal_contact_id: ContactInPath,
    force: queryBoolean.meta({ description: 'Whether assignments on partners are removed too.' }),
  }),
  output: z.undefined(),
  refuses: [contactNotFound, isAssigned],
  example: { internal_contact_id: exampleContactId },
  run: async (ctx, { internal_contact_id: id, force }) => ({
    output: undefined,
    changes: await removeContact(ctx, id, { force }),
  }),
})

/** Deletes a person with the assignments: those on partners only by force. */
export async function removeContact(ctx: Context, id: string, { force = false } = {}): Promise<Change[]> {
  const { id: _id, ...person } = await lockContact(ctx, id)
  const removed = await removeAssignments(ctx, id)
  if (!force && removed.some(({ partnerId }) => partnerId !== null)) throw isAssigned()
  await db(ctx)
    .deleteFrom('internal_contact')
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', id)
    .execute()
  return [...removed, { type: 'internal-contacts.delete', subjectId: id, before: person, after: null }]
}

async function removeAssignments(ctx: Context, contactId: string): Promise<(Change & { partnerId: string | null })[]> {
  const gone = await db(ctx)
    .deleteFrom('internal_contact_assignment')
    .where('organisation_id', '=', ctx.organisationId)
    .where('internal_contact_id', '=', contactId)
    .returning(['id', 'internal_contact_id', 'internal_role', 'partner_id', 'remote_id'])
    .execute()
  return gone.map(({ id, ...before }) => ({
    type: 'assignments.delete',
    subjectId: id,
    partnerId: before.partner_id,
    before,
    after: null,
  }))
}
