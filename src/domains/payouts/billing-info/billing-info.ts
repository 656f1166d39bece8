import { z } from 'zod'
import { countries } from '#/kernel/country.ts'
import { Email, text } from '#/kernel/text.ts'

/** A postal address; `country` is ISO 3166-1 alpha-2, or `XK`. */
export const Address = z.strictObject({
  line1: text(1, 200),
  line2: text(1, 200).nullish(),
  city: text(1, 100),
  state: text(1, 100).nullish(),
  postalCode: text(1, 20).nullish(),
  country: z
    .enum([...countries, 'XK'], 'Write a country as the two capital letters of ISO 3166-1, such as DE.')
    .meta({ examples: ['DE'] }),
})

/** A language tag in its one spelling, `de-AT` for `DE-at`. */
const Locale = z
  .string()
  .max(35)
  .transform((sent, issues) => {
    const [tag] = canonical(sent)
    if (tag !== undefined) return tag
    issues.issues.push({ code: 'custom', input: sent, message: 'This is no language tag such as de or en-GB.' })
    return z.NEVER
  })
  .meta({ maxLength: 35, examples: ['de-AT'] })

function canonical(tag: string): string[] {
  try {
    return Intl.getCanonicalLocales(tag)
  } catch (error) {
    if (error instanceof RangeError) return []
    throw error
  }
}

/** Whom a statement names: the organisation or a partner, as a party to a payment. */
export const Party = z.strictObject({
  legalName: text(1, 200),
  taxId: text(1, 50).nullish(),
  email: Email.nullish(),
  address: Address,
  /** BCP 47, such as `de` or `de-AT`: the language and the number format of statements. */
  locale: Locale.nullish().meta({
    description:
      'BCP 47: the language and the number format of statements, which are written in English, German, French, Dutch or Spanish. For another language, or none, the organisation’s locale counts, else English.',
  }),
})
export type Party = z.infer<typeof Party>

/** What is shown of a party: every key, null where it is not set. */
export const partyShown = {
  legalName: z.string().nullable(),
  taxId: z.string().nullable(),
  email: z.string().nullable(),
  address: z
    .strictObject({
      line1: z.string(),
      line2: z.string().nullable(),
      city: z.string(),
      state: z.string().nullable(),
      postalCode: z.string().nullable(),
      country: z.string(),
    })
    .nullable(),
  locale: z.string().nullable(),
}

/** A party as it leaves; one that nobody has entered is null in all. */
export function showParty(party: Party | undefined) {
  if (!party) return { legalName: null, taxId: null, email: null, address: null, locale: null }
  const { legalName, taxId = null, email = null, address, locale = null } = party
  const { line1, line2 = null, city, state = null, postalCode = null, country } = address
  return { legalName, taxId, email, address: { line1, line2, city, state, postalCode, country }, locale }
}

export const examplePayer = {
  legalName: 'Vendor GmbH',
  taxId: 'DE811111111',
  email: 'finance@vendor.example.com',
  address: { line1: 'Kai 1', line2: null, city: 'Hamburg', state: null, postalCode: '20457', country: 'DE' },
  locale: 'de',
}

export const exampleParty = {
  legalName: 'Larkspur Traders GmbH',
  taxId: 'DE123456789',
  email: 'billing@larkspur.example.com',
  address: { line1: 'Hafenstr. 4', line2: null, city: 'Hamburg', state: null, postalCode: '20457', country: 'DE' },
  locale: 'de',
}
