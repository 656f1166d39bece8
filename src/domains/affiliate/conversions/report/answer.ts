import { z } from 'zod'
import type { Known } from './facts.ts'

export const Answer = z
  .strictObject({
    status: z.enum(['recorded', 'duplicate', 'ignored']),
    conversionId: z.string().nullable(),
    formSubmissionId: z.string().nullable(),
  })
  .meta({
    id: 'ConversionReport',
    examples: [
      {
        status: 'recorded',
        conversionId: 'cnv_01KP32TAE02NST1CCG079339MG',
        formSubmissionId: 'fsub_01KPAT0FE0S4FQ643XD0RW2QZ9',
      },
    ],
  })
export type Answer = z.output<typeof Answer>

export const recorded = ({ conversionId, formSubmissionId }: Known): Answer => ({
  status: 'recorded',
  conversionId,
  formSubmissionId,
})
export const duplicate = ({ conversionId, formSubmissionId }: Known): Answer => ({
  status: 'duplicate',
  conversionId,
  formSubmissionId,
})
export const ignored: Answer = { status: 'ignored', conversionId: null, formSubmissionId: null }
