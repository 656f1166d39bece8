import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { DateTime } from '#/kernel/time.ts'

/** Where the statement of a payout can be had. */
export const Statement = z
  .strictObject({
    url: z
      .string()
      .meta({ format: 'uri', description: 'A link to the PDF: it needs no key, and works until `expiresAt`.' }),
    expiresAt: DateTime,
    isUploaded: z
      .boolean()
      .meta({ description: 'True: a person has replaced the PDF, and it is served as it was uploaded.' }),
  })
  .meta({
    id: 'Statement',
    examples: [
      {
        url: 'https://api.example.com/statements/pay_01KNBX7VE0MEM332E8F7PDPZ7Q.pdf?signature=c2lnbmF0dXJl',
        expiresAt: '2026-04-05T09:00:00.000Z',
        isUploaded: false,
      },
    ],
  })
export type Statement = z.infer<typeof Statement>

export const noBillingInfo = refusal(
  'invalid',
  'NO_BILLING_INFO',
  'This partner has no billing information. Enter it first: a statement names whom it is for.',
)
export const noCommissionLines = refusal(
  'invalid',
  'NO_COMMISSION_LINES',
  'This payout has no commission lines, so there is nothing to state.',
)
