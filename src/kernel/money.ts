import { z } from 'zod'
import { decimalsOf } from './currency.ts'
import type { Issue } from './error.ts'

/** An exact amount: whole minor units of an ISO 4217 currency (cents of USD, yen of JPY). Never a float. */
export type Money = { readonly minor: bigint; readonly currency: string }

/** An exact share: a percentage, a rate, a part of a whole. The denominator is above zero. */
export type Ratio = { readonly numerator: bigint; readonly denominator: bigint }

const grammar = /^-?[0-9]{1,15}(\.[0-9]{1,4})?$/

/** An amount as it comes in and leaves: a decimal string, at most 15 digits before the point and as many after it as its currency has. */
export const Amount = z
  .string()
  .regex(grammar, {
    error:
      'Write an amount as a decimal string such as "1250.00": digits with a point before the decimals, and no plus sign, exponent, grouping, currency or spaces.',
    abort: true,
  })
  .meta({
    pattern: grammar.source,
    examples: ['1250.00'],
    description: 'Decimal string in whole units of `currency`: `1250.00` is 1250 dollars, no number of cents.',
  })

const largest = 2n ** 63n - 1n

/**
 * Reads an amount that `Amount` has let through.
 *
 * Returns a sentence instead where it has more decimals than its currency, or does not fit 64 bits.
 */
export function tryMoney(amount: string, currency: string): Money | string {
  const decimals = decimalsOf(currency)
  const [whole = '', fraction = ''] = amount.replace('-', '').split('.')
  if (fraction.length > decimals)
    return `${currency} has ${decimals || 'no'} decimals: this amount has ${fraction.length}.`
  const units = BigInt(whole + fraction.padEnd(decimals, '0'))
  if (units > largest) return `This amount is too large for ${currency}.`
  return { minor: amount.startsWith('-') ? -units : units, currency }
}

/** Whether an amount that was reckoned can be written as one that comes in: `Amount`, and `largest` at the most. */
export function isAmount({ minor, currency }: Money): boolean {
  const text = toDecimal(minor, currency)
  return grammar.test(text) && typeof tryMoney(text, currency) !== 'string'
}

/** The amount of a text that is known to be one. Throws a `RangeError` where it is none. */
export function moneyOf(amount: string, currency: string): Money {
  const money = grammar.test(amount) ? tryMoney(amount, currency) : `${amount} is no amount.`
  if (typeof money === 'string') throw new RangeError(money)
  return money
}

/** What is wrong with an amount of a body beside its `currency`, for a schema's check: too many decimals, too large, or zero where it may not be. */
export function amountIssues(path: Issue['path'], amount: string, currency: string, mayBeZero = false): Issue[] {
  const money = tryMoney(amount, currency)
  if (typeof money === 'string') return [{ path, code: 'custom', message: money }]
  return money.minor === 0n && !mayBeZero ? [{ path, code: 'custom', message: 'An amount must not be zero.' }] : []
}

/** Minor units as a decimal string in the currency's own scale: 750n USD is "7.50", 7n JPY is "7". Exact beyond 64 bits. */
export function toDecimal(minor: bigint, currency: string): string {
  const decimals = decimalsOf(currency)
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0')
  const point = digits.length - decimals
  return `${minor < 0n ? '-' : ''}${digits.slice(0, point)}${decimals ? `.${digits.slice(point)}` : ''}`
}

export const money = (minor: bigint, currency: string): Money => ({ minor, currency })
export const zero = (currency: string): Money => ({ minor: 0n, currency })
export const negate = ({ minor, currency }: Money): Money => ({ minor: -minor, currency })

export function add(a: Money, b: Money): Money {
  return { minor: a.minor + minorOf(b, a.currency), currency: a.currency }
}

/** Below zero, zero or above it, as `a` is less than, equal to or more than `b`. Throws a `RangeError` for two currencies. */
export function compare(a: Money, b: Money): number {
  const other = minorOf(b, a.currency)
  return a.minor < other ? -1 : Number(a.minor > other)
}

export const smaller = (a: Money, b: Money): Money => (compare(a, b) <= 0 ? a : b)

function minorOf({ minor, currency }: Money, wanted: string): bigint {
  if (currency !== wanted) throw new RangeError(`${currency} is not ${wanted}: amounts of two currencies never meet.`)
  return minor
}

/** The nearest whole number to `numerator / denominator`; of two equally near, the even one. */
export function roundHalfEven(numerator: bigint, denominator: bigint): bigint {
  const isNegative = numerator < 0n !== denominator < 0n
  const [top, bottom] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator]
  const whole = top / bottom
  const twice = (top % bottom) * 2n
  const isUp = twice > bottom || (twice === bottom && whole % 2n === 1n)
  const rounded = isUp ? whole + 1n : whole
  return isNegative ? -rounded : rounded
}

/** So much of an amount, rounded half-even to the minor unit. */
export function times({ minor, currency }: Money, { numerator, denominator }: Ratio): Money {
  return { minor: roundHalfEven(minor * numerator, denominator), currency }
}

/** A percentage of up to six decimals, "12.5" or "0.000001", as an exact share. */
export function percentage(text: string): Ratio {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const numerator = BigInt(whole + fraction)
  return {
    numerator: text.startsWith('-') ? -numerator : numerator,
    denominator: 100n * 10n ** BigInt(fraction.length),
  }
}

/** A percentage as it comes in and leaves: a decimal string of at most three digits before the point and six after it. */
export const Percentage = z
  .string()
  .regex(/^[0-9]{1,3}(\.[0-9]{1,6})?$/, 'Write a percentage as a decimal string such as "12.5".')
  .meta({ examples: ['12.5'], description: 'Percent, as a decimal string.' })

/** A percentage without zeros that say nothing: "012.50" is "12.5". */
export function plainPercentage(text: string): string {
  return text
    .replace(/^0+(?=\d)/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
}

/**
 * Splits an amount by weights, so that the parts add up to it exactly: each gets its share rounded down, and what is
 * left goes unit by unit to the largest remainders, the earlier one first.
 *
 * Weights are zero or more, and one of them is above zero.
 */
export function split({ minor, currency }: Money, weights: readonly bigint[]): Money[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  if (total <= 0n || weights.some((weight) => weight < 0n)) throw new RangeError('A split needs weights above zero.')
  const size = minor < 0n ? -minor : minor
  const parts = weights.map((weight) => (size * weight) / total)
  const left = Number(size - parts.reduce((sum, part) => sum + part, 0n))
  const remainder = (at: number) => (size * (weights[at] ?? 0n)) % total
  const byRemainder = [...weights.keys()].sort((a, b) =>
    remainder(a) === remainder(b) ? a - b : remainder(a) > remainder(b) ? -1 : 1,
  )
  const favoured = new Set(byRemainder.slice(0, left))
  return parts.map((part, at) => {
    const whole = favoured.has(at) ? part + 1n : part
    return { minor: minor < 0n ? -whole : whole, currency }
  })
}
