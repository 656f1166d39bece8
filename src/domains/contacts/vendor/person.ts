import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { InternalRole } from '../assignment.ts'
import { contactNotFound, exampleContactId, profileFields } from '../internal-contact.ts'
import type { InternalContactRow } from '../tables.ts'

const text = z.string().nullable()

/** A person of the organisation who looks after partners, with a summary of where. */
export const ContactPerson = z
  .strictObject({
    id: z.string(),
    email: z.string().meta({ description: 'Unique in the organisation, whatever its case.' }),
    givenName: text,
    familyName: text,
    name: text.meta({ description: 'Full name, for when given and family name are not used.' }),
    phone: text,
    jobTitle: text,
    roles: z.array(InternalRole).meta({ description: 'The roles that the person has, each once.' }),
    partners: z.int().meta({ description: 'How many partners the person looks after.' }),
    floating: z.int().meta({ description: 'How many roles are on no partner yet.' }),
    createdAt: DateTime,
    modifiedAt: DateTime.nullable().meta({ description: 'When a value changed last; null until the first change.' }),
  })
  .meta({
    id: 'ContactPerson',
    examples: [
      {
        id: exampleContactId,
        email: 'Kim@vendor.example.com',
        givenName: 'Kim',
        familyName: 'Sample',
        name: null,
        phone: null,
        jobTitle: 'Customer success',
        roles: ['csm' as const],
        partners: 12,
        floating: 0,
        createdAt: '2026-03-11T09:30:00.000Z',
        modifiedAt: null,
      },
    ],
  })
export type ContactPerson = z.infer<typeof ContactPerson>

/** What is written of a person besides the e-mail. */
export const personFields = {
  givenName: profileFields.given_name,
  familyName: profileFields.family_name,
  name: profileFields.name,
  phone: profileFields.phone,
  jobTitle: profileFields.job_title,
}

type Given = { [Field in keyof typeof personFields]?: string | null | undefined } & { email?: string | undefined }

const columns = {
  email: 'email',
  givenName: 'given_name',
  familyName: 'family_name',
  name: 'name',
  phone: 'phone',
  jobTitle: 'job_title',
} as const

/** What was sent, under the names of its columns. */
export const toColumns = (given: Given) =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([field, column]) => {
      const value = given[field as keyof typeof columns]
      return value === undefined ? [] : [[column, value]]
    }),
  ) as { [Column in (typeof columns)[keyof typeof columns]]?: string | null } & { email?: string }

export const PersonInPath = Reference.meta({ description: 'The id of an internal contact.' })

export const emailTaken = () =>
  invalidField('email', 'already_taken', 'Another internal contact has this e-mail address.')

export type PersonRow = InternalContactRow & Pick<ContactPerson, 'roles' | 'partners' | 'floating'>

/** Reads people `p` that `which` finds, each with a summary of its assignments. */
export async function readPeople(ctx: Context, which: Sql, order: Sql = sql``): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    select p.*, t.roles, t.partners, t.floating from (
      select * from internal_contact p where p.organisation_id = ${ctx.organisationId} ${which}
    ) p cross join lateral (
      select coalesce(array_agg(distinct a.internal_role), '{}') as roles, count(distinct a.partner_id)::int as partners,
        (count(*) filter (where a.partner_id is null))::int as floating
      from internal_contact_assignment a where a.organisation_id = p.organisation_id and a.internal_contact_id = p.id
    ) t ${order}`.execute(ctx.db)
  return rows
}

export async function findPerson(ctx: Context, id: string): Promise<ContactPerson> {
  const [row] = await readPeople(ctx, sql`and p.id = ${id}`)
  if (!row) throw contactNotFound()
  return toPerson(row)
}

export const toPerson = (row: PersonRow): ContactPerson => ({
  id: row.id,
  email: row.email,
  givenName: row.given_name,
  familyName: row.family_name,
  name: row.name,
  phone: row.phone,
  jobTitle: row.job_title,
  roles: row.roles,
  partners: row.partners,
  floating: row.floating,
  createdAt: row.created_at.toISOString(),
  modifiedAt: row.modified_at?.toISOString() ?? null,
})
