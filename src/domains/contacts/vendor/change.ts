import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Json } from '#/kernel/json.ts'
import { command } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { removeContact } from '../delete.ts'
import { contactNotFound, Email, exampleContactId, isAssigned } from '../internal-contact.ts'
import { lockContact } from '../people.ts'
import { db } from '../tables.ts'
import { changeContact } from '../update.ts'
import { ContactPerson, emailTaken, findPerson, personFields, PersonInPath, toColumns } from './person.ts'

const example = {
  email: 'Kim@vendor.example.com',
  givenName: 'Kim',
  familyName: 'Sample',
  jobTitle: 'Customer success',
}

export const createPerson = command({
  name: 'internal-contacts.create',
  may: 'contacts:write',
  creates: true,
  summary: 'Add a person who looks after partners',
  description: 'The e-mail address is unique in the organisation, whatever its case. The person has no role yet.',
  input: z.strictObject({ email: Email, ...personFields }),
  output: ContactPerson,
  example,
  async run(ctx, given) {
    const [id, after] = [ctx.newId('ict'), toColumns(given)]
    await db(ctx)
      .insertInto('internal_contact')
      .values({ organisation_id: ctx.organisationId, id, ...after, email: given.email, created_at: ctx.now() })
      .execute()
      .catch(taken)
    return { output: await findPerson(ctx, id), changes: [{ subjectId: id, before: null, after }] }
  },
})

function taken(error: unknown): never {
  throw brokenConstraint(error, '23505') === 'internal_contact_email_key' ? emailTaken() : error
}

export const updatePerson = command({
  name: 'contact-people.update',
  may: 'contacts:write',
  summary: 'Update a person who looks after partners',
  description: 'Changes the fields that are given and no others; null clears.',
  input: z.strictObject({ id: PersonInPath, email: Email.optional(), ...personFields }),
  output: ContactPerson,
  refuses: [contactNotFound],
  example: { id: exampleContactId, phone: '+1 555 0100' },
  current: (ctx, { id }) => lockedPerson(ctx, id),
  async run(ctx, { id, ...given }) {
    const changes = await changeContact(ctx, id, toColumns(given)).catch(taken)
    return { output: await findPerson(ctx, id), changes }
  },
})

async function lockedPerson(ctx: Context, id: string): Promise<Json<ContactPerson>> {
  await lockContact(ctx, id)
  return new Json(JSON.stringify(await findPerson(ctx, id)))
}

export const deletePerson = command({
  name: 'contact-people.delete',
  may: 'contacts:write',
  summary: 'Delete a person who looks after partners',
  description: 'Refused while the person is assigned to partners. Roles that are on no partner go with the person.',
  input: z.strictObject({ id: PersonInPath }),
  output: z.undefined(),
  refuses: [contactNotFound, isAssigned],
  example: { id: exampleContactId },
  run: async (ctx, { id }) => ({ output: undefined, changes: await removeContact(ctx, id) }),
})
