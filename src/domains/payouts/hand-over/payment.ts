import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { toDecimal } from '#/kernel/money.ts'
import { dayOf } from '#/kernel/time.ts'
import { type Account, tryOpenAccount } from '../billing-info/account.ts'
import type { Party } from '../billing-info/billing-info.ts'
import { isReadable, paymentText } from './latin.ts'
import type { HandOverRow } from './rows.ts'

/** Why a payout cannot be handed to a bank. */
export const Obstacle = z
  .enum([
    'AMOUNT_NOT_ABOVE_ZERO',
    'AMOUNT_TOO_LARGE',
    'NO_BILLING_INFO',
    'NO_PAYOUT_METHOD',
    'OTHER_PAYOUT_METHOD',
    'NAME_NOT_LATIN',
    'ACCOUNT_NOT_READABLE',
  ])
  .meta({
    description:
      'OTHER_PAYOUT_METHOD: the partner is paid by PayPal or otherwise. AMOUNT_TOO_LARGE: more than 18 digits. NAME_NOT_LATIN: nothing of the account holder’s name can be written in Latin letters. ACCOUNT_NOT_READABLE: the account was entered under another SECRET; enter it again.',
  })
export type Obstacle = z.infer<typeof Obstacle>

/** One transfer of a payment file, in the characters that such files hold. */
export type Payment = {
  payoutId: string
  minor: bigint
  currency: string
  name: string
  party: Party
  account: Account
  remittance: string
}

/** ISO 20022 has 18 digits for an amount. */
const mostDigits = 18
export const fits = (decimal: string): boolean => decimal.replaceAll(/\D/g, '').length <= mostDigits

/** The payout as a payment, or why it is none. */
export function paymentOf(ctx: Pick<Context, 'open'>, row: HandOverRow): Payment | Obstacle {
  const obstacle = obstacleOf(row)
  if (obstacle) return obstacle
  const { method, party, currency } = row
  if (!party || method?.type !== 'BANK') return 'NO_BILLING_INFO'
  const account = tryOpenAccount(ctx, method)
  if (!account) return 'ACCOUNT_NOT_READABLE'
  const name = paymentText(method.accountHolder, 70)
  return { payoutId: row.id, minor: BigInt(row.amount), currency, name, party, account, remittance: remittanceOf(row) }
}

/** What stands in the way of paying by bank, as far as it is seen without opening the account. */
export function obstacleOf({ amount, currency, party, method }: HandOverRow): Obstacle | undefined {
  const minor = BigInt(amount)
  if (minor <= 0n) return 'AMOUNT_NOT_ABOVE_ZERO'
  if (!fits(toDecimal(minor, currency))) return 'AMOUNT_TOO_LARGE'
  if (!party) return 'NO_BILLING_INFO'
  if (!method) return 'NO_PAYOUT_METHOD'
  if (method.type !== 'BANK') return 'OTHER_PAYOUT_METHOD'
  return isReadable(paymentText(method.accountHolder, 70)) ? undefined : 'NAME_NOT_LATIN'
}

/** What the partner reads on its bank statement: the purchase order where there is one, and the period. */
function remittanceOf({ po_number, period_start, period_end }: HandOverRow): string {
  const period = `${dayOf(period_start)} - ${dayOf(period_end)}`
  const order = po_number === null ? '' : paymentText(po_number, 140 - period.length - 2)
  return order ? `${order}, ${period}` : period
}
