import { z } from 'zod'

/** ISO 4217: the codes that amounts may have, by how many decimals their minor unit has. Codes without a minor unit are none. */
const codes = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU
    CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS
    KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB
    PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD
    TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

const decimals = new Map(
  Object.entries(codes).flatMap(([many, list]) => list.split(/\s+/).map((code) => [code, Number(many)] as const)),
)

/** How many decimals amounts of this currency have. */
export function decimalsOf(currency: string): number {
  const many = decimals.get(currency)
  if (many === undefined) throw new RangeError(`${currency} is no currency.`)
  return many
}

/** Every currency that an amount may have. */
export const currencies: readonly string[] = [...decimals.keys()].toSorted()

/** An ISO 4217 code; lower case is raised. */
export const Currency = z
  .string()
  .transform((code) => (/^[a-z]{3}$/i.test(code) ? code.replace(/[a-z]/g, (letter) => letter.toUpperCase()) : code))
  .pipe(z.enum(currencies, { error: 'This is no currency of ISO 4217 that has a minor unit.' }))
  .meta({
    type: 'string',
    minLength: 3,
    maxLength: 3,
    examples: ['USD'],
    description: 'ISO 4217: three letters, upper case or lower.',
  })
