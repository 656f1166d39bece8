import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import type { JsonObject } from '#/kernel/json.ts'
import { text } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { InternalContact, kim } from './internal-contact.ts'

const roles = ['account_manager', 'account_executive', 'csm', 'lead', 'co_lead', 'practice_lead'] as const

export const InternalRole = z.enum(roles).meta({ description: 'The role that the person holds.' })
export type InternalRole = z.infer<typeof InternalRole>

export const examplePlace = {
  partner_id: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
  assignment_id: 'ica_01KKE3PKE0ZS9EZYGSTDC92V3J',
}
export const kimOnLarkspur: JsonObject = {
  created_at: '2026-03-11T09:30:00.000Z',
  modified_at: null,
  id: examplePlace.assignment_id,
  internal_role: 'csm',
  partner_id: examplePlace.partner_id,
  remote_id: 'crm-501',
  internal_contact: kim,
  object: 'internal_contact_assignment',
}

/** One person in one role, on one partner or on none yet. */
export const InternalContactAssignment = z
  .strictObject({
    created_at: DateTime,
    modified_at: DateTime.nullable().meta({ description: 'When a value changed last; null until the first change.' }),
    id: z.string(),
    internal_role: InternalRole,
    partner_id: z.string().nullable().meta({ description: 'Null while the assignment floats: on no partner yet.' }),
    remote_id: z.string().nullable().meta({ description: 'The identifier of a sync, unique in the organisation.' }),
    internal_contact: InternalContact,
    object: z.literal('internal_contact_assignment'),
  })
  .meta({ id: 'InternalContactAssignment', examples: [kimOnLarkspur] })
export type InternalContactAssignment = z.infer<typeof InternalContactAssignment>

export const RemoteId = text(1, 255)
  .nullable()
  .optional()
  .meta({ description: 'The identifier of a sync: the assignment that has it becomes what is sent. Compared exactly.' })

/** A partner in the path: of any shape, since what does not exist is not found. */
export const PartnerIdInPath = z.string().meta({ description: 'Our id of the partner.' })
export const AssignmentInPath = z.string().meta({ description: 'Id of the assignment.' })

export const partnerUnknown = refusal('not_found', 'PARTNER_NOT_FOUND', 'Partner not found')
export const assignmentNotFound = refusal('not_found', 'ASSIGNMENT_NOT_FOUND', 'Internal contact assignment not found')
export const hasRoleAlready = refusal(
  'conflict',
  'ROLE_TAKEN',
  'The internal contact already has this role on this partner',
)
export const hasOtherRemoteId = refusal('conflict', 'OTHER_REMOTE_ID', 'The assignment has another remote_id')
export const severalFloating = refusal(
  'conflict',
  'SEVERAL_FLOATING',
  'Several floating assignments: name internal_role',
)
