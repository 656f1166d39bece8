import { decimalsOf } from '#/kernel/currency.ts'
import { toDecimal } from '#/kernel/money.ts'
import { isLanguage, type Language } from './words.ts'

/** The language of a statement, and the tag by which its numbers and dates are written. */
export type Locale = { language: Language; tag: string }

/** The first of these locales whose language is spoken here, else English. A region counts for numbers and dates. */
export function localeOf(wanted: readonly (string | null | undefined)[]): Locale {
  for (const text of wanted) {
    const { language, region } = tryLocale(text) ?? {}
    if (language && isLanguage(language)) return { language, tag: region ? `${language}-${region}` : language }
  }
  return { language: 'en', tag: 'en' }
}

function tryLocale(text: string | null | undefined): Intl.Locale | undefined {
  try {
    return text ? new Intl.Locale(text) : undefined
  } catch {
    return undefined
  }
}

/** How numbers, dates and places are written; amounts are exact decimal strings all the way. */
export type Manner = {
  amount(minor: bigint): string
  /** With its currency. */
  total(minor: bigint): string
  /** A share given in millionths, as a percentage. */
  percent(millionths: bigint): string
  day(day: Date): string
  country(code: string): string
}

export function mannerOf({ language, tag }: Locale, currency: string): Manner {
  const decimals = decimalsOf(currency)
  const number = formatter(tag, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  const share = formatter(tag, { style: 'percent', maximumFractionDigits: 4 })
  const date = new Intl.DateTimeFormat(tag, { ...western, dateStyle: 'medium', timeZone: 'UTC' })
  const countries = new Intl.DisplayNames(tag, { type: 'region' })
  const amount = (minor: bigint) => number(toDecimal(minor, currency))
  return {
    amount,
    total: (minor) => (language === 'en' ? `${currency}\u00a0${amount(minor)}` : `${amount(minor)}\u00a0${currency}`),
    percent: (millionths) => share(decimal(millionths, 6)),
    day: (day) => date.format(day),
    country: (code) => countries.of(code) ?? code,
  }
}

const western = { numberingSystem: 'latn', calendar: 'gregory' } as const

/** Intl takes a decimal string with all its digits; its types know numbers alone. */
function formatter(tag: string, options: Intl.NumberFormatOptions): (decimal: string) => string {
  const { format } = new Intl.NumberFormat(tag, { ...western, ...options })
  return (decimal) => format(decimal as Intl.StringNumericLiteral)
}

function decimal(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}
