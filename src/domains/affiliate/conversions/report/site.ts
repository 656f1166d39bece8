import type { Database } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { type IdentifySite, rateLimitExceeded } from '#/platform/http/admission.ts'
import type { Limits } from '#/platform/limits.ts'

type Options = { db: Database; limits: Limits; failedPerMinute: number }

type Row = {
  organisation_id: string
  campaign_id: string | null
  name: string | null
  allowed_origins: string[] | null
}

const shape = /^pk_aff_(org_)?[A-Za-z0-9]{32}$/

/** Whose web page a publishable key stands for. Unknown keys are counted by address, as unknown secrets are. */
export function siteIdentifier({ db, limits, failedPerMinute }: Options): IdentifySite {
  return async (key, address) => {
    if (!shape.test(key)) return undefined
    if (failedPerMinute && (await limits.isUsedUp('unknown key', address, failedPerMinute))) {
      const taken = await limits.take('unknown key', address, failedPerMinute)
      throw rateLimitExceeded('Too many unknown keys came from this address.', taken.retryAfterSeconds)
    }
    const owner = await findOwner(db, key)
    if (owner) return toSite(key, owner)
    if (failedPerMinute) await limits.take('unknown key', address, failedPerMinute)
    return undefined
  }
}

async function findOwner(db: Database, key: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select o.organisation_id, o.campaign_id, c.name, c.allowed_origins
    from publishable_key_owner o left join campaign c on c.organisation_id = o.organisation_id and c.id = o.campaign_id
    where o.key = ${key}`.execute(db)
  return rows[0]
}

/** The origins of an organisation's key are those of the campaign that the click turns out to be of. */
const toSite = (key: string, owner: Row) => ({
  organisationId: owner.organisation_id,
  actor: {
    kind: 'site' as const,
    id: key,
    name: owner.name ?? 'Website',
    campaignId: owner.campaign_id,
  },
  allowedOrigins: owner.allowed_origins ?? [],
})
