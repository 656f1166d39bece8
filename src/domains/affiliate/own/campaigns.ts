import { z } from 'zod'
import { findOwnFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { CampaignInPath, campaignNotFound, CampaignStatus, exampleId } from '../campaigns/campaign.ts'
import { Acceptance } from '../campaigns/terms.ts'
import type { CampaignRow } from '../tables.ts'

const text = z.string().nullable()

/** What a conversion earns, without where the programme looks for its amount. */
const Commission = z.strictObject({
  type: z.enum(['NONE', 'FIXED', 'PERCENT', 'PLAN']),
  amount: text,
  currency: text,
  percent: text,
})

const OwnCampaign = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    status: CampaignStatus,
    destinationUrl: z.string(),
    allowedPaths: z.array(z.string()).meta({ description: 'Where deep links may lead. Empty: to any page there.' }),
    attributionWindowDays: z.int(),
    commission: Commission,
    acceptance: Acceptance,
    linkId: text.meta({ description: 'Null: the partner has none there yet, and may take one.' }),
  })
  .meta({
    id: 'PortalCampaign',
    examples: [
      {
        id: exampleId,
        name: 'Spring launch',
        status: 'ACTIVE',
        destinationUrl: 'https://www.example.com/pricing',
        allowedPaths: [],
        attributionWindowDays: 90,
        commission: { type: 'PERCENT', amount: null, currency: null, percent: '20' },
        acceptance: { type: 'AUTOMATIC', afterDays: 30 },
        linkId: null,
      },
    ],
  })

type Row = CampaignRow & { link_id: string | null }

async function campaigns(ctx: Context, which = sql``): Promise<Row[]> {
  const family = await findOwnFamily(ctx)
  const { rows } = await sql<Row>`
    select c.*, l.id as link_id from campaign c
    left join lateral (select id from affiliate_link l
      where l.organisation_id = c.organisation_id and l.campaign_id = c.id and l.partner_id = any(${family}) order by id limit 1) l on true
    where c.organisation_id = ${ctx.organisationId} and (
      c.is_open_to_partners and c.status = 'ACTIVE' or l.id is not null
      or exists (select from coupon k where k.organisation_id = c.organisation_id and k.campaign_id = c.id and k.partner_id = any(${family})))
      ${which}`.execute(ctx.db)
  return rows
}

/** A campaign that the visitor's partner sees. */
export async function findOwnCampaign(ctx: Context, id: string): Promise<Row> {
  const [row] = await campaigns(ctx, sql`and c.id = ${id}`)
  if (!row) throw campaignNotFound()
  return row
}

const order = 'portal-campaigns'

export const listOwnCampaigns = query({
  name: 'portal.campaigns',
  may: 'visitor',
  summary: 'List the campaigns that are open to one’s partner',
  description: 'Those that every partner may join, and those in which it has a link or a coupon. Newest first.',
  input: z.strictObject(pageInput),
  output: page(OwnCampaign),
  async run(ctx, { limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const rows = await campaigns(
      ctx,
      sql`${after === undefined ? sql`` : sql`and c.id < ${after}`} order by c.id desc limit ${limit + 1}`,
    )
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toOwn })
  },
})

export const getOwnCampaign = query({
  name: 'portal.campaign',
  may: 'visitor',
  summary: 'Get a campaign that is open to one’s partner',
  input: z.strictObject({ id: CampaignInPath }),
  output: OwnCampaign,
  refuses: [campaignNotFound],
  example: { id: exampleId },
  run: async (ctx, { id }) => toOwn(await findOwnCampaign(ctx, id)),
})

const toOwn = (row: Row): z.infer<typeof OwnCampaign> => ({
  id: row.id,
  name: row.name,
  status: row.status,
  destinationUrl: row.destination_url,
  allowedPaths: row.allowed_paths,
  attributionWindowDays: row.attribution_window_days,
  commission: termsOf(row.commission),
  acceptance: row.acceptance,
  linkId: row.link_id,
})

function termsOf(terms: CampaignRow['commission']): z.infer<typeof Commission> {
  const amount = terms.type === 'FIXED' ? terms.amount : null
  const percent = terms.type === 'PERCENT' ? terms.percent : null
  return { type: terms.type, amount, currency: terms.type === 'FIXED' ? terms.currency : null, percent }
}
