import { currencies, decimalsOf } from '#/kernel/currency.ts'

/** `toDecimal` in SQL, of a sum in minor units and its currency, such as `sum(amount)` and `currency`. */
export function decimalIn(minor: string, currency: string): string {
  const cases = [0, 3, 4].map((decimals) => {
    const codes = currencies.filter((code) => decimalsOf(code) === decimals)
    return `when ${currency} in (${codes.map((code) => `'${code}'`).join(', ')}) then ${(10 ** -decimals).toFixed(decimals)}`
  })
  return `((${minor})::numeric * case ${cases.join(' ')} else 0.01 end)::text`
}

/** An amount as people read it, `12.50 USD`, in SQL. */
export const amountIn = (minor: string, currency: string): string =>
  `${decimalIn(minor, currency)} || ' ' || ${currency}`
