import { z } from 'zod'
import { invalidField } from '#/kernel/error.ts'
import { Json } from '#/kernel/json.ts'
import { command, difference } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { partnerNotFound, PartnerRef } from '../partner.ts'
import { findPartnerId } from '../queries.ts'
import { db } from '../tables.ts'
import { leaveManagement } from './manage.ts'
import { findVisitor } from './queries.ts'
import { toVisitor, Visitor, visitorFields, visitorNotFound } from './visitor.ts'

export const createVisitor = command({
  name: 'visitors.create',
  may: 'visitors:write',
  creates: true,
  summary: 'Create a visitor',
  description:
    'Lets a person at a partner into the portal. The e-mail is unique in the organisation, whatever its case.',
  input: z.strictObject({ partnerId: PartnerRef, email: visitorFields.email, name: visitorFields.name.optional() }),
  output: Visitor,
  refuses: [partnerNotFound],
  example: { partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT', email: 'robin@larkspur.example.com' },
  async run(ctx, { email, name = null, ...input }) {
    const now = ctx.now()
    const partnerId = await findPartnerId(ctx, input.partnerId, 'partnerId')
    const row = {
      organisation_id: ctx.organisationId,
      id: ctx.newId('vis'),
      partner_id: partnerId,
      email,
      name,
      created_at: now,
      updated_at: now,
    }
    const made = await db(ctx)
      .insertInto('visitor')
      .values(row)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(emailTaken)
    const after = { email, name, partnerId: made.partner_id }
    return {
      output: toVisitor(made),
      changes: [{ subjectId: made.id, partnerId: made.partner_id, before: null, after }],
    }
  },
})

export const updateVisitor = command({
  name: 'visitors.update',
  may: 'visitors:write',
  summary: 'Update a visitor',
  description: 'Changes the fields that are given and no others.',
  input: z.strictObject({ id: z.string(), email: visitorFields.email.optional(), name: visitorFields.name.optional() }),
  output: Visitor,
  refuses: [visitorNotFound],
  example: { id: 'vis_01KHR1BGE0K611YWHF5MJ834PQ', name: 'Robin Sample' },
  current: async (ctx, { id }) => new Json(JSON.stringify(toVisitor(await findVisitor(ctx, id, true)))),
  async run(ctx, { id, ...given }) {
    const before = await findVisitor(ctx, id, true)
    const changed = difference(before, given)
    if (!changed) return { output: toVisitor(before), changes: [] }
    const after = await db(ctx)
      .updateTable('visitor')
      .set({ ...given, updated_at: ctx.now() })
      .where('organisation_id', '=', ctx.organisationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(emailTaken)
    return { output: toVisitor(after), changes: [{ subjectId: id, partnerId: after.partner_id, ...changed }] }
  },
})

export const deleteVisitor = command({
  name: 'visitors.delete',
  may: 'visitors:write',
  summary: 'Delete a visitor',
  description:
    'The person can enter the portal no more. A partner that this visitor managed has no manager afterwards.',
  input: z.strictObject({ id: z.string() }),
  output: z.undefined(),
  refuses: [visitorNotFound],
  example: { id: 'vis_01KHR1BGE0K611YWHF5MJ834PQ' },
  async run(ctx, { id }) {
    const unmanaged = await leaveManagement(ctx, id)
    const gone = await db(ctx)
      .deleteFrom('visitor')
      .where('organisation_id', '=', ctx.organisationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (!gone) throw visitorNotFound()
    const { email, name, partner_id: partnerId } = gone
    const change = { subjectId: id, partnerId, before: { email, name, partnerId }, after: null }
    return { output: undefined, changes: [...unmanaged, change] }
  },
})

function emailTaken(error: unknown): never {
  if (brokenConstraint(error, '23505') !== 'visitor_email_key') throw error
  throw invalidField('email', 'already_taken', 'Another visitor of the organisation has this e-mail address.')
}
