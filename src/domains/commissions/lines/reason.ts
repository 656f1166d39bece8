import { z } from 'zod'
import { text } from '#/kernel/text.ts'

export const reasonTypes = ['DUPLICATE', 'INELIGIBLE', 'ALREADY_PAID', 'DISPUTED', 'OUTSIDE_POLICY', 'CUSTOM'] as const

/** Why a line is declined or voided. */
export const reasonInput = {
  reasonType: z.enum(reasonTypes),
  reason: text(1, 2000).optional().meta({ description: 'Required with CUSTOM.' }),
}

type Given = { reasonType: (typeof reasonTypes)[number]; reason?: string | undefined }

/** The check of `reasonInput` that needs both. */
export function checkReason({ reasonType, reason }: Given, context: z.core.$RefinementCtx): void {
  if (reasonType !== 'CUSTOM' || reason !== undefined) return
  const message = 'With CUSTOM, say the reason.'
  context.addIssue({ code: 'invalid_type', expected: 'string', input: reason, path: ['reason'], message })
}
