import type { Kysely } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import type { Acceptance, CampaignCommission, LateBinding, QualityRules } from './campaigns/terms.ts'

export type CampaignRow = {
  organisation_id: string
  id: string
  name: string
  destination_url: string
  allowed_paths: string[]
  attribution_window_days: number
  attribution_model: 'LAST_CLICK' | 'FIRST_CLICK'
  allowed_origins: string[]
  commission: CampaignCommission
  form_id: string
  /** Property of a conversion → field of the form. */
  field_mapping: { [property: string]: string }
  quality_rules: QualityRules
  late_binding: LateBinding
  acceptance: Acceptance
  status: 'ACTIVE' | 'PAUSED' | 'ENDED'
  is_open_to_partners: boolean
  customer_property: string | null
  publishable_key: string
  created_at: Date
  updated_at: Date
}

/** Whose a publishable key is; without a campaign it is good for each of the organisation. */
export type PublishableKeyOwnerRow = { key: string; organisation_id: string; campaign_id: string | null }

export type LinkRow = {
  organisation_id: string
  id: string
  campaign_id: string
  partner_id: string
  code: string
  revoked_at: Date | null
  created_at: Date
  updated_at: Date
}

export type LinkCodeOwnerRow = { code: string; organisation_id: string; link_id: string; created_at: Date }

export type LegacyLinkRow = {
  organisation_id: string
  id: string
  url: string
  url_hash: Buffer
  link_id: string
  created_at: Date
  updated_at: Date
}

export type CouponRow = {
  organisation_id: string
  id: string
  campaign_id: string
  partner_id: string
  code: string
  ended_at: Date | null
  created_at: Date
}

export type Device = 'DESKTOP' | 'MOBILE' | 'TABLET' | 'OTHER'

export type ClickRow = {
  organisation_id: string
  id: string
  link_id: string
  visitor: string | null
  is_repeat: boolean
  is_late: boolean
  device: Device
  country: string | null
  referrer_host: string | null
  sub1: string | null
  sub2: string | null
  sub3: string | null
  sub4: string | null
  sub5: string | null
}

export type ConversionStatus = 'pending' | 'review' | 'accepted' | 'declined'

export type ConversionRow = {
  organisation_id: string
  id: string
  campaign_id: string
  partner_id: string
  link_id: string | null
  click_id: string | null
  attributed_click_id: string | null
  coupon_id: string | null
  external_id: string | null
  attributed_by: 'CLICK' | 'COUPON' | 'EMAIL' | 'PERSON'
  customer_id: string | null
  email: string | null
  email_key: Buffer | null
  amount: string | null
  currency: string | null
  form_submission_id: string
  commission_line_id: string | null
  status: ConversionStatus
  accept_at: Date | null
  explanation: unknown
  sub1: string | null
  sub2: string | null
  sub3: string | null
  sub4: string | null
  sub5: string | null
  decline_reason_type: string | null
  decline_reason: string | null
  decided_at: Date | null
  erased_at: Date | null
  created_at: Date
  updated_at: Date
}

export type ConversionChangeRow = {
  organisation_id: string
  conversion_id: string
  number: number
  action: 'ACCEPTED' | 'DECLINED' | 'UNDONE' | 'REATTRIBUTED' | 'ERASED'
  from_status: ConversionStatus
  to_status: ConversionStatus
  from_partner_id: string | null
  from_link_id: string | null
  to_partner_id: string | null
  to_link_id: string | null
  reason_type: string | null
  reason: string | null
  line_ids: string[]
  actor_kind: string
  actor_id: string
  actor_name: string
  created_at: Date
}

export type AttemptRow = {
  organisation_id: string
  id: string
  campaign_id: string | null
  partner_id: string | null
  link_id: string | null
  click_id: string | null
  reason: string
  email: string | null
  explanation: unknown
  created_at: Date
}

type AffiliateTables = {
  campaign: CampaignRow
  publishable_key_owner: PublishableKeyOwnerRow
  affiliate_link: LinkRow
  link_code_owner: LinkCodeOwnerRow
  coupon: CouponRow
  legacy_link: LegacyLinkRow
  click: ClickRow
  conversion: ConversionRow
  conversion_change: ConversionChangeRow
  conversion_attempt: AttemptRow
}

/** The database as this domain sees it: its own tables and no others. */
export const db = (ctx: Pick<Context, 'db'>): Kysely<AffiliateTables> => ctx.db.withTables<AffiliateTables>()
