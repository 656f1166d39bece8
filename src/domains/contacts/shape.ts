import { Json } from '#/kernel/json.ts'
import { sql } from '#/platform/database/sql.ts'
import type { InternalContactAssignment } from './assignment.ts'

/** The parts of an assignment's JSON, each shaped when it was written. */
export type AssignmentParts = { document: string; person: string }

/** The columns of an assignment `a` with its person `p` that `toAssignment` joins. */
export const assignmentParts = sql.raw('a.document, p.document as person')

/** The join that `assignmentParts` reads the person from. */
export const withPerson = sql.raw(
  'join internal_contact p on p.organisation_id = a.organisation_id and p.id = a.internal_contact_id',
)

/** An assignment as the JSON text that leaves. */
export const toAssignment = ({ document, person }: AssignmentParts): Json<InternalContactAssignment> =>
  new Json(`${document},"internal_contact":${person},"object":"internal_contact_assignment"}`)

/** A list as it leaves: the texts side by side. */
export const toArray = <T>(items: Json<T>[]): Json<T[]> => new Json(`[${items.map(({ text }) => text).join(',')}]`)
