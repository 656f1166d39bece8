import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Json } from '#/kernel/json.ts'
import { query } from '#/kernel/verb.ts'
import { search } from '#/platform/http/contracts/detail/values.ts'
import { sql } from '#/platform/database/sql.ts'
import { ContactInPath, contactNotFound, exampleContactId, InternalContact, kim } from './internal-contact.ts'
import { listInput, pageOf } from './lists.ts'
import { toArray } from './shape.ts'
import { db, type InternalContactRow } from './tables.ts'

export const listContacts = query({
  name: 'internal-contacts.list',
  may: 'contacts:read',
  summary: 'List internal contacts',
  description: 'The people of the organisation who look after partners, newest first.',
  input: z.object({
    ...listInput,
    search: search.meta({ description: 'Part of the e-mail or of a name, whatever its case.' }),
  }),
  output: z.array(InternalContact).meta({ examples: [[kim]] }),
  async run(ctx, wanted) {
    const { plan, found, order, range } = pageOf(wanted, 'p')
    const { rows } = await sql<{ document: string }>`${plan}
      select p.document from (
        select p.id from internal_contact p where p.organisation_id = ${ctx.organisationId} ${found} ${order} ${range}
      ) k join internal_contact p on p.organisation_id = ${ctx.organisationId} and p.id = k.id ${order}`.execute(ctx.db)
    return toArray(rows.map(({ document }) => new Json<InternalContact>(document)))
  },
})

export const getContact = query({
  name: 'internal-contacts.get',
  may: 'contacts:read',
  summary: 'Get an internal contact',
  description: 'The person alone, without roles.',
  input: z.object({ internal_contact_id: ContactInPath }),
  output: InternalContact,
  refuses: [contactNotFound],
  example: { internal_contact_id: exampleContactId },
  run: (ctx, { internal_contact_id: id }) => readContact(ctx, id),
})

/** The person as it leaves. */
export async function readContact(ctx: Context, id: string): Promise<Json<InternalContact>> {
  const {
    rows: [row],
  } = await sql<{ document: string }>`
    select document from internal_contact where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
  if (!row) throw contactNotFound()
  return new Json(row.document)
}

const people = (ctx: Context) =>
  db(ctx)
    .selectFrom('internal_contact')
    .select(['id', 'email', 'given_name', 'family_name', 'name', 'phone', 'job_title'])
    .where('organisation_id', '=', ctx.organisationId)
    .modifyEnd(sql`for update`)

export type Person = Omit<InternalContactRow, 'organisation_id' | 'created_at' | 'modified_at'>

/** The person, locked until the transaction ends. */
export async function lockContact(ctx: Context, id: string): Promise<Person> {
  const row = await people(ctx).where('id', '=', id).executeTakeFirst()
  if (!row) throw contactNotFound()
  return row
}

/** The person who has this e-mail in any spelling, locked; PostgreSQL folds the case on both sides. */
export async function tryLockContactByEmail(ctx: Context, email: string): Promise<Person | undefined> {
  return await people(ctx)
    .where(sql<boolean>`lower(email) = lower(${email})`)
    .executeTakeFirst()
}
