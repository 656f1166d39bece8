import { useRead } from '#web/api/queries.ts'
import { useMay } from '../session.ts'

export type Option = { value: string; label: string }
export type Lookup = { options: Option[]; nameOf: (id: string | null | undefined) => string | undefined }

type Named = { id: string; name?: string | null; email?: string; rank?: number }

function lookupOf(things: Named[] | undefined): Lookup {
  const options = (things ?? [])
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || labelOf(a).localeCompare(labelOf(b)))
    .map((one) => ({ value: one.id, label: labelOf(one) }))
  const names = new Map(options.map(({ value, label }) => [value, label]))
  return { options, nameOf: (id) => (id ? names.get(id) : undefined) }
}

const labelOf = ({ name, email, id }: Named) => name ?? email ?? id

const query = { limit: 100 }

/** The tiers, in their order. */
export const useTiers = () => lookupOf(useRead('GET /api/v1/tiers', { query }).data?.data)

/** The phases, in their order. */
export const usePhases = () => lookupOf(useRead('GET /api/v1/phases', { query }).data?.data)

/** The members who can own a partner. */
export function useOwners(): Lookup {
  const enabled = useMay('members:read')
  return lookupOf(useRead('GET /api/v1/users', { query }, { enabled }).data?.data)
}

export const useTemplates = () => lookupOf(useRead('GET /api/v1/experience-templates', { query }).data?.data)

export function useCampaigns(): Lookup {
  const enabled = useMay('affiliate:read')
  return lookupOf(useRead('GET /api/v1/campaigns', { query }, { enabled }).data?.data)
}

/** The labels that partners have. */
export function useCategories(): string[] {
  return useRead('GET /api/v1/partner-categories', {}).data?.data.map(({ name }) => name) ?? []
}
