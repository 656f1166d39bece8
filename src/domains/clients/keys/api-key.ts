import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import type { Caller } from '../caller.ts'
import { db } from '../tables.ts'

export const exampleKeyId = 'key_01KJF6XZE0RKM9FKNTG8X6Q1R4'

const seconds = z.int().nullable()

/** A key that a partner has made for itself or for one of its clients. The secret itself is not here. */
export const PartnerApiKeyItem = z
  .strictObject({
    apiKeyId: z.string(),
    createdAt: seconds.meta({ description: 'Unix seconds.' }),
    expiresAtSeconds: seconds.meta({ description: 'Unix seconds; null: never.' }),
    scope: z.enum(['partner', 'client']),
    clientOrganizationId: z.string().nullable(),
    clientOrganizationName: z.string().nullable(),
    userId: z.string().nullable().meta({ description: 'The user behind the key.' }),
    orgId: z.string().nullable().meta({ description: 'The partner.' }),
  })
  .meta({ id: 'PartnerApiKeyItem' })
export type PartnerApiKeyItem = z.infer<typeof PartnerApiKeyItem>

export const exampleKey: PartnerApiKeyItem = {
  apiKeyId: exampleKeyId,
  createdAt: 1_772_184_600,
  expiresAtSeconds: 1_798_761_600,
  scope: 'client',
  clientOrganizationId: 'orgn_01KHZRHNE0AGXMQ2SMX49QQF2E',
  clientOrganizationName: 'Fernhill Foods Ltd',
  userId: 'pusr_01KHGA5BE0P30W3HYFGD6GTMMK',
  orgId: 'ptn_01KGS4JWE00TATDK1DSRJKCJRQ',
}

/** The keys that the caller has made for the partner and not deleted; expired ones too. */
export const ownKeys = (ctx: Context, { partnerId, issuer }: Caller) =>
  db(ctx)
    .selectFrom('api_key as k')
    .where('k.organisation_id', '=', ctx.organisationId)
    .where('k.issued_by', '=', issuer)
    .where('k.partner_id', '=', partnerId)
    .where('k.revoked_at', 'is', null)

export const apiKeyNotFound = refusal('not_found', 'API_KEY_NOT_FOUND', 'API key not found')
