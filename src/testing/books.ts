import { decimalsOf } from '#/kernel/currency.ts'
import { toDecimal, tryMoney } from '#/kernel/money.ts'

/** A line as the model has it; partners and payouts are places in its lists. */
export type ModelLine = {
  id: string
  partner: number
  payout: number | null
  amount: bigint
  currency: string
  status: 'PENDING' | 'APPROVED' | 'PAID' | 'POSTPONED' | 'VOIDED'
  key?: string | undefined
  corrects?: ModelLine | undefined
}
export type ModelPayout = { id: string; batch: number; partner: number; stage: string }
type ModelPartner = { id: string; into: number | null }

/** What an organisation's books must come to, in the simplest way that says it: every sum is reckoned anew. */
export class Books {
  readonly partners: ModelPartner[]
  readonly lines: ModelLine[] = []
  readonly payouts: ModelPayout[] = []
  readonly batches: { id: string; currency: string }[] = []

  constructor(partnerIds: string[]) {
    this.partners = partnerIds.map((id) => ({ id, into: null }))
  }

  /** The partner that this one became. */
  root(partner: number): number {
    const into = this.partners[partner]?.into ?? null
    return into === null ? partner : this.root(into)
  }

  partnerId = (partner: number): string => this.partners[partner]?.id ?? ''
  currencyOf = (payout: number): string => this.batches[this.payouts[payout]?.batch ?? -1]?.currency ?? ''
  isPaid = (payout: number | null): boolean => payout !== null && this.payouts[payout]?.stage === 'PAID'
  on = (payout: number): ModelLine[] => this.lines.filter((line) => line.payout === payout)
  withKey = (key: string | undefined) => (key === undefined ? undefined : this.lines.find((line) => line.key === key))

  corrections = (line: ModelLine): ModelLine[] =>
    this.lines.filter((other) => other.corrects === line && other.status !== 'VOIDED')

  left = (line: ModelLine): bigint =>
    this.corrections(line).reduce((sum, correction) => sum + correction.amount, line.amount)

  /** What every account holds, leaving out those at zero. */
  balances(): Map<string, bigint> {
    const held = new Map<string, bigint>()
    const add = (account: string, amount: bigint) => held.set(account, (held.get(account) ?? 0n) + amount)
    for (const { status, partner, amount, currency } of this.lines) {
      if (status === 'VOIDED') continue
      add(`COMMISSIONS - ${currency}`, -amount)
      add(`${accounts[status]} ${this.partnerId(partner)} ${currency}`, amount)
    }
    return new Map([...held].filter(([, amount]) => amount !== 0n))
  }
}

const accounts = { PENDING: 'PAYABLE', POSTPONED: 'EARNED', APPROVED: 'IN_PAYOUT', PAID: 'PAID' }

/** Minor units of a text, or undefined where it does not fit the currency. */
export function minorOf(text: string, currency: string): bigint | undefined {
  const money = tryMoney(text, currency)
  return typeof money === 'string' ? undefined : money.minor
}

/** The same number in another currency, or undefined where it does not fit that. */
export function inCurrency({ amount, currency }: ModelLine, other: string): bigint | undefined {
  const [from, to] = [10n ** BigInt(decimalsOf(currency)), 10n ** BigInt(decimalsOf(other))]
  return (amount * to) % from === 0n ? (amount * to) / from : undefined
}

export const decimal = (amount: bigint, currency: string): string => toDecimal(amount, currency)
