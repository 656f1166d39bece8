import { z } from 'zod'
import { token } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { adminOf, adminRefuses, callerInput, partnerKeys } from '../caller.ts'
import { db } from '../tables.ts'
import { apiKeyNotFound, exampleKeyId } from './api-key.ts'

export const deleteKey = command({
  name: 'partner-keys.delete',
  may: 'clients:write',
  opensTo: partnerKeys,
  summary: 'Delete an API key',
  description: 'One of the caller’s own, or the very key of this request. It stops working at once, on every node.',
  input: z.object({ ...callerInput, api_key_id: token(100) }),
  output: z.undefined(),
  refuses: [...adminRefuses, apiKeyNotFound],
  example: { api_key_id: exampleKeyId },
  async run(ctx, { api_key_id: id, ...named }) {
    const { partnerId, issuer } = await adminOf(ctx, named)
    const deleted = await db(ctx)
      .updateTable('api_key')
      .set({ revoked_at: ctx.now() })
      .where('organisation_id', '=', ctx.organisationId)
      .where('id', '=', id)
      .where('partner_id', '=', partnerId)
      .where('acts_for', 'in', ['PARTNER', 'CLIENT'])
      .where((key) => key.or([key('issued_by', '=', issuer), key('id', '=', ctx.actor.id)]))
      .where('revoked_at', 'is', null)
      .returning('name')
      .executeTakeFirst()
    if (!deleted) throw apiKeyNotFound()
    await ctx.announce('api_key_changed', id)
    return { output: undefined, changes: [{ subjectId: id, partnerId, before: { name: deleted.name }, after: null }] }
  },
})
