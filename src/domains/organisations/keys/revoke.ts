import { z } from 'zod'
import { DomainError, forbidden } from '#/kernel/error.ts'
import { command } from '#/kernel/verb.ts'
import { db } from '../tables.ts'
import { apiKeyNotFound } from './api-key.ts'

export const revokeApiKey = command({
  name: 'api-keys.revoke',
  may: 'keys:write',
  summary: 'Revoke an API key',
  description:
    'The key stops working at once, on every node. A key may revoke itself. The root key is replaced by `SYMBOLON_ROOT_KEY` instead.',
  input: z.strictObject({ id: z.string() }),
  output: z.undefined(),
  refuses: [apiKeyNotFound],
  example: { id: 'key_01KGHDCQE0TSE27719X13KZBKV' },
  async run(ctx, { id }) {
    const revoked = await db(ctx)
      .updateTable('api_key')
      .set({ revoked_at: ctx.now() })
      .where('organisation_id', '=', ctx.organisationId)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning(['name', 'is_root', 'partner_id'])
      .executeTakeFirst()
    if (!revoked) throw apiKeyNotFound()
    if (revoked.is_root) {
      throw new DomainError(
        'forbidden',
        forbidden.code,
        'The root key cannot be revoked. Set another SYMBOLON_ROOT_KEY and start again.',
      )
    }
    await ctx.announce('api_key_changed', id)
    return {
      output: undefined,
      changes: [{ subjectId: id, partnerId: revoked.partner_id, before: { name: revoked.name }, after: null }],
    }
  },
})
