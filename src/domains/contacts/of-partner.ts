import { z } from 'zod'
import { examplePartnerId, findPartnerId, PartnerInPath, partnerNotFound } from '#/domains/partners/index.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { DateTime } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { InternalRole } from './assignment.ts'
import { type AssignmentRow, db, type InternalContactRow } from './tables.ts'

/** A person of the organisation in one role on a partner, in the manner of `/api/v1`. */
const PartnerContact = z
  .strictObject({
    id: z.string().meta({ description: 'Id of the assignment.' }),
    role: InternalRole,
    remoteId: z.string().nullable().meta({ description: 'The identifier of a sync.' }),
    createdAt: DateTime,
    modifiedAt: DateTime.nullable().meta({ description: 'When a value changed last; null until the first change.' }),
    contact: z.strictObject({
      id: z.string(),
      email: z.string(),
      givenName: z.string().nullable(),
      familyName: z.string().nullable(),
      name: z.string().nullable(),
      phone: z.string().nullable(),
      jobTitle: z.string().nullable(),
    }),
  })
  .meta({
    id: 'PartnerContact',
    examples: [
      {
        id: 'ica_01KKE3PKE0ZS9EZYGSTDC92V3J',
        role: 'csm',
        remoteId: 'crm-501',
        createdAt: '2026-03-11T09:30:00.000Z',
        modifiedAt: null,
        contact: {
          id: 'ict_01KKE3PKE00491BFKF12FAXP2Q',
          email: 'Kim@vendor.example.com',
          givenName: 'Kim',
          familyName: null,
          name: null,
          phone: null,
          jobTitle: 'Customer success',
        },
      },
    ],
  })
type PartnerContact = z.infer<typeof PartnerContact>

export const listPartnerContacts = query({
  name: 'partners.list-contacts',
  may: 'contacts:read',
  summary: 'List the contacts of a partner',
  description: 'The people of the organisation who look after the partner, newest first.',
  input: z.strictObject({ id: PartnerInPath, ...pageInput }),
  output: page(PartnerContact),
  refuses: [partnerNotFound],
  example: { id: examplePartnerId },
  async run(ctx, { id, limit, cursor }) {
    const partnerId = await findPartnerId(ctx, id)
    const [createdAt, last] = fromCursor(ctx, 'partner contacts', cursor) ?? []
    const rows = await db(ctx)
      .selectFrom('internal_contact_assignment as a')
      .innerJoin('internal_contact as p', (join) =>
        join.onRef('p.organisation_id', '=', 'a.organisation_id').onRef('p.id', '=', 'a.internal_contact_id'),
      )
      .select(['a.id', 'a.internal_role', 'a.remote_id', 'a.created_at', 'a.modified_at', 'a.internal_contact_id'])
      .select(['p.email', 'p.given_name', 'p.family_name', 'p.name', 'p.phone', 'p.job_title'])
      .where('a.organisation_id', '=', ctx.organisationId)
      .where('a.partner_id', '=', partnerId)
      .$if(last !== undefined, (all) =>
        all.where(sql<boolean>`(a.created_at, a.id) < (${createdAt}::timestamptz, ${last})`),
      )
      .orderBy('a.created_at', 'desc')
      .orderBy('a.id', 'desc')
      .limit(limit + 1)
      .execute()
    const position = (row: Row) => [row.created_at.toISOString(), row.id]
    return toPage(ctx, rows, { limit, order: 'partner contacts', position, item: toPartnerContact })
  },
})

type Row = Pick<
  AssignmentRow,
  'id' | 'internal_role' | 'remote_id' | 'created_at' | 'modified_at' | 'internal_contact_id'
> &
  Pick<InternalContactRow, 'email' | 'given_name' | 'family_name' | 'name' | 'phone' | 'job_title'>

const toPartnerContact = (row: Row): PartnerContact => ({
  id: row.id,
  role: row.internal_role,
  remoteId: row.remote_id,
  createdAt: row.created_at.toISOString(),
  modifiedAt: row.modified_at?.toISOString() ?? null,
  contact: {
    id: row.internal_contact_id,
    email: row.email,
    givenName: row.given_name,
    familyName: row.family_name,
    name: row.name,
    phone: row.phone,
    jobTitle: row.job_title,
  },
})
