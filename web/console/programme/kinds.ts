import { useQuery } from '@tanstack/react-query'
import { call, type Schemas } from '../../api/client.ts'
import { makeStale, useRead } from '../../api/queries.ts'

/** Tiers and phases are ordered, named and deleted alike. */
export type Kind = {
  nouns: 'tiers' | 'phases'
  one: string
  title: string
  lead: string
  /** The filter of the partners’ list. */
  filter: 'tierId' | 'phaseId'
  empty: string
}
export type Thing = Schemas['Tier']

export const tiers: Kind = {
  nouns: 'tiers',
  one: 'tier',
  title: 'Tiers',
  lead: 'How a partner stands with you. The first is the lowest.',
  filter: 'tierId',
  empty: 'Tiers say how a partner stands with you, for example Registered, Silver and Gold.',
}

export const phases: Kind = {
  nouns: 'phases',
  one: 'phase',
  title: 'Phases',
  lead: 'Where a partner is on its way with you, from the first talk on.',
  filter: 'phaseId',
  empty: 'Phases follow a partner from the first talk on, for example Applied, Onboarding and Active.',
}

type Page = { data: Thing[]; pagination: { nextCursor: string | null } }

/** All of them in their order: there are few, and an order is of all. */
export const useThings = ({ nouns }: Kind) =>
  useQuery({ queryKey: [nouns, 'all'], queryFn: ({ signal }) => readAll(nouns, signal) })

async function readAll(nouns: Kind['nouns'], signal: AbortSignal): Promise<Thing[]> {
  const all: Thing[] = []
  let cursor: string | undefined
  do {
    const page: Page = await call(`GET /api/v1/${nouns}`, { query: { limit: 100, cursor }, signal })
    all.push(...page.data)
    cursor = page.pagination.nextCursor ?? undefined
  } while (cursor)
  return all.toSorted((a, b) => a.rank - b.rank || a.name.localeCompare(b.name))
}

/** How many partners each has; counting stops at a thousand. */
export function useUsage(nouns: Kind['nouns'] | 'experienceTemplates'): (id: string) => number | undefined {
  const { data } = useRead('GET /api/v1/programme/usage', {})
  return (id) => data?.data[nouns].find((one) => one.id === id)?.partners
}

export function partnersText(count: number): string {
  if (count >= 1000) return '1,000 partners or more'
  return count === 1 ? '1 partner' : `${count} partners`
}

const stale = (nouns: string) => makeStale(nouns, 'programme', 'partners')

type Values = { name: string; description: string | null; rank: number }

export async function create({ nouns }: Kind, body: Values): Promise<Thing> {
  const { data } = await call(`POST /api/v1/${nouns}`, { body })
  await stale(nouns)
  return data
}

export async function update({ nouns }: Kind, id: string, body: Partial<Values>): Promise<void> {
  await call(`PATCH /api/v1/${nouns}/{id}`, { path: { id }, body })
  await stale(nouns)
}

export async function remove({ nouns }: Kind, id: string): Promise<void> {
  await call(`DELETE /api/v1/${nouns}/{id}`, { path: { id } })
  await stale(nouns)
}

export async function order({ nouns }: Kind, ids: string[]): Promise<void> {
  await call(`PUT /api/v1/${nouns}/order`, { body: { ids } })
  await stale(nouns)
}
