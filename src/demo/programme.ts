/** The programme of a company that sells warehouse software. Everybody and everything in it is invented. */
export const tiers = [
  { name: 'Registered', description: 'Signed the agreement.', rank: 1 },
  { name: 'Silver', description: 'Has brought in three customers.', rank: 2 },
  { name: 'Gold', description: 'Ten customers and two certified people.', rank: 3 },
  { name: 'Platinum', description: 'Plans the year together with us.', rank: 4 },
]

export const phases = [
  { name: 'Recruited', description: 'Has said yes; nothing is signed.', rank: 1 },
  { name: 'Onboarding', description: 'Learns the product.', rank: 2 },
  { name: 'Active', description: 'Brings in business.', rank: 3 },
  { name: 'At risk', description: 'No business for two quarters.', rank: 4 },
  { name: 'Dormant', description: 'Asked to be left alone for a while.', rank: 5 },
]

export const templates = [
  {
    name: 'Reseller portal',
    description: 'Leads, deals and price lists.',
    accentColour: '#1a6b4f',
    welcomeText: 'Good to see you. Here is what your links and deals have brought.',
  },
  {
    name: 'Referral portal',
    description: 'Links and commissions.',
    accentColour: '#7a4b8c',
    welcomeText: 'Thank you for recommending us.',
  },
]

/** What the portal of resellers offers them. */
export const resources = [
  {
    title: 'Price list',
    description: 'Licences and services, for this year.',
    category: 'Selling',
    url: 'https://www.vendor.example/partners/prices',
  },
  {
    title: 'How we compare',
    description: 'What to say about the three systems that customers know.',
    category: 'Selling',
    url: 'https://www.vendor.example/partners/comparison',
  },
  {
    title: 'Rules of the programme',
    description: 'Who is credited, when commissions are paid, and what does not count.',
    category: 'Programme',
    url: 'https://www.vendor.example/partners/rules',
  },
  {
    title: 'Logos and colours',
    description: 'For your pages and mails.',
    category: 'Marketing',
    url: 'https://www.vendor.example/press',
  },
]

export const users = [
  { email: 'marit.solheim@vendor.example', name: 'Marit Solheim', role: 'OWNER' },
  { email: 'idris.okoro@vendor.example', name: 'Idris Okoro', role: 'PARTNER_MANAGER' },
  { email: 'lucia.ferrante@vendor.example', name: 'Lucia Ferrante', role: 'PARTNER_MANAGER' },
  { email: 'tomas.vesely@vendor.example', name: 'Tomáš Veselý', role: 'PARTNER_MANAGER' },
  { email: 'wen.li@vendor.example', name: 'Wen Li', role: 'FINANCE' },
  { email: 'aoife.brennan@vendor.example', name: 'Aoife Brennan', role: 'VIEWER' },
]

/** A company: its name, its domain, its city, its labels, where it stands in the end, and who manages the partnership there. */
export type Company = {
  name: string
  domain: string
  city: string
  categories: string[]
  tier: number
  phase: number
  manager: string | undefined
}

const rows = `
Alder & Finch Logistics|alderfinch.example|Leeds|Reseller|3|2|Nora Finch
Brightwater Systems|brightwater.example|Bristol|Reseller,Implementation|2|2|Callum Reyes
Castellan Automation|castellan-automation.example|Turin|Technology|1|2|Paola Neri
Dovetail Consulting|dovetail.example|Oslo|Implementation|2|2|Henrik Aas
Elmsgate Software|elmsgate.example|Dublin|Referral|0|1|
Fjordline Data|fjordline.example|Bergen|Reseller|2|2|Sunniva Lie
Greyhaven Partners|greyhaven.example|Hull|Referral|0|3|
Hollowbrook IT|hollowbrook.example|Cork|Reseller|1|2|Declan Moss
Ironbark Supply|ironbark.example|Perth|Distributor|3|2|Jack Tully
Juniper & Slate|juniperslate.example|York|Referral|0|0|
Kestrel Freight Tech|kestrelfreight.example|Antwerp|Technology,Referral|1|2|Lotte Claes
Larkspur Traders|larkspur.example|Ghent|Reseller|2|2|Robin Maes
Moorcroft Digital|moorcroft.example|Leeds|Implementation|1|1|
Northlight Warehousing|northlight.example|Tromsø|Reseller|1|2|Eira Nilsen
Oakbridge Analytics|oakbridge.example|Bath|Technology|0|1|
Pinewood Robotics|pinewood-robotics.example|Tampere|Technology|2|2|Aino Salo
Quayside Supply|quayside.example|Rotterdam|Distributor|2|3|Daan Visser
Redfern Commerce|redfern.example|Sydney|Referral|0|2|
Saltmarsh Solutions|saltmarsh.example|Norwich|Reseller|1|4|
Thornbury Group|thornbury.example|Bristol|Reseller,Distributor|3|2|Imogen Hale
Umbra Networks|umbra-networks.example|Lisbon|Technology|0|1|
Velden Integratie|velden-integratie.example|Utrecht|Implementation|2|2|Sanne Bos
Westerly Freight|westerly.example|Galway|Referral|0|2|
Yarrow Systems|yarrow.example|Cardiff|Reseller|1|1|Gethin Pryce
Zephyr Handling|zephyrhandling.example|Porto|Reseller|1|2|Inês Prado
Amberley Tools|amberley.example|Derby|Referral|0|0|
Bramble & Rook|bramblerook.example|Exeter|Referral|0|3|
Corvid Labs|corvid-labs.example|Berlin|Technology|1|2|Jonas Falk
Driftwood Retail|driftwood.example|Brest|Referral|0|2|
Eastmere Storage|eastmere.example|Gdańsk|Reseller|1|2|Zofia Lis
Fernhill Outsourcing|fernhill.example|Manila|Implementation|1|1|
Granary Software|granary.example|Kraków|Technology|2|2|Marek Zych
Hawthorn Pallets|hawthorn-pallets.example|Lyon|Distributor|1|4|
Islay Cold Chain|islaycold.example|Glasgow|Reseller|2|2|Fiona Baird
Jasper Quant|jasperquant.example|Zürich|Technology|0|0|
Kingsley Fulfilment|kingsley-fulfilment.example|Milton Keynes|Reseller,Referral|3|2|Priya Anand
Linden Müller Systeme|linden-müller.example|Leipzig|Implementation|2|2|Anke Müller
Marlowe Shipping|marlowe.example|Hamburg|Referral|0|2|
Nettlecombe Advisors|nettlecombe.example|London|Referral|0|1|
Osprey Yard Control|osprey-yard.example|Tallinn|Technology|1|2|Kadri Tamm
Peregrine Handel|peregrine-handel.example|Vienna|Reseller|1|3|Lukas Wagner
Quillon Services|quillon.example|Madrid|Implementation|1|2|Elena Soto
Rushmere Cloud|rushmere.example|Ipswich|Reseller|0|1|
Sable Point|sablepoint.example|Halifax|Referral|0|2|
Tidewater Logic|tidewater-logic.example|Savannah|Reseller|2|2|Marcus Cole
Underhill Freight|underhill.example|Bilbao|Distributor|1|2|
Vintner Supply Chain|vintner-sc.example|Bordeaux|Reseller|1|2|Chloé Martel
Wexcombe Digital|wexcombe.example|Reading|Implementation|1|1|
Yewtree Data|yewtree.example|Aarhus|Technology|0|2|
Zinnia Packaging|zinnia.example|Athens|Referral|0|4|
Ardent Forklifts|ardent-forklifts.example|Gothenburg|Distributor|2|2|Elsa Lindqvist
Birchwood ERP|birchwood-erp.example|Helsinki|Implementation,Reseller|3|2|Mikko Laine
Calder Valley IT|caldervalley.example|Halifax|Reseller|1|1|
Dunmore Systems|dunmore.example|Belfast|Reseller|1|2|Siobhan Keane
Eversley Trade|eversley.example|Nantes|Referral|0|2|
Foxglove Media|foxglove.example|Malmö|Referral|0|3|
Gorse & Heather|gorseheather.example|Inverness|Referral|0|0|
Harbour & Pine|harbour-pine.example|Plymouth|Reseller|2|2|Owen Tamblyn
Ivory Lane Stores|ivorylane.example|Cape Town|Reseller|1|2|Thandi Mokoena
Kelp Street Software|kelpstreet.example|Monterey|Technology|1|2|Dana Ruiz`

export const companies: Company[] = rows
  .trim()
  .split('\n')
  .map((row) => {
    const [name = '', domain = '', city = '', categories = '', tier, phase, manager] = row.split('|')
    return {
      name,
      domain,
      city,
      categories: categories.split(','),
      tier: Number(tier),
      phase: Number(phase),
      manager: manager || undefined,
    }
  })

/** Made under another name and domain, and found to be one company with Larkspur Traders later. */
export const twin = { of: 'larkspur.example', name: 'Larkspur Trading BV', domain: 'larkspur-trading.example' }

export const archived = ['saltmarsh.example', 'hawthorn-pallets.example', 'zinnia.example', 'foxglove.example']
/** Archived by mistake, and restored. */
export const restored = 'dunmore.example'
export const renamed = { domain: 'kelpstreet.example', from: 'Kelp Street Studio' }
