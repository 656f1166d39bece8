import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { type Change, command, difference } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import {
  ContactInPath,
  contactNotFound,
  Email,
  emailTaken,
  exampleContactId,
  InternalContact,
  type Profile,
  profileFields,
} from './internal-contact.ts'
import { lockContact, readContact } from './people.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { db } from './tables.ts'

export const updateContact = command({
  name: 'internal-contacts.update',
  may: 'contacts:write',
  summary: 'Update an internal contact',
  description:
    'Changes the fields that are given and no others; null clears. `modified_at` moves only when a value differs.',
  input: z.object({ internal_contact_id: ContactInPath, email: Email.optional(), ...profileFields }),
  output: InternalContact,
  refuses: [contactNotFound, emailTaken],
  example: {
    internal_contact_id: exampleContactId,
    phone: '+1 555 0100',
    name: null,
    given_name: 'Kim',
    family_name: 'Sample',
  },
  async run(ctx, { internal_contact_id: id, ...given }) {
    const changes = await changeContact(ctx, id, given).catch(taken)
    return { output: await readContact(ctx, id), changes }
  },
})

/** Writes what differs of a person. */
export async function changeContact(ctx: Context, id: string, given: Profile & { email?: string }): Promise<Change[]> {
  const changed = difference(await lockContact(ctx, id), given)
  if (!changed) return []
  await db(ctx)
    .updateTable('internal_contact')
    .set({ ...given, modified_at: movedAt(ctx, 'internal_contact.modified_at') })
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', id)
    .execute()
  return [{ type: 'internal-contacts.update', subjectId: id, ...changed }]
}

function taken(error: unknown): never {
  throw brokenConstraint(error, '23505') === 'internal_contact_email_key' ? emailTaken() : error
}
