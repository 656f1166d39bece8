import { z } from 'zod'
import { findOwnFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { DateTime } from '#/kernel/time.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { CampaignStatus, exampleId as exampleCampaignId } from '../campaigns/campaign.ts'
import { countsOfLinks } from '../figures/counts.ts'
import { earnedOfLinks } from '../figures/earned.ts'
import { exampleId, type LinkRecord, linkNotFound, LinkStatus, urlOf } from '../links/link.ts'
import { linkRecords } from '../links/queries.ts'

export const Sum = z.strictObject({ value: z.string(), currency: z.string() })

export const OwnLink = z
  .strictObject({
    id: z.string(),
    code: z.string(),
    url: z.string(),
    campaign: z.strictObject({ id: z.string(), name: z.string(), status: CampaignStatus }),
    aliases: z
      .array(z.strictObject({ alias: z.string(), url: z.string() }))
      .meta({ description: 'The first hundred.' }),
    aliasCount: z.int(),
    status: LinkStatus,
    clicks: z.int().meta({ description: 'Visits; those of one visitor within an hour count once.' }),
    conversions: z.int().meta({ description: 'Those that were not declined.' }),
    earned: z.array(Sum).meta({ description: 'What they earn so far, in each currency, less what was taken back.' }),
    createdAt: DateTime,
  })
  .meta({
    id: 'PortalLink',
    examples: [
      {
        id: exampleId,
        code: 'larkspur-traders-x7k2mq',
        url: 'https://partners.example.com/r/larkspur-traders-x7k2mq',
        campaign: { id: exampleCampaignId, name: 'Spring launch', status: 'ACTIVE' },
        aliases: [{ alias: 'larkspur', url: 'https://partners.example.com/r/larkspur' }],
        aliasCount: 1,
        status: 'ACTIVE',
        clicks: 412,
        conversions: 9,
        earned: [{ value: '450.00', currency: 'USD' }],
        createdAt: '2026-04-12T09:30:00.000Z',
      },
    ],
  })
type OwnLink = z.infer<typeof OwnLink>

/** Links of the visitor's partner. */
export async function ownLinks(ctx: Context, which: Sql): Promise<LinkRecord[]> {
  return await linkRecords(ctx, sql`and l.partner_id = any(${await findOwnFamily(ctx)}) ${which}`)
}

export async function findOwnLink(ctx: Context, id: string): Promise<LinkRecord> {
  const [row] = await ownLinks(ctx, sql`and l.id = ${id}`)
  if (!row) throw linkNotFound()
  return row
}

/** The link as it leaves. */
export async function readOwnLink(ctx: Context, id: string): Promise<OwnLink> {
  const [link] = await toOwnLinks(ctx, [await findOwnLink(ctx, id)])
  if (!link) throw linkNotFound()
  return link
}

/** Links as they leave, in their order. */
export async function toOwnLinks(ctx: Context, rows: LinkRecord[]): Promise<OwnLink[]> {
  const ids = rows.map(({ id }) => id)
  const [counts, earned] = [await countsOfLinks(ctx, ids), await earnedOfLinks(ctx, ids)]
  const campaigns = await campaignsOf(ctx, rows)
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    url: urlOf(ctx, row.code),
    campaign: campaigns.get(row.campaign_id) ?? { id: row.campaign_id, name: '', status: 'ENDED' },
    aliases: row.aliases.map((alias) => ({ alias, url: urlOf(ctx, alias) })),
    aliasCount: row.alias_count,
    status: row.status,
    ...(counts.get(row.id) ?? { clicks: 0, conversions: 0 }),
    earned: earned.get(row.id) ?? [],
    createdAt: row.created_at.toISOString(),
  }))
}

async function campaignsOf(ctx: Context, links: LinkRecord[]) {
  const { rows } = await sql<OwnLink['campaign']>`
    select id, name, status from campaign
    where organisation_id = ${ctx.organisationId} and id = any(${links.map((row) => row.campaign_id)})`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row]))
}
