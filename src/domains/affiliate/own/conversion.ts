import { z } from 'zod'
import { exampleLineId, reasonTypes } from '#/domains/commissions/index.ts'
import { toDecimal } from '#/kernel/money.ts'
import { DateTime } from '#/kernel/time.ts'
import { exampleId as exampleCampaignId } from '../campaigns/campaign.ts'
import { ConversionStatus, exampleId } from '../conversions/conversion.ts'
import type { ConversionRow } from '../tables.ts'

const text = z.string().nullable()

/** Why a conversion stands where it does, as far as it is the partner's to know. What a reviewer wrote is not. */
export const OwnReason = z
  .enum([
    'WAITING_PERIOD',
    'WAITING_FOR_DECISION',
    'BEING_CHECKED',
    ...reasonTypes.filter((type) => type !== 'CUSTOM'),
    'OTHER',
  ])
  .meta({
    description:
      'WAITING_PERIOD: it is accepted at `acceptAt`, unless it is declined before. BEING_CHECKED: somebody looks at it. The others say why it was declined.',
  })
export type OwnReason = z.infer<typeof OwnReason>

export const exampleConversion = {
  id: exampleId,
  status: 'pending',
  reason: 'WAITING_PERIOD',
  campaign: { id: exampleCampaignId, name: 'Spring launch' },
  link: { id: 'lnk_01KP2ZB7E0X3S6F0R7Y2WQ4M1P', code: 'larkspur-traders-x7k2mq' },
  couponCode: null,
  attributedBy: 'CLICK',
  customer: 'b…@customer.example.com',
  amount: '1200.00',
  currency: 'USD',
  commission: { lineId: exampleLineId, amount: '240.00', currency: 'USD', status: 'HELD' },
  sub1: 'newsletter',
  acceptAt: '2026-04-27T10:00:00.000Z',
  decidedAt: null,
  createdAt: '2026-04-13T10:00:00.000Z',
}

export const OwnConversion = z
  .strictObject({
    id: z.string(),
    status: ConversionStatus,
    reason: OwnReason.nullable(),
    campaign: z.strictObject({ id: z.string(), name: z.string() }),
    link: z.strictObject({ id: z.string(), code: z.string() }).nullable(),
    couponCode: text,
    attributedBy: z.enum(['CLICK', 'COUPON', 'EMAIL', 'PERSON']),
    customer: text.meta({
      description: 'The e-mail address of the customer, all but its first letter and its domain left out.',
    }),
    amount: text.meta({ description: 'Of the sale, in `currency`.' }),
    currency: text,
    commission: z
      .strictObject({ lineId: z.string(), amount: z.string(), currency: z.string(), status: z.string() })
      .nullable()
      .meta({ description: 'What it earns: a commission line.' }),
    sub1: text.meta({ description: 'One’s own note on the link, as the click brought it.' }),
    acceptAt: DateTime.nullable(),
    decidedAt: DateTime.nullable(),
    createdAt: DateTime,
  })
  .meta({
    id: 'PortalConversion',
    examples: [exampleConversion],
  })
export type OwnConversion = z.infer<typeof OwnConversion>

/** A conversion with what stands beside it; the link and the coupon only where they are the partner's own. */
export type OwnRecord = ConversionRow & {
  campaign_name: string
  own_link_code: string | null
  own_coupon_code: string | null
  line_amount: string | null
  line_currency: string | null
  line_status: string | null
}

export const toOwnConversion = (row: OwnRecord): OwnConversion => ({
  id: row.id,
  status: row.status,
  reason: reasonOf(row),
  campaign: { id: row.campaign_id, name: row.campaign_name },
  link: row.link_id !== null && row.own_link_code !== null ? { id: row.link_id, code: row.own_link_code } : null,
  couponCode: row.own_coupon_code,
  attributedBy: row.attributed_by,
  customer: row.email && masked(row.email),
  amount: row.amount !== null && row.currency !== null ? toDecimal(BigInt(row.amount), row.currency) : null,
  currency: row.currency,
  commission: commissionOf(row),
  sub1: row.own_link_code === null ? null : row.sub1,
  acceptAt: row.status === 'pending' ? row.accept_at && row.accept_at.toISOString() : null,
  decidedAt: row.decided_at && row.decided_at.toISOString(),
  createdAt: row.created_at.toISOString(),
})

function reasonOf({ status, accept_at: acceptAt, decline_reason_type: type }: ConversionRow): OwnReason | null {
  if (status === 'pending') return acceptAt ? 'WAITING_PERIOD' : 'WAITING_FOR_DECISION'
  if (status === 'review') return 'BEING_CHECKED'
  return status === 'declined' ? toOwnReason(type) : null
}

/** A type of reason as the partner is told it. */
export const toOwnReason = (type: string | null): OwnReason => OwnReason.safeParse(type).data ?? 'OTHER'

/** `b…@customer.example.com`: enough to know one's own customer by, and too little to write to anybody. */
export const masked = (email: string): string => `${[...email][0] ?? ''}…${email.slice(email.lastIndexOf('@'))}`

function commissionOf(row: OwnRecord): OwnConversion['commission'] {
  const { commission_line_id: lineId, line_amount: amount, line_currency: currency, line_status: status } = row
  if (lineId === null || amount === null || currency === null || status === null) return null
  return { lineId, amount: toDecimal(BigInt(amount), currency), currency, status }
}
