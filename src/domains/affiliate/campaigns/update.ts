import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Json } from '#/kernel/json.ts'
import { command, difference } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import {
  Campaign,
  campaignEnded,
  campaignFields,
  CampaignInPath,
  campaignNotFound,
  exampleId,
  toCampaign,
} from './campaign.ts'
import { checkNamed } from './named.ts'
import { findCampaign } from './queries.ts'

export const updateCampaign = command({
  name: 'campaigns.update',
  may: 'affiliate:manage',
  summary: 'Change a campaign',
  description:
    'What changes holds for later visits and conversions; what was recorded stays as it is. One that has ended is changed no more.',
  input: z.strictObject({ id: CampaignInPath, ...z.strictObject(campaignFields).partial().shape }),
  output: Campaign,
  refuses: [campaignNotFound, campaignEnded],
  example: { id: exampleId, attributionWindowDays: 30, qualityRules: { emailOncePerCampaign: 'REJECT' } },
  current: async (ctx, { id }) => new Json(JSON.stringify(toCampaign(await findCampaign(ctx, id, { lock: 'change' })))),
  async run(ctx, { id, ...given }) {
    const before = toCampaign(await findCampaign(ctx, id, { lock: 'change' }))
    if (before.status === 'ENDED') throw campaignEnded()
    const next: Campaign = { ...before, ...given }
    const changed = difference(before, next)
    if (!changed) return { output: before, changes: [] }
    await checkNamed(ctx, { ...partsToCheck(next, given), commission: given.commission })
    await write(ctx, next)
    await ctx.announce('campaign_changed', id)
    return { output: toCampaign(await findCampaign(ctx, id)), changes: [{ subjectId: id, ...changed }] }
  },
})

/** The mapping and its form go together; one that stays as it is was looked at before. */
const partsToCheck = ({ formId, fieldMapping }: Campaign, given: Partial<Campaign>) =>
  given.formId === undefined && given.fieldMapping === undefined ? { fieldMapping: {} } : { formId, fieldMapping }

async function write(ctx: Context, next: Campaign): Promise<void> {
  await sql`
    update campaign set name = ${next.name}, destination_url = ${next.destinationUrl}, allowed_paths = ${next.allowedPaths},
      attribution_window_days = ${next.attributionWindowDays}, attribution_model = ${next.attributionModel}, allowed_origins = ${next.allowedOrigins},
      commission = ${JSON.stringify(next.commission)}, form_id = ${next.formId}, field_mapping = ${JSON.stringify(next.fieldMapping)},
      customer_property = ${next.customerProperty}, quality_rules = ${JSON.stringify(next.qualityRules)},
      late_binding = ${JSON.stringify(next.lateBinding)}, acceptance = ${JSON.stringify(next.acceptance)}, is_open_to_partners = ${next.isOpenToPartners}, updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${next.id} and status <> 'ENDED'`.execute(ctx.db)
}
