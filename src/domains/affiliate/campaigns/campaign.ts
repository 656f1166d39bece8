import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { moneyOf, plainPercentage, toDecimal } from '#/kernel/money.ts'
import { Reference, text, token } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import type { CampaignRow } from '../tables.ts'
import { AllowedPath, DestinationUrl, Origin } from './destination.ts'
import { ShownCommission } from './shown-terms.ts'
import { Acceptance, CampaignCommission, LateBinding, QualityRules } from './terms.ts'

export const exampleId = 'cmp_01KP1R5ZE0A3C0J7YQ4T2M8WVX'
export const CampaignInPath = Reference.meta({ examples: [exampleId] })

/** Amounts in the scale of their currency, percentages without zeros that say nothing. */
function inOneSpelling(given: CampaignCommission): CampaignCommission {
  if (given.type === 'FIXED')
    return { ...given, amount: toDecimal(moneyOf(given.amount, given.currency).minor, given.currency) }
  return given.type === 'PERCENT' ? { ...given, percent: plainPercentage(given.percent) } : given
}

const distinct = (all: string[]) => [...new Set(all)]
const whole = (what: string) => `${what} Replaced as a whole.`

/** What a campaign says and a change may say anew. */
export const campaignFields = {
  name: text(1, 200),
  destinationUrl: DestinationUrl.meta({
    description: 'Where visitors are sent: http or https, without credentials. Its query and fragment are kept.',
  }),
  allowedPaths: z
    .array(AllowedPath)
    .max(100)
    .transform(distinct)
    .meta({
      description: whole(
        'Beginnings of the paths that a deep link may lead to. Empty: any path of the destination’s host.',
      ),
    }),
  attributionWindowDays: z.int().min(1).max(365).meta({ description: 'How long a click may still convert.' }),
  attributionModel: z.enum(['LAST_CLICK', 'FIRST_CLICK']),
  allowedOrigins: z
    .array(Origin)
    .max(100)
    .transform(distinct)
    .meta({
      description: whole('The origins whose pages may report conversions from a browser. Empty: any.'),
    }),
  commission: CampaignCommission.transform(inOneSpelling),
  formId: Reference.meta({
    description: 'The form, of purpose CONVERSION or GENERAL, by which conversions are recorded.',
  }),
  fieldMapping: z
    .record(token(100), z.string().min(1).max(64))
    .refine((given) => Object.keys(given).length <= 200, 'At most 200 properties can be mapped.')
    .meta({ description: whole('Property of a conversion → id of a field of the form.') }),
  customerProperty: token(100)
    .nullable()
    .meta({ description: 'The property of a conversion that names its customer.' }),
  qualityRules: QualityRules.meta({ description: whole('What is done about conversions that look wrong.') }),
  lateBinding: LateBinding.meta({ description: whole('How a conversion without a click finds its partner.') }),
  acceptance: Acceptance,
  isOpenToPartners: z.boolean().meta({
    description:
      'Every partner sees the campaign in the portal and may take a link in it. Else only those that have one, or a coupon, see it.',
  }),
}

/** `campaignFields` with what holds where a new campaign says nothing. */
export const newCampaignFields = {
  ...campaignFields,
  allowedPaths: campaignFields.allowedPaths.default([]),
  attributionWindowDays: campaignFields.attributionWindowDays.default(90),
  attributionModel: campaignFields.attributionModel.default('LAST_CLICK'),
  allowedOrigins: campaignFields.allowedOrigins.default([]),
  commission: campaignFields.commission.default({ type: 'NONE' }),
  formId: campaignFields.formId.optional().meta({ description: 'Default: a form is made, without fields.' }),
  fieldMapping: campaignFields.fieldMapping.default({}),
  customerProperty: campaignFields.customerProperty.default(null),
  qualityRules: campaignFields.qualityRules.default(QualityRules.parse({})),
  lateBinding: campaignFields.lateBinding.default(LateBinding.parse({})),
  acceptance: campaignFields.acceptance.default({ type: 'MANUAL' }),
  isOpenToPartners: campaignFields.isOpenToPartners.default(false),
}

export const exampleTerms = {
  name: 'Spring launch',
  destinationUrl: 'https://www.example.com/pricing?plan=team#start',
  allowedPaths: [],
  attributionWindowDays: 90,
  attributionModel: 'LAST_CLICK',
  allowedOrigins: ['https://www.example.com'],
  commission: { type: 'PERCENT', percent: '20', property: 'amount', currency: 'USD', currencyProperty: null },
  fieldMapping: {},
  customerProperty: 'customerId',
  qualityRules: QualityRules.parse({}),
  lateBinding: LateBinding.parse({}),
  acceptance: { type: 'AUTOMATIC', afterDays: 30 },
  isOpenToPartners: true,
}

export const CampaignStatus = z.enum(['ACTIVE', 'PAUSED', 'ENDED'])

/** The fields that come in in more spellings than they leave. */
const shown = {
  destinationUrl: z.string(),
  allowedPaths: z.array(z.string()),
  allowedOrigins: z.array(z.string()),
  commission: ShownCommission,
  formId: z.string(),
}

export const Campaign = z
  .strictObject({
    id: z.string(),
    status: CampaignStatus.meta({
      description:
        'Links of a campaign that is paused or has ended still lead on, and count nothing; earlier clicks convert within their window.',
    }),
    ...campaignFields,
    ...shown,
    publishableKey: z.string().meta({ description: 'For the snippet in web pages; good for this campaign alone.' }),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({
    id: 'Campaign',
    examples: [
      {
        id: exampleId,
        status: 'ACTIVE',
        ...exampleTerms,
        formId: 'frm_01KJ7FQTE0TBSSP5YF09Z752VM',
        publishableKey: 'pk_aff_0000000000000000000000000example',
        createdAt: '2026-04-12T09:00:00.000Z',
        updatedAt: '2026-04-12T09:00:00.000Z',
      },
    ],
  })
export type Campaign = z.output<typeof Campaign>

/** A campaign as it leaves. */
export const toCampaign = (row: CampaignRow): Campaign => ({
  id: row.id,
  status: row.status,
  name: row.name,
  destinationUrl: row.destination_url,
  allowedPaths: row.allowed_paths,
  attributionWindowDays: row.attribution_window_days,
  attributionModel: row.attribution_model,
  allowedOrigins: row.allowed_origins,
  commission: row.commission,
  formId: row.form_id,
  fieldMapping: row.field_mapping,
  customerProperty: row.customer_property,
  qualityRules: row.quality_rules,
  lateBinding: row.late_binding,
  acceptance: row.acceptance,
  isOpenToPartners: row.is_open_to_partners,
  publishableKey: row.publishable_key,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

export const campaignNotFound = refusal('not_found', 'CAMPAIGN_NOT_FOUND', 'There is no campaign with this id.')
export const campaignEnded = refusal('invalid', 'CAMPAIGN_ENDED', 'This campaign has ended, for good. Make another.')
