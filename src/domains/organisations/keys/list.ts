import { z } from 'zod'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { query } from '#/kernel/verb.ts'
import { db } from '../tables.ts'
import { ApiKey, toApiKey } from './api-key.ts'

export const listApiKeys = query({
  name: 'api-keys.list',
  may: 'keys:read',
  summary: 'List API keys',
  description: 'The keys that are not revoked, newest first; their secrets cannot be read.',
  input: z.strictObject(pageInput),
  output: page(ApiKey),
  async run(ctx, { limit, cursor }) {
    const [after] = fromCursor(ctx, 'api-keys', cursor) ?? []
    const rows = await db(ctx)
      .selectFrom('api_key')
      .selectAll()
      .where('organisation_id', '=', ctx.organisationId)
      .where('revoked_at', 'is', null)
      .$if(after !== undefined, (all) => all.where('id', '<', after ?? ''))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    return toPage(ctx, rows, { limit, order: 'api-keys', position: (row) => [row.id], item: toApiKey })
  },
})
