import { partnerAt } from './portfolios.ts'
import type { Company } from './programme.ts'
import type { Stage } from './stage.ts'

/** Where the partners are that are paid, and the account that the registry of IBANs prints as its country's example. */
const places: Record<string, { country: string; locale: string; iban: string }> = {
  Bergen: { country: 'NO', locale: 'en-NO', iban: 'NO9386011117947' },
  Bristol: { country: 'GB', locale: 'en-GB', iban: 'GB29NWBK60161331926819' },
  Cork: { country: 'IE', locale: 'en-IE', iban: 'IE29AIBK93115212345678' },
  Gdańsk: { country: 'PL', locale: 'en-PL', iban: 'PL61109010140000071219812874' },
  Ghent: { country: 'BE', locale: 'nl-BE', iban: 'BE68539007547034' },
  Glasgow: { country: 'GB', locale: 'en-GB', iban: 'GB29NWBK60161331926819' },
  Leeds: { country: 'GB', locale: 'en-GB', iban: 'GB29NWBK60161331926819' },
  'Milton Keynes': { country: 'GB', locale: 'en-GB', iban: 'GB29NWBK60161331926819' },
  Porto: { country: 'PT', locale: 'en-PT', iban: 'PT50000201231234567890154' },
  Tromsø: { country: 'NO', locale: 'en-NO', iban: 'NO9386011117947' },
}

/** What a statement and a payment file need of a partner. Who is elsewhere has entered nothing yet. */
export async function enterBillingInfo(stage: Stage, { name, domain, city }: Company): Promise<void> {
  const place = places[city]
  if (!place) return
  await stage.act('partner-billing-info.set', {
    id: await partnerAt(stage, domain),
    legalName: name,
    email: `billing@${domain}`,
    address: { line1: '1 Station Road', city, country: place.country },
    locale: place.locale,
    payoutMethod: { type: 'BANK', accountHolder: name, iban: place.iban },
  })
}
