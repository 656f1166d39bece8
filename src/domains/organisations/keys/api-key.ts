import { z } from 'zod'
import { scopes } from '#/kernel/actor.ts'
import { refusal } from '#/kernel/error.ts'
import { Reference, text } from '#/kernel/text.ts'
import { DateTime, End } from '#/kernel/time.ts'
import type { ApiKeyRow } from '../tables.ts'

/** A secret that acts for an organisation, or for one of its partners, within its scopes. The secret itself is not here. */
export const ApiKey = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    actsFor: z.enum(['REFERRAL', 'CLIENT']).optional().meta({
      description:
        'Where it is neither the organisation nor the partner itself: the partners that this one brings, or one client.',
    }),
    partnerId: z.string().nullable().meta({ description: 'The partner that the key is bound to.' }),
    expiresAt: DateTime.nullable(),
    rateLimitPerMinute: z.int().nullable().meta({ description: 'Null: the default of the server; 0: unlimited.' }),
    createdAt: DateTime,
    lastUsedAt: DateTime.nullable().meta({ description: 'Written with a delay of up to half a minute.' }),
  })
  .meta({ id: 'ApiKey', examples: [keyExample()] })
export type ApiKey = z.infer<typeof ApiKey>

export const NewApiKey = ApiKey.extend({
  key: z.string().meta({ description: 'The secret. It is shown here once and cannot be read again.' }),
}).meta({ id: 'NewApiKey', examples: [{ ...keyExample(), key: 'sym_example' }] })

function keyExample() {
  return {
    id: 'key_01KGHDCQE0TSE27719X13KZBKV',
    name: 'ERP',
    scopes: ['commissions:read', 'commissions:write'],
    partnerId: null,
    expiresAt: null,
    rateLimitPerMinute: 600,
    createdAt: '2026-02-03T09:30:00.000Z',
    lastUsedAt: null,
  }
}

export const apiKeyInput = {
  name: text(1, 200).meta({ description: 'What the key is for.' }),
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .max(scopes.length)
    .transform((all) => [...new Set(all)])
    .meta({ description: 'What the key may do; never more than the key that makes it. `admin` is everything.' }),
  partnerId: Reference.nullish().meta({ description: 'Binds the key to this partner, by our id.' }),
  actsFor: z.enum(['PARTNER', 'REFERRAL']).optional().meta({
    description:
      'With `partnerId` only. REFERRAL: the key acts for the partners that this one brings. Default: PARTNER.',
  }),
  expiresAt: End.nullish().meta({ description: 'When the key stops working; a date means its last second.' }),
  rateLimitPerMinute: z.int().min(0).max(1_000_000).nullish(),
}

export function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    ...((row.acts_for === 'REFERRAL' || row.acts_for === 'CLIENT') && { actsFor: row.acts_for }),
    partnerId: row.partner_id,
    expiresAt: row.expires_at?.toISOString() ?? null,
    rateLimitPerMinute: row.rate_limit_per_minute,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }
}

export const apiKeyNotFound = refusal('not_found', 'API_KEY_NOT_FOUND', 'No API key has this id.')
