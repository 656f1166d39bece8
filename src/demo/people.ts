/** The vendor's people who look after partners. By role, they take the partners by turns. */
export const colleagues = {
  account_manager: [
    colleague('Noor Haddad', 'Account manager, north'),
    colleague('Piet Verhoeven', 'Account manager, south'),
    colleague('Ida Lindgren', 'Account manager, overseas'),
  ],
  account_executive: [colleague('Rafael Souza', 'Account executive')],
  csm: [colleague('Maeve Donnelly', 'Customer success'), colleague('Kofi Mensah', 'Customer success')],
  lead: [colleague('Greta Baumann', 'Head of alliances')],
}

/** Declared, and on no partner yet. */
export const floating = [
  { ...colleague('Yuki Tanabe', 'Customer success, from next quarter'), internal_role: 'csm' },
  { ...colleague('Luca Moretti', 'Warehouse practice'), internal_role: 'practice_lead' },
]

export type Colleague = ReturnType<typeof colleague>

function colleague(name: string, job_title: string) {
  const [given_name = '', family_name = ''] = name.split(' ')
  return { email: addressOf(name, 'vendor.example'), given_name, family_name, name, job_title }
}

/** A person who acts for a partner. Whoever is pending was invited and has not come yet. */
export type TeamMate = { firstName: string; lastName: string; email: string; role: string; isPending?: true }

type Team = { domain: string; mates: TeamMate[] }

/** The partners that have users. */
export const teams: Team[] = [
  team('alderfinch.example', ['Nora Finch', 'Ravi Sethi', 'Tessa Quill', 'Harriet Lowe']),
  team('ironbark.example', ['Jack Tully', 'Mia Castellano', 'Reuben Hart', 'Olive Drummond']),
  team('birchwood-erp.example', ['Mikko Laine', 'Helmi Koski', 'Otto Salmi', 'Venla Aho']),
]

function team(domain: string, [owner, admin, member, invited]: [string, string, string, string]): Team {
  return {
    domain,
    mates: [
      mate(owner, domain, 'OWNER'),
      mate(admin, domain, 'ADMIN'),
      mate(member, domain, 'MEMBER'),
      { ...mate(invited, domain, 'MEMBER'), isPending: true },
    ],
  }
}

function mate(name: string, domain: string, role: string): TeamMate {
  const [firstName = '', lastName = ''] = name.split(' ')
  return { firstName, lastName, email: addressOf(name, domain), role }
}

/** A referral partner, and the partners that it brought. Without an owner a partner is still onboarding. */
export const referral = {
  domain: 'redfern.example',
  city: 'Sydney',
  brought: [
    { name: 'Wattle Row Advisors', domain: 'wattlerow.example', owner: owner('Ivy Marchetti', 'wattlerow.example') },
    { name: 'Banksia Bookkeeping', domain: 'banksia.example', owner: owner('Arjun Pillai', 'banksia.example') },
    { name: 'Coolabah & Daughters', domain: 'coolabah.example', owner: undefined },
  ],
}

function owner(name: string, domain: string) {
  const { role: _role, ...person } = mate(name, domain, 'OWNER')
  return person
}

/** All under `.example`, where mail can reach nobody. */
function addressOf(name: string, domain: string): string {
  return `${name.toLowerCase().replace(' ', '.')}@${domain}`
}
