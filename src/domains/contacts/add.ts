import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command, type Outcome } from '#/kernel/verb.ts'
import { allOneAtATime } from '#/platform/perform.ts'
import {
  assignmentNotFound,
  examplePlace,
  hasOtherRemoteId,
  hasRoleAlready,
  InternalContactAssignment,
  InternalRole,
  PartnerIdInPath,
  partnerUnknown,
  RemoteId,
} from './assignment.ts'
import { tryReadAssignment } from './assignments.ts'
import { findOrMakeContact } from './find-or-make.ts'
import { Email, type Profile, profileFields } from './internal-contact.ts'
import { keep } from './keep.ts'

const addition = { email: Email, internal_role: InternalRole, ...profileFields, remote_id: RemoteId }
const example = {
  email: 'Kim@vendor.example.com',
  internal_role: 'csm',
  given_name: 'Kim',
  job_title: 'Customer success',
  remote_id: 'crm-501',
}
const common = {
  may: 'contacts:write',
  creates: true,
  mayFind: true,
  output: InternalContactAssignment,
} as const
const howFound =
  'The person is found by e-mail, and what is empty there is filled; otherwise made. An assignment that has the `remote_id` becomes what is sent; one that is there already is answered (200).'

export const createAssignment = command({
  ...common,
  name: 'assignments.create',
  summary: 'Add an internal contact to a partner',
  description: howFound,
  input: z.object({ partner_id: PartnerIdInPath, ...addition }),
  refuses: [partnerUnknown, hasRoleAlready, hasOtherRemoteId],
  example: { partner_id: examplePlace.partner_id, ...example },
  run: (ctx, { partner_id: partnerId, ...given }) => add(ctx, partnerId, given),
})

export const declareContact = command({
  ...common,
  name: 'assignments.declare',
  summary: 'Declare an internal contact for the organisation',
  description: `Makes a floating assignment: a role that is on no partner yet. ${howFound}`,
  input: z.object(addition),
  refuses: [hasRoleAlready, hasOtherRemoteId],
  example,
  run: (ctx, given) => add(ctx, null, given),
})

type Given = Profile & { email: string; internal_role: InternalRole; remote_id?: string | null }

/** Whoever means the same person or the same remote id waits. */
async function add(
  ctx: Context,
  partnerId: string | null,
  { internal_role, remote_id = null, ...profile }: Given,
): Promise<Outcome<InternalContactAssignment>> {
  const remote = remote_id === null ? [] : [['internal contact by remote id', remote_id]]
  await allOneAtATime(ctx, [['internal contact by e-mail', profile.email], ...remote])
  const person = await findOrMakeContact(ctx, profile)
  const wanted = { partner_id: partnerId, internal_contact_id: person.id, internal_role, remote_id }
  const { id, changes, isNew } = await keep(ctx, wanted)
  const output = await tryReadAssignment(ctx, id)
  if (!output) throw assignmentNotFound()
  return { output, changes: [...person.changes, ...changes], isNew }
}
