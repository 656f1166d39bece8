import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { tryOpenAccount } from '../billing-info/account.ts'
import { tryReadOwn } from '../billing-info/stored.ts'
import { isReadable, paymentText } from './latin.ts'
import type { Debtor } from './pain.ts'

export const noBankAccount = refusal(
  'invalid',
  'NO_BANK_ACCOUNT',
  'The organisation has no bank account to pay from. Set `bankAccount` by PUT /api/v1/billing-info.',
)

/** Who pays, or undefined where the organisation has no account that can be read, or no name that a bank could. */
export async function tryFindDebtor(ctx: Context): Promise<Debtor | undefined> {
  const own = await tryReadOwn(ctx)
  const account = own?.method ? tryOpenAccount(ctx, own.method) : undefined
  if (!own || !account) return undefined
  const name = paymentText(own.method?.name ?? own.party.legalName, 70)
  return isReadable(name) ? { name, party: own.party, account } : undefined
}
