import type { GoodRow } from './fields.ts'

/** What a file can fill of a partner, by the names of the API. */
export type Fields = {
  name: string
  domain: string | null
  externalId: string | null
  externalIdType: string | null
  externalCompanyId: string | null
  categories: string[]
  tierId: string | null
  phaseId: string | null
  partnerOwnerId: string | null
  status: 'active' | 'inactive'
}

/** A row whose references are found: what its cells give. */
export type Given = Partial<Fields> & { name: string }

/** A partner as it was when it was read (null: there was none), and as the rows so far make it. */
export type Listed = { id: string; before: Fields | null; now: Fields }

/**
 * The partners that rows are about, so that rows are applied in their order without asking the database for each.
 *
 * `folded` holds names as PostgreSQL compares them: its lower case is not always JavaScript's.
 */
export type Roster = {
  byId: Map<string, Listed>
  byDomain: Map<string, Listed>
  byName: Map<string, Set<Listed>>
  folded: Map<string, string>
}

export const emptyRoster = (): Roster => ({
  byId: new Map(),
  byDomain: new Map(),
  byName: new Map(),
  folded: new Map(),
})

/** Enters a partner that was read; one that is known already stays as the rows have made it. */
export function enter(roster: Roster, id: string, fields: Fields): Listed {
  return roster.byId.get(id) ?? add(roster, { id, before: fields, now: { ...fields } })
}

function add(roster: Roster, listed: Listed): Listed {
  roster.byId.set(listed.id, listed)
  if (listed.now.domain !== null) roster.byDomain.set(listed.now.domain, listed)
  namesakes(roster, listed.now.name).add(listed)
  return listed
}

function namesakes(roster: Roster, name: string): Set<Listed> {
  const key = roster.folded.get(name) ?? name.toLowerCase()
  let known = roster.byName.get(key)
  if (!known) roster.byName.set(key, (known = new Set()))
  return known
}

export type Effect = 'created' | 'updated' | 'unchanged'

/** Applies one row, by the rules of matching that creating a partner over the API has. */
export function apply(roster: Roster, given: Given, newId: () => string): Effect {
  const { domain, ...written } = given
  const listed = domain ? roster.byDomain.get(domain) : closestNamesake(roster, given.name)
  if (!listed) {
    add(roster, { id: newId(), before: null, now: { ...blank, ...given } })
    return 'created'
  }
  if (!differs(listed.now, written)) return 'unchanged'
  namesakes(roster, listed.now.name).delete(listed)
  Object.assign(listed.now, written)
  namesakes(roster, listed.now.name).add(listed)
  return 'updated'
}

const blank = {
  domain: null,
  externalId: null,
  externalIdType: null,
  externalCompanyId: null,
  categories: [],
  tierId: null,
  phaseId: null,
  partnerOwnerId: null,
  status: 'active',
} satisfies Omit<Fields, 'name'>

/** Of several partners with a name: one without a domain first, then the oldest. */
function closestNamesake(roster: Roster, name: string): Listed | undefined {
  const rank = ({ now, id }: Listed) => `${now.domain === null ? 0 : 1}${id}`
  return [...namesakes(roster, name)].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0]
}

const differs = (now: Fields, written: Partial<Fields>) =>
  (Object.keys(written) as (keyof Fields)[]).some((key) => JSON.stringify(now[key]) !== JSON.stringify(written[key]))

/** The names under which rows look for partners: those of rows without a domain. */
export const namesSought = (rows: GoodRow[]) => rows.flatMap(({ cells }) => (cells.domain ? [] : [cells.name]))
