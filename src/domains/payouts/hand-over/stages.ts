import { z } from 'zod'
import { type Stage, stages } from '../payout.ts'

/** The stages in which a payout can be handed to a bank. */
export const payableStages = ['APPROVED', 'SCHEDULED', 'PENDING_PAYMENT', 'FAILED'] as const satisfies readonly Stage[]

/** Several stages as a query names them, `APPROVED,FAILED`. */
export function stageList(allowed: readonly Stage[] = stages) {
  return z
    .string()
    .transform((sent, issues) => {
      const names = [...new Set(sent.split(',').map((name) => name.trim()))]
      const strange = names.filter((name) => !allowed.some((stage) => stage === name))
      for (const name of strange)
        issues.issues.push({
          code: 'custom',
          input: sent,
          message: `${name || 'Nothing'} is none of ${allowed.join(', ')}.`,
        })
      return strange.length ? z.NEVER : (names as Stage[])
    })
    .meta({
      description: `One of ${allowed.join(', ')}, or several with a comma between.`,
      examples: ['APPROVED,FAILED'],
    })
}
