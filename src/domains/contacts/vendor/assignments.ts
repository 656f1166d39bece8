import { z } from 'zod'
import { examplePartnerId, findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { command, query } from '#/kernel/verb.ts'
import { allOneAtATime } from '#/platform/perform.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { assignmentNotFound, hasOtherRemoteId, hasRoleAlready, InternalRole, RemoteId } from '../assignment.ts'
import { contactNotFound, exampleContactId } from '../internal-contact.ts'
import { changeAssignment, keep, tryLockAssignment } from '../keep.ts'
import { lockContact, readContact } from '../people.ts'
import { tryRemove } from '../remove.ts'
import type { AssignmentRow } from '../tables.ts'
import { PersonInPath } from './person.ts'

const exampleAssignmentId = 'ica_01KKE3PKE0ZS9EZYGSTDC92V3J'

/** One role of a person, on a partner or on none yet. */
const PersonAssignment = z
  .strictObject({
    id: z.string(),
    role: InternalRole,
    partner: z
      .strictObject({ id: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'Null while the role is on no partner yet: it floats.' }),
    remoteId: z.string().nullable().meta({ description: 'The identifier of a sync.' }),
    createdAt: DateTime,
    modifiedAt: DateTime.nullable(),
  })
  .meta({
    id: 'PersonAssignment',
    examples: [
      {
        id: exampleAssignmentId,
        role: 'csm' as const,
        partner: { id: examplePartnerId, name: 'Larkspur Systems' },
        remoteId: null,
        createdAt: '2026-03-11T09:30:00.000Z',
        modifiedAt: null,
      },
    ],
  })
type PersonAssignment = z.infer<typeof PersonAssignment>

type Row = AssignmentRow & { partner_name: string | null }

async function readAssignments(ctx: Context, contactId: string, which: Sql): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select a.*, p.name as partner_name from internal_contact_assignment a
    left join partner p on p.organisation_id = a.organisation_id and p.id = a.partner_id
    where a.organisation_id = ${ctx.organisationId} and a.internal_contact_id = ${contactId} ${which}`.execute(ctx.db)
  return rows
}

async function findAssignment(ctx: Context, contactId: string, id: string): Promise<PersonAssignment> {
  const [row] = await readAssignments(ctx, contactId, sql`and a.id = ${id}`)
  if (!row) throw assignmentNotFound()
  return toItem(row)
}

const toItem = (row: Row): PersonAssignment => ({
  id: row.id,
  role: row.internal_role,
  partner: row.partner_id === null ? null : { id: row.partner_id, name: row.partner_name ?? '' },
  remoteId: row.remote_id,
  createdAt: row.created_at.toISOString(),
  modifiedAt: row.modified_at?.toISOString() ?? null,
})

export const listAssignmentsOfPerson = query({
  name: 'contact-people.list-assignments',
  may: 'contacts:read',
  summary: 'List whom a person looks after',
  description: 'The roles of an internal contact, on partners and on none yet, newest first.',
  input: z.strictObject({ id: PersonInPath, ...pageInput }),
  output: page(PersonAssignment),
  refuses: [contactNotFound],
  example: { id: exampleContactId },
  async run(ctx, { id, limit, cursor }) {
    await readContact(ctx, id)
    const order = `assignments of ${id}`
    const [createdAt, last] = fromCursor(ctx, order, cursor) ?? []
    const after = last === undefined ? sql`` : sql`and (a.created_at, a.id) < (${createdAt}::timestamptz, ${last})`
    const range = sql`${after} order by a.created_at desc, a.id desc limit ${sql.lit(limit + 1)}`
    const rows = await readAssignments(ctx, id, range)
    return toPage(ctx, rows, { limit, order, position: (row) => [row.created_at.toISOString(), row.id], item: toItem })
  },
})

const PartnerId = Reference.nullable().meta({ description: 'Our id or the CRM id of a partner; null: on none yet.' })
const ownPartner = async (ctx: Context, id: string | null) => id && (await findPartnerId(ctx, id, 'partnerId'))

export const assignPerson = command({
  name: 'contact-people.assign',
  may: 'contacts:write',
  creates: true,
  mayFind: true,
  summary: 'Give a person a role on a partner',
  description:
    'Without a partner the role floats: it is on none yet. A role that the person has there already is answered (200). The assignment that has the `remoteId` becomes what is sent.',
  input: z.strictObject({
    id: PersonInPath,
    role: InternalRole,
    partnerId: PartnerId.default(null),
    remoteId: RemoteId,
  }),
  output: PersonAssignment,
  refuses: [contactNotFound, partnerNotFound, hasRoleAlready, hasOtherRemoteId],
  example: { id: exampleContactId, role: 'csm', partnerId: examplePartnerId },
  async run(ctx, { id: contactId, role, partnerId, remoteId = null }) {
    if (remoteId !== null) await allOneAtATime(ctx, [['internal contact by remote id', remoteId]])
    await lockContact(ctx, contactId)
    const { id, changes, isNew } = await keep(ctx, {
      partner_id: await ownPartner(ctx, partnerId),
      internal_contact_id: contactId,
      internal_role: role,
      remote_id: remoteId,
    })
    return { output: await findAssignment(ctx, contactId, id), changes, isNew }
  },
})

const place = { id: PersonInPath, assignmentId: Reference.meta({ description: 'The id of the assignment.' }) }
const examplePlace = { id: exampleContactId, assignmentId: exampleAssignmentId }

export const updateAssignment = command({
  name: 'assignments.update',
  may: 'contacts:write',
  summary: 'Change the role or the partner of an assignment',
  description: 'Changes what is given. A partner takes a floating role; null lets it float.',
  input: z.strictObject({ ...place, role: InternalRole.optional(), partnerId: PartnerId.optional() }),
  output: PersonAssignment,
  refuses: [assignmentNotFound, partnerNotFound, hasRoleAlready],
  example: { ...examplePlace, role: 'practice_lead' },
  async run(ctx, { id: contactId, assignmentId, role, partnerId }) {
    const partner = partnerId === undefined ? undefined : await ownPartner(ctx, partnerId)
    const found = await tryLockAssignment(ctx, { id: assignmentId, internal_contact_id: contactId })
    if (!found) throw assignmentNotFound()
    const { changes } = await changeAssignment(ctx, found, {
      ...(role && { internal_role: role }),
      ...(partner !== undefined && { partner_id: partner }),
    })
    return { output: await findAssignment(ctx, contactId, assignmentId), changes }
  },
})

export const removeAssignment = command({
  name: 'contact-people.remove-assignment',
  may: 'contacts:write',
  isOneStatement: true,
  summary: 'Take a role from a person',
  description: 'The person stays, and the `remoteId` becomes free.',
  input: z.strictObject(place),
  output: z.undefined(),
  refuses: [assignmentNotFound],
  example: examplePlace,
  async run(ctx, { id: contactId, assignmentId }) {
    const removed = await tryRemove(ctx, assignmentId, { contactId })
    if (!removed) throw assignmentNotFound()
    return removed
  },
})
