import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import type { CampaignRow } from '../tables.ts'
import { Campaign, campaignEnded, CampaignInPath, campaignNotFound, exampleId, toCampaign } from './campaign.ts'
import { findCampaign } from './queries.ts'

const statusChange = {
  may: 'affiliate:manage',
  input: z.strictObject({ id: CampaignInPath }),
  output: Campaign,
  example: { id: exampleId },
} as const

export const pauseCampaign = command({
  ...statusChange,
  name: 'campaigns.pause',
  summary: 'Pause a campaign',
  description:
    'Its links lead on and count nothing; clicks made before still convert within their window. Pausing twice changes nothing.',
  refuses: [campaignNotFound, campaignEnded],
  run: (ctx, { id }) => setStatus(ctx, id, 'PAUSED'),
})

export const resumeCampaign = command({
  ...statusChange,
  name: 'campaigns.resume',
  summary: 'Resume a campaign',
  description: 'Visits through its links count again.',
  refuses: [campaignNotFound, campaignEnded],
  run: (ctx, { id }) => setStatus(ctx, id, 'ACTIVE'),
})

export const endCampaign = command({
  ...statusChange,
  name: 'campaigns.end',
  summary: 'End a campaign',
  description:
    'For good: it takes no more links, coupons or changes. Its links lead on and count nothing; clicks made before still convert within their window.',
  refuses: [campaignNotFound],
  run: (ctx, { id }) => setStatus(ctx, id, 'ENDED'),
})

async function setStatus(ctx: Context, id: string, status: CampaignRow['status']) {
  const before = await findCampaign(ctx, id, { lock: 'change' })
  if (before.status === status) return { output: toCampaign(before), changes: [] }
  if (before.status === 'ENDED') throw campaignEnded()
  await sql`
    update campaign set status = ${status}, updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${id} and status <> 'ENDED'`.execute(ctx.db)
  await ctx.announce('campaign_changed', id)
  const changes = [{ subjectId: id, before: { status: before.status }, after: { status } }]
  return { output: toCampaign(await findCampaign(ctx, id)), changes }
}
