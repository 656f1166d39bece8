import { z } from 'zod'
import { command } from '#/kernel/verb.ts'
import {
  AssignmentInPath,
  assignmentNotFound,
  examplePlace,
  hasRoleAlready,
  InternalContactAssignment,
  InternalRole,
  PartnerIdInPath,
} from './assignment.ts'
import { isAt, onPartner } from './places.ts'
import { isRoleTaken, writeAssignment } from './write.ts'

export const changeRole = command({
  name: 'assignments.change-role',
  may: 'contacts:write',
  isOneStatement: true,
  summary: 'Change the role of an internal contact on a partner',
  description: 'Only the role changes. `modified_at` moves only when it is another one.',
  input: z.object({
    partner_id: PartnerIdInPath,
    assignment_id: AssignmentInPath,
    internal_role: InternalRole,
  }),
  output: InternalContactAssignment,
  refuses: [assignmentNotFound, hasRoleAlready],
  example: { ...examplePlace, internal_role: 'practice_lead' },
  run: (ctx, { partner_id: partnerId, assignment_id: id, internal_role: value }) =>
    onPartner(ctx, partnerId, (place) =>
      writeAssignment(ctx, {
        event: 'assignments.change-role',
        id,
        guard: isAt(place),
        column: 'internal_role',
        value,
      }).catch(roleTaken),
    ),
})

function roleTaken(error: unknown): never {
  throw isRoleTaken(error) ? hasRoleAlready() : error
}
