import { companies, type Company } from './programme.ts'

/** A company that a partner looks after. Of a fresh one the partner has told nothing but the name. */
export type Client = {
  name: string
  isTest: boolean
  /** Set where the client pays for itself from the beginning. */
  billingMode: 'CLIENT_MANAGED' | null
  details: Record<string, string> | undefined
}

const names =
  'Fernhill Basalt Cobalt Dunlin Elderfield Flint Gannet Harrow Ivel Jackdaw Kittiwake Limekiln Merrow Nutmeg Orchard Plover Quern Rowan Saffron Tansy Ullin Verity Willet Yarrow Amber Bracken Cinder'.split(
    ' ',
  )

/** What a company does, with its NAICS code and its legal form. */
const trades = `
Foods|311|LLC
Furniture|337|C_CORPORATION
Outfitters|458|LLC
Freight|484|LIMITED_PARTNERSHIP
Farms|111|COOPERATIVE_CO_OP
Pharmacies|456|CORPORATION
Brewing|312|MULTI_MEMBER_LLC
Builders|236|S_CORPORATION
Instruments|334|C_CORPORATION
Wholesale|423|GENERAL_PARTNERSHIP
Books|459|SOLE_PROPRIETORSHIP
Clinics|621|NONPROFIT
Studio|541|SINGLE_MEMBER_LLC`

/** A partner's clients are in its city. */
const cities = `
Antwerp|BE|2000
Belfast|GB|BT1 5GS
Bergen|NO|5003
Bilbao|ES|48001
Bordeaux|FR|33000
Bristol|GB|BS1 4DJ
Cape Town|ZA|8001
Cork|IE|T12 W8KP
Ghent|BE|9000
Glasgow|GB|G1 3SL
Gothenburg|SE|411 05
Helsinki|FI|00100
Leeds|GB|LS1 4AP
Leipzig|DE|04109
Madrid|ES|28013
Milton Keynes|GB|MK9 3EJ
Oslo|NO|0150
Perth|AU|6000
Plymouth|GB|PL1 2AA
Porto|PT|4000-322
Savannah|US|31401|GA
Sydney|AU|2000|NSW
Tromsø|NO|9008
Utrecht|NL|3511 AB
Gdańsk|PL|80-831`

const streets = 'Mill Lane,Station Road,Harbour Street,Market Square,Foundry Way,Canal Walk,High Street'.split(',')

const table = (rows: string) =>
  rows
    .trim()
    .split('\n')
    .map((row) => row.split('|'))
const allTrades = table(trades)
const placeOf = new Map(
  table(cities).map(([city = '', country, postalCode, state]) => [city, { country, postalCode, state }]),
)

/** The nth of 351 clients: names and trades come round at different times, so that no two are called the same. */
export function clientAt(nth: number, city: string): Client {
  const [trade = '', naics = '', entityType = ''] = allTrades[nth % allTrades.length] ?? []
  const name = `${names[nth % names.length]} ${trade}`
  const billingMode = trade === 'Clinics' || trade === 'Farms' ? ('CLIENT_MANAGED' as const) : null
  const known = { name, isTest: nth % 40 === 39, billingMode }
  if (nth % 7 === 6) return { ...known, details: undefined }
  const { country = '', postalCode = '', state } = placeOf.get(city) ?? {}
  const details = {
    entityType,
    naics,
    businessName: `${name} ${nth % 3 ? 'Ltd' : 'Group'}`,
    companyAddress1: `${3 + ((nth * 17) % 120)} ${streets[nth % streets.length]}`,
    companyCity: city,
    ...(state && { companyState: state }),
    companyPostalCode: postalCode,
    companyCountryCode: country,
    businessEmail: `office@${name.toLowerCase().replace(' ', '-')}.example`,
    firstOperationsDate: `${1998 + (nth % 25)}-0${1 + (nth % 9)}-01`,
  }
  return { ...known, details }
}

/** Who looks after clients: the active partners that sell or implement. One to twelve, more in a higher tier. */
const looksAfterClients = ({ tier, phase, categories }: Company) =>
  phase === 2 && tier > 0 && categories.some((one) => one !== 'Technology' && one !== 'Referral')

const portfolioSize = (tier: number, at: number) => 1 + ((at * 5 + 7) % (4 * tier))

/** Clients by the domain of their partner. */
export const portfolios = new Map<string, Client[]>()
let count = 0
for (const [at, company] of companies.entries()) {
  if (!looksAfterClients(company)) continue
  const size = portfolioSize(company.tier, at)
  portfolios.set(
    company.domain,
    Array.from({ length: size }, (_, n) => clientAt(count + n, company.city)),
  )
  count += size
}

/** The last clients of some portfolios were archived; one is to be deleted for good. */
export const archivals = [
  { domain: 'birchwood-erp.example', reason: 'Out of business', isDeletedLater: true },
  { domain: 'thornbury.example', reason: 'Contract ended', isDeletedLater: false },
  { domain: 'islaycold.example', reason: 'Moved to another partner', isDeletedLater: false },
]
