import { z } from 'zod'
import { command, difference } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import {
  ContactInPath,
  contactNotFound,
  Email,
  emailTaken,
  exampleContactId,
  InternalContact,
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
    const before = await lockContact(ctx, id)
    const changed = difference(before, given)
    if (!changed) return { output: await readContact(ctx, id), changes: [] }
    await db(ctx)
      .updateTable('internal_contact')
      .set({ ...given, modified_at: movedAt(ctx, 'internal_contact.modified_at') })
      .where('organisation_id', '=', ctx.organisationId)
      .where('id', '=', id)
      .execute()
      .catch(taken)
    return { output: await readContact(ctx, id), changes: [{ subjectId: id, ...changed }] }
  },
})

function taken(error: unknown): never {
  throw brokenConstraint(error, '23505') === 'internal_contact_email_key' ? emailTaken() : error
}
