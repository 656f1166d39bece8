import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { queryInteger } from '#/platform/http/contracts/detail/values.ts'
import { type Caller, callerInput, callerOf, callerRefuses, partnerKeys } from '../caller.ts'
import { exampleKey, ownKeys, PartnerApiKeyItem } from './api-key.ts'

const KeyPage = z
  .strictObject({
    apiKeys: z.array(PartnerApiKeyItem),
    totalApiKeys: z.int().min(0),
    currentPage: z.int().min(0),
    pageSize: z.int().min(1),
    hasMoreResults: z.boolean(),
  })
  .meta({
    id: 'PartnerApiKeysResponse',
    examples: [{ apiKeys: [exampleKey], totalApiKeys: 1, currentPage: 0, pageSize: 20, hasMoreResults: false }],
  })

export const listKeys = query({
  name: 'partner-keys.list',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'List the caller’s own API keys',
  description: 'Those that the caller has made and not deleted, expired ones too, newest first. Pages count from 0.',
  input: z.object({
    ...callerInput,
    page_size: queryInteger({ min: 1, max: 100, fallback: 20 }),
    page_number: queryInteger({ min: 0, fallback: 0 }),
  }),
  output: KeyPage,
  refuses: callerRefuses,
  async run(ctx, { page_size: size, page_number: page, ...named }) {
    const caller = await callerOf(ctx, named)
    const total = await countOwn(ctx, caller)
    const skipped = page * size
    return {
      apiKeys: skipped < total ? await readPage(ctx, caller, { skipped, size }) : [],
      totalApiKeys: total,
      currentPage: page,
      pageSize: size,
      hasMoreResults: skipped + size < total,
    }
  },
})

async function countOwn(ctx: Context, caller: Caller): Promise<number> {
  const { total } = await ownKeys(ctx, caller)
    .select(({ fn }) => fn.countAll<string>().as('total'))
    .executeTakeFirstOrThrow()
  return Number(total)
}

type Part = { skipped: number; size: number }

async function readPage(ctx: Context, caller: Caller, { skipped, size }: Part): Promise<PartnerApiKeyItem[]> {
  const rows = await ownKeys(ctx, caller)
    .leftJoin('client as c', (join) =>
      join.onRef('c.organisation_id', '=', 'k.organisation_id').onRef('c.id', '=', 'k.client_id'),
    )
    .select(['k.id', 'k.created_at', 'k.expires_at', 'k.client_id', 'k.user_id', 'k.partner_id', 'c.name'])
    .orderBy('k.created_at', 'desc')
    .orderBy('k.id', 'desc')
    .offset(skipped)
    .limit(size)
    .execute()
  return rows.map((row) => ({
    apiKeyId: row.id,
    createdAt: secondsOf(row.created_at),
    expiresAtSeconds: row.expires_at && secondsOf(row.expires_at),
    scope: row.client_id === null ? 'partner' : 'client',
    clientOrganizationId: row.client_id,
    clientOrganizationName: row.name,
    userId: row.user_id,
    orgId: row.partner_id,
  }))
}

const secondsOf = (time: Date) => Math.floor(time.getTime() / 1000)
