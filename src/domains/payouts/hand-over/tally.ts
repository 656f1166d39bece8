import { createHash } from 'node:crypto'
import type { Account } from '../billing-info/account.ts'
import { decimalsOf } from '#/kernel/currency.ts'
import { toDecimal } from '#/kernel/money.ts'
import { fits, type Payment } from './payment.ts'

/** How many payments there are, what they add up to, and a mark of what they say: two equal ones pay the same. */
export type Tally = { count: number; minor: bigint; currency: string; mark: string }

/** Counts payments of one currency as they pass. */
export function tallying(currency: string) {
  const hash = createHash('sha256')
  let count = 0
  let minor = 0n
  return {
    add({ payoutId, minor: amount, name, party, account, remittance }: Payment): void {
      count += 1
      minor += amount
      hash.update(JSON.stringify([payoutId, amount.toString(), currency, name, party, account, remittance]))
    },
    end: (): Tally => ({ count, minor, currency, mark: hash.digest('hex').toUpperCase() }),
  }
}

/** The sum of all as the standard writes it, of whatever currency; null where its 18 digits do not hold it. */
export function controlSum(tallies: readonly Pick<Tally, 'minor' | 'currency'>[]): string | null {
  const sum = exactSum(tallies)
  return fits(sum) ? sum : null
}

/** The sum of all, of whatever currency: of yen and euros 7 and 1.50 it is 8.50. */
export function exactSum(tallies: readonly Pick<Tally, 'minor' | 'currency'>[]): string {
  const finest = tallies.toSorted((a, b) => decimalsOf(b.currency) - decimalsOf(a.currency))[0]?.currency ?? 'USD'
  const most = decimalsOf(finest)
  const total = tallies.reduce(
    (sum, { minor, currency }) => sum + minor * 10n ** BigInt(most - decimalsOf(currency)),
    0n,
  )
  return toDecimal(total, finest)
}

const sepaCountries = new Set(
  'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA'.split(
    ' ',
  ),
)
const isInSepa = ({ iban }: Account) => iban !== null && sepaCountries.has(iban.slice(0, 2))

const mostSepaMinor = 999_999_999_99n

/** Euros between two IBANs of the Single Euro Payments Area go as its transfers, up to the most that one may be. */
export const isSepaTransfer = ({ currency, minor, account }: Payment, from: Account): boolean =>
  currency === 'EUR' && minor <= mostSepaMinor && isInSepa(from) && isInSepa(account)
