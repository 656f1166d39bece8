import { z } from 'zod'
import { addForm } from '#/domains/forms/index.ts'
import type { Context } from '#/kernel/context.ts'
import { command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { Campaign, exampleTerms, newCampaignFields, toCampaign } from './campaign.ts'
import { checkNamed } from './named.ts'
import { enterKey, newCampaignKey } from './publishable-keys.ts'
import { findCampaign } from './queries.ts'

const input = z.strictObject(newCampaignFields)

export const createCampaign = command({
  name: 'campaigns.create',
  may: 'affiliate:manage',
  creates: true,
  summary: 'Create a campaign',
  description:
    'What partners promote by links and coupons, and what a conversion earns them. Give each partner its link by `POST /campaigns/{id}/links`, and put the snippet with the publishable key on your pages.',
  input,
  output: Campaign,
  example: exampleTerms,
  async run(ctx, given) {
    await checkNamed(ctx, given)
    const { name } = given
    const formId =
      given.formId ?? (await addForm(ctx, { name, purpose: 'CONVERSION', needsAcceptance: false, fields: [] })).id
    const id = await insert(ctx, { ...given, formId })
    const output = toCampaign(await findCampaign(ctx, id))
    await ctx.announce('campaign_changed', id)
    return { output, changes: [{ subjectId: id, before: null, after: { ...given, formId } }] }
  },
})

async function insert(ctx: Context, given: z.output<typeof input> & { formId: string }): Promise<string> {
  const [id, key] = [ctx.newId('cmp'), newCampaignKey()]
  const { commission, fieldMapping, qualityRules, lateBinding, acceptance } = given
  await sql`
    insert into campaign (organisation_id, id, name, destination_url, allowed_paths, attribution_window_days, attribution_model, allowed_origins,
      commission, form_id, field_mapping, customer_property, quality_rules, late_binding, acceptance, is_open_to_partners, status, publishable_key, created_at, updated_at)
    values (${ctx.organisationId}, ${id}, ${given.name}, ${given.destinationUrl}, ${given.allowedPaths}, ${given.attributionWindowDays},
      ${given.attributionModel}, ${given.allowedOrigins}, ${JSON.stringify(commission)}, ${given.formId}, ${JSON.stringify(fieldMapping)},
      ${given.customerProperty}, ${JSON.stringify(qualityRules)}, ${JSON.stringify(lateBinding)}, ${JSON.stringify(acceptance)}, ${given.isOpenToPartners}, 'ACTIVE', ${key},
      ${ctx.now()}, ${ctx.now()})`.execute(ctx.db)
  await enterKey(ctx, key, id)
  return id
}
