import { z } from 'zod'
import { exampleLineId } from '#/domains/commissions/index.ts'
import { examplePartnerId } from '#/domains/partners/index.ts'
import { refusal } from '#/kernel/error.ts'
import { toDecimal } from '#/kernel/money.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import type { ConversionRow } from '../tables.ts'
import { type Explanation, Reason } from './explanation.ts'

export const exampleId = 'cnv_01KP32TAE02NST1CCG079339MG'
export const ConversionInPath = Reference.meta({ examples: [exampleId] })

export const ConversionStatus = z.enum(['pending', 'review', 'accepted', 'declined']).meta({
  description: 'pending waits to be accepted, by a person or by time; review waits for a person.',
})

const text = z.string().nullable()
const subIds = z.strictObject({ sub1: text, sub2: text, sub3: text, sub4: text, sub5: text })

export const Conversion = z
  .strictObject({
    id: z.string(),
    status: ConversionStatus,
    campaignId: z.string(),
    partnerId: z.string(),
    linkId: text.meta({ description: 'Null: a coupon, an e-mail or a person attributed it.' }),
    clickId: text.meta({ description: 'The click that was reported.' }),
    couponCode: text,
    attributedBy: z.enum(['CLICK', 'COUPON', 'EMAIL', 'PERSON']),
    email: text,
    customerId: text,
    externalId: text.meta({ description: 'Yours, of a conversion that was reported without a click.' }),
    amount: text.meta({ description: 'Of the sale, a decimal string in `currency`; null where none was given.' }),
    currency: text,
    commissionLineId: text,
    commission: z
      .strictObject({ amount: z.string(), currency: z.string(), status: z.string() })
      .nullable()
      .meta({ description: 'Its commission line as it is: what was taken back is in lines of its own.' }),
    formSubmissionId: z.string(),
    subIds,
    reasons: z.array(Reason).meta({ description: 'Why it came under review.' }),
    declineReasonType: text,
    declineReason: text,
    acceptAt: DateTime.nullable().meta({ description: 'When it is accepted by itself while it is pending.' }),
    createdAt: DateTime,
    decidedAt: DateTime.nullable(),
    erasedAt: DateTime.nullable().meta({ description: 'When the personal data was taken out.' }),
    updatedAt: DateTime,
  })
  .meta({
    id: 'Conversion',
    examples: [
      {
        id: exampleId,
        status: 'pending',
        campaignId: 'cmp_01KP2ZB7E0X3S6F0R7Y2WQ4M1N',
        partnerId: examplePartnerId,
        linkId: 'lnk_01KP2ZB7E0X3S6F0R7Y2WQ4M1P',
        clickId: 'clk_01KP32TAE02NST1CCG079339MF',
        couponCode: null,
        attributedBy: 'CLICK',
        email: 'buyer@customer.example.com',
        customerId: 'customer-7',
        externalId: null,
        amount: '1200.00',
        currency: 'USD',
        commissionLineId: exampleLineId,
        commission: { amount: '240.00', currency: 'USD', status: 'HELD' },
        formSubmissionId: 'fsub_01KPAT0FE0S4FQ643XD0RW2QZ9',
        subIds: { sub1: 'newsletter', sub2: null, sub3: null, sub4: null, sub5: null },
        reasons: [],
        declineReasonType: null,
        declineReason: null,
        acceptAt: '2026-04-27T10:00:00.000Z',
        createdAt: '2026-04-13T10:00:00.000Z',
        decidedAt: null,
        erasedAt: null,
        updatedAt: '2026-04-13T10:00:00.000Z',
      },
    ],
  })
export type Conversion = z.infer<typeof Conversion>

/** A conversion as stored, with what it says of its coupon and its commission line. */
export type ConversionRecord = Omit<ConversionRow, 'explanation'> & {
  explanation: Explanation
  /** Its partner, or the one that this became. */
  holder_id: string
  coupon_code: string | null
  line_amount: string | null
  line_currency: string | null
  line_status: string | null
}

/** A conversion as it leaves. */
export const toConversion = (row: ConversionRecord): Conversion => ({
  id: row.id,
  status: row.status,
  campaignId: row.campaign_id,
  partnerId: row.holder_id,
  linkId: row.link_id,
  clickId: row.click_id,
  couponCode: row.coupon_code,
  attributedBy: row.attributed_by,
  email: row.email,
  customerId: row.customer_id,
  externalId: row.external_id,
  amount: row.amount !== null && row.currency !== null ? toDecimal(BigInt(row.amount), row.currency) : null,
  currency: row.currency,
  commissionLineId: row.commission_line_id,
  commission: commissionOf(row),
  formSubmissionId: row.form_submission_id,
  subIds: { sub1: row.sub1, sub2: row.sub2, sub3: row.sub3, sub4: row.sub4, sub5: row.sub5 },
  reasons: row.explanation.reasons,
  declineReasonType: row.decline_reason_type,
  declineReason: row.decline_reason,
  acceptAt: row.accept_at && row.accept_at.toISOString(),
  createdAt: row.created_at.toISOString(),
  decidedAt: row.decided_at && row.decided_at.toISOString(),
  erasedAt: row.erased_at && row.erased_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

function commissionOf({ line_amount: amount, line_currency: currency, line_status: status }: ConversionRecord) {
  if (amount === null || currency === null || status === null) return null
  return { amount: toDecimal(BigInt(amount), currency), currency, status }
}

export const conversionNotFound = refusal('not_found', 'CONVERSION_NOT_FOUND', 'There is no conversion with this id.')
export const wrongStatus = refusal(
  'invalid',
  'CONVERSION_STATUS',
  'This conversion is decided already. Undo the decision first.',
)
