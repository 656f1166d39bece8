import type { Party } from '#/domains/payouts/billing-info/billing-info.ts'
import type { Manner } from './manner.ts'

const cityFirst = new Set(['US', 'CA', 'AU'])
const codeLast = new Set(['GB', 'IE'])

/** An address as it is written in its country, the country's name last. */
export function addressLines(
  { line1, line2, city, state, postalCode, country }: Party['address'],
  manner: Manner,
): string[] {
  const place = cityFirst.has(country)
    ? [`${city},`, state, postalCode]
    : codeLast.has(country)
      ? [city, state && `(${state})`]
      : [postalCode, city, state && `(${state})`]
  const code = codeLast.has(country) ? postalCode : null
  const lines = [line1, line2, place.filter(Boolean).join(' '), code, manner.country(country)]
  return lines.flatMap((line) => line || [])
}
