import { z } from 'zod'

/** How long an IBAN of each country is, by the registry of ISO 13616. */
const lengths = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
    'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
    'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
)

/** What is wrong with an IBAN, written without spaces and in capitals; undefined where nothing is. */
export function ibanFault(iban: string): string | undefined {
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]+$/.test(iban)) return 'This is no IBAN such as DE89 3704 0044 0532 0130 00.'
  const country = iban.slice(0, 2)
  const length = lengths.get(country)
  if (length === undefined) return `There are no IBANs of ${country}. Give the account number instead.`
  if (iban.length !== length) return `An IBAN of ${country} has ${length} characters: this one has ${iban.length}.`
  return remainderOf97(iban) === 1
    ? undefined
    : 'The check digits of this IBAN do not fit: one of its characters is wrong.'
}

/** ISO 7064: the first four characters go to the end, and letters become 10 to 35. */
function remainderOf97(iban: string): number {
  let remainder = 0
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder
}

const tight = (text: string) => text.replaceAll(/\s/g, '').toUpperCase()

/** An IBAN in any spelling; it is kept without spaces and in capitals. */
export const Iban = z
  .string()
  .max(60)
  .transform((sent, issues) => {
    const iban = tight(sent)
    const message = ibanFault(iban)
    if (message === undefined) return iban
    issues.issues.push({ code: 'custom', input: sent, message })
    return z.NEVER
  })
  .meta({
    maxLength: 60,
    examples: ['DE89 3704 0044 0532 0130 00'],
    description: 'Spaces and case make no difference.',
  })

/** A BIC, as the standard of payments writes it. */
export const Bic = z
  .string()
  .max(20)
  .transform(tight)
  .pipe(
    z
      .string()
      .regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/, 'A BIC has 8 or 11 characters, such as COBADEFFXXX.'),
  )
  .meta({ examples: ['COBADEFFXXX'] })
