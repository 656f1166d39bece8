import { z } from 'zod'
import { command } from '#/kernel/verb.ts'
import { adminOf, adminRefuses, callerInput, partnerKeys } from '../caller.ts'
import { db } from '../tables.ts'
import { exampleRequest, requestNotFound, requestResolved, whyNotPending, wishOf } from './change-request.ts'

export const withdrawChangeRequest = command({
  name: 'billing-change-requests.withdraw',
  may: 'clients:write',
  opensTo: partnerKeys,
  summary: 'Withdraw a change request',
  description: 'A pending request disappears.',
  input: z.object({ ...callerInput, request_id: z.string() }),
  output: z.undefined(),
  refuses: [...adminRefuses, requestNotFound, requestResolved],
  example: { request_id: exampleRequest.id },
  async run(ctx, { request_id: id, ...named }) {
    const { partnerId } = await adminOf(ctx, named)
    const gone = await db(ctx)
      .deleteFrom('billing_change_request')
      .where('organisation_id', '=', ctx.organisationId)
      .where('partner_id', '=', partnerId)
      .where('id', '=', id)
      .where('status', '=', 'PENDING')
      .returningAll()
      .executeTakeFirst()
    if (!gone) throw await whyNotPending(ctx, id, partnerId)
    return { output: undefined, changes: [{ subjectId: id, partnerId, before: wishOf(gone), after: null }] }
  },
})
