import type { Database } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { type IdentifySite, rateLimitExceeded } from '#/platform/http/admission.ts'
import type { Limits } from '#/platform/limits.ts'
import { findPublishableKey, type KeyOwner } from '#/domains/affiliate/campaigns/publishable-keys.ts'

type Options = { db: Database; limits: Limits; failedPerMinute: number }

/** Whose web page a publishable key stands for. Unknown keys are counted by address, as unknown secrets are. */
export function siteIdentifier({ db, limits, failedPerMinute }: Options): IdentifySite {
  return async (key, address) => {
    if (failedPerMinute && (await limits.isUsedUp('unknown key', address, failedPerMinute))) {
      const taken = await limits.take('unknown key', address, failedPerMinute)
      throw rateLimitExceeded('Too many unknown keys came from this address.', taken.retryAfterSeconds)
    }
    const owner = await findPublishableKey(db, key)
    if (owner) return await toSite(db, key, owner)
    if (failedPerMinute) await limits.take('unknown key', address, failedPerMinute)
    return undefined
  }
}

/** The origins of an organisation's key are those of the campaign that the click turns out to be of. */
async function toSite(db: Database, key: string, { organisationId, campaignId }: KeyOwner) {
  return {
    organisationId,
    actor: { kind: 'site' as const, id: key, name: 'Web page', campaignId },
    allowedOrigins: campaignId === null ? [] : await originsOf(db, organisationId, campaignId),
  }
}

async function originsOf(db: Database, organisationId: string, campaignId: string): Promise<string[]> {
  const { rows } = await sql<{ allowed_origins: string[] }>`
    select allowed_origins from campaign where organisation_id = ${organisationId} and id = ${campaignId}`.execute(db)
  return rows[0]?.allowed_origins ?? []
}
