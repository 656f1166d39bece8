import type { GoodRow } from './rows.ts'

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
export type Entry = { id: string; before: Fields | null; now: Fields }

/**
 * The partners that rows are about, so that rows are applied in their order without asking the database for each.
 *
 * `folded` holds names as PostgreSQL compares them: its lower case is not always JavaScript's.
 */
export type Ledger = {
  byId: Map<string, Entry>
  byDomain: Map<string, Entry>
  byName: Map<string, Set<Entry>>
  folded: Map<string, string>
}

export const emptyLedger = (): Ledger => ({
  byId: new Map(),
  byDomain: new Map(),
  byName: new Map(),
  folded: new Map(),
})

/** Enters a partner that was read; one that is known already stays as the rows have made it. */
export function enter(ledger: Ledger, id: string, fields: Fields): Entry {
  return ledger.byId.get(id) ?? add(ledger, { id, before: fields, now: { ...fields } })
}

function add(ledger: Ledger, entry: Entry): Entry {
  ledger.byId.set(entry.id, entry)
  if (entry.now.domain !== null) ledger.byDomain.set(entry.now.domain, entry)
  namesakes(ledger, entry.now.name).add(entry)
  return entry
}

function namesakes(ledger: Ledger, name: string): Set<Entry> {
  const key = ledger.folded.get(name) ?? name.toLowerCase()
  let known = ledger.byName.get(key)
  if (!known) ledger.byName.set(key, (known = new Set()))
  return known
}

export type Effect = 'created' | 'updated' | 'unchanged'

/** Applies one row, by the rules of matching that creating a partner over the API has. */
export function apply(ledger: Ledger, given: Given, newId: () => string): Effect {
  const { domain, ...written } = given
  const entry = domain ? ledger.byDomain.get(domain) : closestNamesake(ledger, given.name)
  if (!entry) {
    add(ledger, { id: newId(), before: null, now: { ...blank, ...given } })
    return 'created'
  }
  if (!differs(entry.now, written)) return 'unchanged'
  namesakes(ledger, entry.now.name).delete(entry)
  Object.assign(entry.now, written)
  namesakes(ledger, entry.now.name).add(entry)
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
function closestNamesake(ledger: Ledger, name: string): Entry | undefined {
  const rank = ({ now, id }: Entry) => `${now.domain === null ? 0 : 1}${id}`
  return [...namesakes(ledger, name)].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0]
}

const differs = (now: Fields, written: Partial<Fields>) =>
  (Object.keys(written) as (keyof Fields)[]).some((key) => JSON.stringify(now[key]) !== JSON.stringify(written[key]))

/** The names under which rows look for partners: those of rows without a domain. */
export const namesSought = (rows: GoodRow[]) => rows.flatMap(({ cells }) => (cells.domain ? [] : [cells.name]))
