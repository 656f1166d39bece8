import { z } from 'zod'
import { command } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { Campaign, CampaignInPath, campaignNotFound, exampleId, toCampaign } from './campaign.ts'
import { enterKey, newCampaignKey, newOwnKey, PublishableKey, tryFindOwnKey } from './publishable-keys.ts'
import { findCampaign } from './queries.ts'

export const rotateCampaignKey = command({
  name: 'campaigns.rotate-publishable-key',
  may: 'affiliate:manage',
  summary: 'Replace the publishable key of a campaign',
  description: 'The old one stops at once: put the new one on your pages.',
  input: z.strictObject({ id: CampaignInPath }),
  output: Campaign,
  refuses: [campaignNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const { publishable_key: before } = await findCampaign(ctx, id, { lock: 'change' })
    const key = newCampaignKey()
    await enterKey(ctx, key, id)
    await sql`
      update campaign set publishable_key = ${key}, updated_at = ${movedAt(ctx, 'updated_at')}
      where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
    await ctx.announce('campaign_changed', id)
    const change = { subjectId: id, before: { publishableKey: before }, after: { publishableKey: key } }
    return { output: toCampaign(await findCampaign(ctx, id)), changes: [change] }
  },
})

export const rotateOwnKey = command({
  name: 'publishable-key.rotate',
  may: 'affiliate:manage',
  summary: 'Replace the organisation’s publishable key',
  description: 'The old one stops at once: put the new one on your pages. Keys of campaigns stay as they are.',
  input: z.strictObject({}),
  output: PublishableKey,
  async run(ctx) {
    const before = await tryFindOwnKey(ctx)
    const publishableKey = newOwnKey()
    await enterKey(ctx, publishableKey, null)
    await ctx.announce('campaign_changed', ctx.organisationId)
    const change = {
      subjectId: ctx.organisationId,
      before: before === undefined ? null : { publishableKey: before },
      after: { publishableKey },
    }
    return { output: { publishableKey }, changes: [change] }
  },
})
