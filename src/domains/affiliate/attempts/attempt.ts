import { z } from 'zod'
import { examplePartnerId } from '#/domains/partners/index.ts'
import { DateTime } from '#/kernel/time.ts'
import { Explanation, Reason } from '../conversions/explanation.ts'
import { sentencesOf } from '../conversions/sentences.ts'
import type { AttemptRow } from '../tables.ts'

const text = z.string().nullable()

const example: Explanation = {
  version: 1,
  reportedBy: 'SERVER',
  status: 'ignored',
  reasons: ['CLICK_EXPIRED'],
  attribution: {
    by: null,
    model: 'LAST_CLICK',
    windowDays: 30,
    touches: [
      {
        type: 'CLICK',
        knownBy: 'REPORT',
        id: 'clk_01KK2N1ZE0A6X2Q5W9R3T7V8YB',
        linkId: 'lnk_01KP1RJ2E0D7W9V3KQ5S8N4XTB',
        partnerId: examplePartnerId,
        at: '2026-03-06T18:00:00.000Z',
        verdict: 'OUTSIDE_WINDOW',
      },
    ],
  },
  rules: [],
  commission: null,
}

/** A report that made no conversion, and why. */
export const Attempt = z
  .strictObject({
    id: z.string(),
    reason: Reason.meta({ description: 'The first of the reasons; the explanation has all of them.' }),
    campaignId: text,
    partnerId: text,
    linkId: text,
    clickId: text.meta({ description: 'Null where the token was not genuine.' }),
    email: text,
    explanation: Explanation,
    sentences: z.array(z.string()).meta({ description: 'The explanation, in words.' }),
    createdAt: DateTime,
  })
  .meta({
    id: 'ConversionAttempt',
    examples: [
      {
        id: 'cva_01KP32TAE02NST1CCG079339MH',
        reason: 'CLICK_EXPIRED',
        campaignId: 'cmp_01KP1R5ZE0A3C0J7YQ4T2M8WVX',
        partnerId: examplePartnerId,
        linkId: 'lnk_01KP1RJ2E0D7W9V3KQ5S8N4XTB',
        clickId: 'clk_01KK2N1ZE0A6X2Q5W9R3T7V8YB',
        email: 'buyer@customer.example.com',
        explanation: example,
        sentences: sentencesOf(example),
        createdAt: '2026-04-13T10:00:00.000Z',
      },
    ],
  })
export type Attempt = z.infer<typeof Attempt>

/** An attempt as it leaves. */
export function toAttempt(row: AttemptRow): Attempt {
  const explanation = row.explanation as Explanation
  return {
    id: row.id,
    reason: row.reason as Attempt['reason'],
    campaignId: row.campaign_id,
    partnerId: row.partner_id,
    linkId: row.link_id,
    clickId: row.click_id,
    email: row.email,
    explanation,
    sentences: sentencesOf(explanation),
    createdAt: row.created_at.toISOString(),
  }
}
