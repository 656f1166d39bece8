import { moneyOf, plainPercentage, toDecimal } from '#/kernel/money.ts'
import type { Caps, Commission, Terms } from './terms.ts'

/** Terms that have passed `termIssues`, with each value in its one spelling. */
export function normalise(terms: Terms): Terms {
  return {
    ...terms,
    commission: commission(terms.commission),
    rates: terms.rates.map((rate) => ({ ...rate, commission: commission(rate.commission) })),
    caps: terms.caps && caps(terms.caps),
  }
}

function commission(given: Commission): Commission {
  if (given.type === 'FIXED') return { ...given, amount: amount(given.amount, given.currency) }
  if (given.type === 'PERCENT') return { ...given, percent: plainPercentage(given.percent) }
  const { by, currency, bands } = given
  return {
    ...given,
    bands: bands.map((band) => ({
      from: by === 'COUNT' ? BigInt(band.from).toString() : amount(band.from, currency),
      percent: band.percent === null ? null : plainPercentage(band.percent),
      amount: band.amount === null ? null : amount(band.amount, currency),
    })),
  }
}

const caps = ({ currency, perLine, perPartner, perPeriod }: Caps): Caps => ({
  currency,
  perLine: perLine === null ? null : amount(perLine, currency),
  perPartner: perPartner && { ...perPartner, amount: amount(perPartner.amount, currency) },
  perPeriod: perPeriod && { ...perPeriod, amount: amount(perPeriod.amount, currency) },
})

const amount = (text: string, currency: string) => toDecimal(moneyOf(text, currency).minor, currency)
