import { z } from 'zod'
import { findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference, text } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { containing } from '#/platform/database/like.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { InternalRole } from '../assignment.ts'
import { contactNotFound, exampleContactId } from '../internal-contact.ts'
import { ContactPerson, findPerson, PersonInPath, type PersonRow, readPeople, toPerson } from './person.ts'

export const getPerson = query({
  name: 'contact-people.get',
  may: 'contacts:read',
  summary: 'Get a person who looks after partners',
  input: z.strictObject({ id: PersonInPath }),
  output: ContactPerson,
  refuses: [contactNotFound],
  example: { id: exampleContactId },
  run: (ctx, { id }) => findPerson(ctx, id),
})

const order = 'contact people'

export const listPeople = query({
  name: 'contact-people.list',
  may: 'contacts:read',
  summary: 'List the people who look after partners',
  description:
    'The internal contacts of the organisation, newest first. Role and partner are of one and the same assignment.',
  input: z.strictObject({
    ...pageInput,
    q: text(0, 200).optional().meta({ description: 'Part of the e-mail or of a name, whatever its case.' }),
    role: InternalRole.optional(),
    partnerId: Reference.optional().meta({ description: 'Our id or the CRM id of a partner.', minLength: 1 }),
    floating: z.enum(['true']).optional().meta({ description: 'Only people with a role that is on no partner yet.' }),
  }),
  output: page(ContactPerson),
  refuses: [partnerNotFound],
  async run(ctx, { limit, cursor, partnerId, ...wanted }) {
    const partner = partnerId === undefined ? undefined : await findPartnerId(ctx, partnerId, 'partnerId')
    const [createdAt, last] = fromCursor(ctx, order, cursor) ?? []
    const after = last === undefined ? sql`` : sql`and (p.created_at, p.id) < (${createdAt}::timestamptz, ${last})`
    const rows = await readPeople(
      ctx,
      sql`${search(wanted.q)} ${assigned(ctx, { partner, ...wanted })} ${after}
        order by p.created_at desc, p.id desc limit ${sql.lit(limit + 1)}`,
      sql`order by p.created_at desc, p.id desc`,
    )
    const position = (row: PersonRow) => [row.created_at.toISOString(), row.id]
    return toPage(ctx, rows, { limit, order, position, item: toPerson })
  },
})

const search = (q: string | undefined): Sql => (q ? sql`and p.search like lower(${containing(q)})` : sql``)

type Wanted = { partner: string | undefined; role?: InternalRole | undefined; floating?: 'true' | undefined }

/** The condition that the person has such an assignment. */
function assigned(ctx: Context, { partner, role, floating }: Wanted): Sql {
  if (!partner && !role && !floating) return sql``
  return sql`and exists (select from internal_contact_assignment a
    where a.organisation_id = ${ctx.organisationId} and a.internal_contact_id = p.id
    ${partner ? sql`and a.partner_id = ${partner}` : sql``} ${role ? sql`and a.internal_role = ${role}` : sql``}
    ${floating ? sql`and a.partner_id is null` : sql``})`
}
