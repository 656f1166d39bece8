import { z } from 'zod'
import { calculationOf, findLine, LineCalculation } from '#/domains/commissions/index.ts'
import { query } from '#/kernel/verb.ts'
import { ConversionInPath, conversionNotFound, ConversionStatus, exampleId, toConversion } from './conversion.ts'
import { Explanation } from './explanation.ts'
import { Step, stepsOf } from './history.ts'
import { findConversion } from './queries.ts'
import { sentencesOf } from './sentences.ts'
import { earningSince, sentenceOfStep } from './step-sentences.ts'

const shownExample = {
  conversionId: exampleId,
  status: 'accepted',
  recorded: {
    version: 1,
    reportedBy: 'SERVER',
    status: 'pending',
    reasons: [],
    attribution: null,
    rules: [
      {
        rule: 'SELF_REFERRAL_DOMAIN',
        action: 'REVIEW',
        verdict: 'PASS',
        values: { domain: 'customer.example.com' },
      },
    ],
    commission: null,
  },
  since: [],
  commission: null,
  sentences: ['No self-referral by domain: passed (domain: customer.example.com).'],
}

const View = z
  .strictObject({
    conversionId: z.string(),
    status: ConversionStatus,
    recorded: Explanation.meta({ description: 'What was considered when it was reported, as it stood then.' }),
    since: z.array(Step).meta({ description: 'What happened since, oldest first; at most the first 1,000.' }),
    commission: LineCalculation.nullable().meta({
      description:
        'Its commission line as it is: the calculation of its plan, what was taken back of it, why it is void.',
    }),
    sentences: z.array(z.string()).meta({ description: 'All of it for people, in order.' }),
  })
  .meta({ id: 'ConversionExplained', examples: [shownExample] })

const mostSteps = 1000

export const explainConversion = query({
  name: 'conversions.explain',
  may: 'affiliate:read',
  summary: 'Explain a conversion',
  description:
    'Who was considered for it and why one of them has it, each rule with what it saw, how the commission came to be, and what happened since: in codes and in sentences.',
  input: z.strictObject({ id: ConversionInPath }),
  output: View,
  refuses: [conversionNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const row = await findConversion(ctx, id)
    const since = await stepsOf(ctx, row, { from: 1, limit: mostSteps })
    const line = row.commission_line_id === null ? null : await findLine(ctx, row.commission_line_id)
    const sentences = [
      ...sentencesOf(row.explanation),
      ...since.map(sentenceOfStep),
      ...earningSince(row.explanation, toConversion(row)),
    ]
    return {
      conversionId: id,
      status: row.status,
      recorded: row.explanation,
      since,
      commission: line && (await calculationOf(ctx, line)),
      sentences,
    }
  },
})
