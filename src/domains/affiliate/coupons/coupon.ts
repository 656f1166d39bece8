import { z } from 'zod'
import { examplePartnerId } from '#/domains/partners/index.ts'
import { refusal } from '#/kernel/error.ts'
import { Reference, token } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { exampleId as exampleCampaignId } from '../campaigns/campaign.ts'

export const exampleId = 'cpn_01KP1S0ME0C6W2T8RQ3Z7N5YHB'
export const CouponInPath = Reference.meta({ examples: [exampleId] })

/** A code that one tells. It is compared, kept and shown in upper case. */
export const CouponCode = token(64)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
    'Use letters A to Z, digits, hyphens and underscores, and begin with a letter or digit.',
  )
  .transform((given) => given.toUpperCase())
  .meta({ examples: ['LARKSPUR20'] })

export const CouponStatus = z.enum(['ACTIVE', 'ENDED', 'PARTNER_ARCHIVED'])

export const Coupon = z
  .strictObject({
    id: z.string(),
    code: z.string(),
    partnerId: z.string(),
    campaignId: z.string(),
    status: CouponStatus,
    endedAt: DateTime.nullable(),
    createdAt: DateTime,
  })
  .meta({
    id: 'Coupon',
    examples: [
      {
        id: exampleId,
        code: 'LARKSPUR20',
        partnerId: examplePartnerId,
        campaignId: exampleCampaignId,
        status: 'ACTIVE',
        endedAt: null,
        createdAt: '2026-04-12T10:00:00.000Z',
      },
    ],
  })
export type Coupon = z.infer<typeof Coupon>

/** A coupon with the partner that its own became. */
export type CouponRecord = {
  id: string
  code: string
  partner_id: string
  campaign_id: string
  status: z.infer<typeof CouponStatus>
  ended_at: Date | null
  created_at: Date
}

/** A coupon as it leaves. */
export const toCoupon = (row: CouponRecord): Coupon => ({
  id: row.id,
  code: row.code,
  partnerId: row.partner_id,
  campaignId: row.campaign_id,
  status: row.status,
  endedAt: row.ended_at && row.ended_at.toISOString(),
  createdAt: row.created_at.toISOString(),
})

export const couponNotFound = refusal('not_found', 'COUPON_NOT_FOUND', 'There is no coupon with this id.')
export const couponCodeTaken = refusal(
  'conflict',
  'COUPON_CODE_TAKEN',
  'Another coupon has this code, or had it before it ended. Choose another.',
)
