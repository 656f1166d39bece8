import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { text } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { containing } from '#/platform/database/like.ts'
import { sql } from '#/platform/database/sql.ts'
import type { CampaignRow } from '../tables.ts'
import { Campaign, CampaignInPath, campaignNotFound, CampaignStatus, exampleId, toCampaign } from './campaign.ts'

export const getCampaign = query({
  name: 'campaigns.get',
  may: 'affiliate:read',
  summary: 'Get a campaign',
  description: 'With its publishable key, which is safe to show.',
  input: z.strictObject({ id: CampaignInPath }),
  output: Campaign,
  refuses: [campaignNotFound],
  example: { id: exampleId },
  run: async (ctx, { id }) => toCampaign(await findCampaign(ctx, id)),
})

const locks = { change: sql.raw('for no key update'), read: sql.raw('for share') }

/** The campaign; locked until the transaction ends, for a change of it or against one. */
export async function findCampaign(
  ctx: Context,
  id: string,
  { lock }: { lock?: keyof typeof locks } = {},
): Promise<CampaignRow> {
  const { rows } = await sql<CampaignRow>`
    select * from campaign where organisation_id = ${ctx.organisationId} and id = ${id} ${lock ? locks[lock] : nothing}`.execute(
    ctx.db,
  )
  const [row] = rows
  if (!row) throw campaignNotFound()
  return row
}

const order = 'campaigns'

export const listCampaigns = query({
  name: 'campaigns.list',
  may: 'affiliate:read',
  summary: 'List campaigns',
  description: 'Newest first, ended ones included.',
  input: z.strictObject({
    status: CampaignStatus.optional(),
    q: text(0, 200).optional().meta({ description: 'Part of the name, whatever its case.' }),
    ...pageInput,
  }),
  output: page(Campaign),
  example: { status: 'ACTIVE' },
  async run(ctx, { status, q, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const { rows } = await sql<CampaignRow>`
      select * from campaign where organisation_id = ${ctx.organisationId}
        ${status === undefined ? nothing : sql`and status = ${status}`}
        ${q ? sql`and lower(name) like lower(${containing(q)})` : nothing}
        ${after === undefined ? nothing : sql`and id < ${after}`}
      order by id desc limit ${limit + 1}`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toCampaign })
  },
})

const nothing = sql``
