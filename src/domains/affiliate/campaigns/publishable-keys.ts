import { randomInt } from 'node:crypto'
import { z } from 'zod'
import type { Context, Database } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const newKey = (prefix: 'pk_aff_' | 'pk_aff_org_') =>
  prefix + Array.from({ length: 32 }, () => alphabet[randomInt(alphabet.length)]).join('')

export const newCampaignKey = (): string => newKey('pk_aff_')
export const newOwnKey = (): string => newKey('pk_aff_org_')

const ofCampaign = /^pk_aff_[0-9A-Za-z]{32}$/
const ofOrganisation = /^pk_aff_org_[0-9A-Za-z]{32}$/

/** Whose a publishable key is; without a campaign it is good for each of the organisation. */
export type KeyOwner = { organisationId: string; campaignId: string | null }

/** Asks for what has the form of one only. */
export async function findPublishableKey(db: Database, key: string): Promise<KeyOwner | undefined> {
  if (!ofCampaign.test(key) && !ofOrganisation.test(key)) return undefined
  const { rows } = await sql<KeyOwner>`
    select organisation_id as "organisationId", campaign_id as "campaignId" from publishable_key_owner where key = ${key}`.execute(
    db,
  )
  return rows[0]
}

/** Makes a key that of a campaign or, without one, of the organisation; the one before it is nobody's from then on. */
export async function enterKey(ctx: Context, key: string, campaignId: string | null): Promise<void> {
  await sql`
    insert into publishable_key_owner (key, organisation_id, campaign_id) values (${key}, ${ctx.organisationId}, ${campaignId})
    on conflict (organisation_id, coalesce(campaign_id, '')) do update set key = excluded.key`.execute(ctx.db)
}

export const PublishableKey = z
  .strictObject({ publishableKey: z.string() })
  .meta({ id: 'PublishableKey', examples: [{ publishableKey: 'pk_aff_org_0000000000000000000000000example' }] })

export const getPublishableKey = query({
  name: 'publishable-key.get',
  may: 'affiliate:read',
  summary: 'Get the organisation’s publishable key',
  description:
    'For the snippet in web pages: it reports conversions of every campaign and opens nothing else, so that it is safe to show. Made when it is first asked for.',
  input: z.strictObject({}),
  output: PublishableKey,
  run: async (ctx) => ({ publishableKey: (await tryFindOwnKey(ctx)) ?? (await makeOwnKey(ctx)) }),
})

export async function tryFindOwnKey(ctx: Context): Promise<string | undefined> {
  const { rows } = await sql<{ key: string }>`
    select key from publishable_key_owner where organisation_id = ${ctx.organisationId} and coalesce(campaign_id, '') = ''`.execute(
    ctx.db,
  )
  return rows[0]?.key
}

/** Whoever comes second finds the key of the first. */
async function makeOwnKey(ctx: Context): Promise<string> {
  const { rows } = await sql<{ key: string }>`
    insert into publishable_key_owner (key, organisation_id) values (${newOwnKey()}, ${ctx.organisationId})
    on conflict (organisation_id, coalesce(campaign_id, '')) do update set key = publishable_key_owner.key
    returning key`.execute(ctx.db)
  return rows[0]?.key ?? ''
}
