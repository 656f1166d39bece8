import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Email, text } from '#/kernel/text.ts'
import {
  accountInput,
  accountShown,
  checkAccount,
  sealAccount,
  showAccount,
  type StoredAccount,
  tryOpen,
} from './account.ts'

/** How a partner wants to be paid. */
export const PayoutMethod = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('BANK'), accountHolder: text(1, 140), ...accountInput }).superRefine(checkAccount),
  z.strictObject({ type: z.literal('PAYPAL'), email: Email }),
  z.strictObject({ type: z.literal('OTHER'), instructions: text(1, 2000) }),
])
export type PayoutMethod = z.output<typeof PayoutMethod>

/** A payout method as stored; what one writes in words may hold a number too, and is sealed as one is. */
export type StoredMethod =
  | ({ type: 'BANK'; accountHolder: string } & StoredAccount)
  | { type: 'PAYPAL'; email: string }
  | { type: 'OTHER'; sealed: string; fingerprint: string }

export const PayoutMethodShown = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('BANK'), accountHolder: z.string(), ...accountShown }),
  z.strictObject({ type: z.literal('PAYPAL'), email: z.string() }),
  z.strictObject({
    type: z.literal('OTHER'),
    instructions: z
      .string()
      .nullable()
      .meta({ description: 'Null where it was written under another SECRET, so that nobody can read it.' }),
  }),
])
type PayoutMethodShown = z.infer<typeof PayoutMethodShown>

const purpose = 'payout instructions'

export function sealMethod(ctx: Pick<Context, 'seal' | 'sign'>, method: PayoutMethod): StoredMethod {
  if (method.type === 'PAYPAL') return method
  if (method.type === 'OTHER') {
    const { instructions } = method
    return {
      type: 'OTHER',
      sealed: ctx.seal(purpose, instructions),
      fingerprint: ctx.sign(purpose, instructions).slice(0, 12),
    }
  }
  const { type, accountHolder, ...account } = method
  return { type, accountHolder, ...sealAccount(ctx, account) }
}

export function showMethod(ctx: Pick<Context, 'open'>, method: StoredMethod): PayoutMethodShown {
  if (method.type === 'PAYPAL') return method
  if (method.type === 'OTHER') return { type: 'OTHER', instructions: tryOpen(ctx, purpose, method.sealed) ?? null }
  const { type, accountHolder, ...account } = method
  return { type, accountHolder, ...showAccount(account) }
}
