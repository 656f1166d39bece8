import { z } from 'zod'
import type { CampaignCommission } from './terms.ts'

const amountIn = { property: z.string(), currency: z.string().nullable(), currencyProperty: z.string().nullable() }

/** A commission as it leaves: every key of its type is there. */
export const ShownCommission = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('NONE') }),
  z.strictObject({ type: z.literal('FIXED'), amount: z.string(), currency: z.string() }),
  z.strictObject({ type: z.literal('PERCENT'), percent: z.string(), ...amountIn }),
  z.strictObject({ type: z.literal('PLAN'), planId: z.string(), ...amountIn }),
]) satisfies z.ZodType<CampaignCommission>
