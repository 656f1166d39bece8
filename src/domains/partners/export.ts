import { stringify } from 'csv-stringify/sync'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { type FieldName, labelsCell } from './import/fields.ts'
import { partnerFilters, type PartnerFilters, partnersAfter } from './list.ts'
import type { Partner } from './partner.ts'

export const exportPartners = query({
  name: 'partners.export',
  may: 'partners:read',
  summary: 'Export partners as a CSV file',
  description:
    'The partners that fit the filters, without any every one, oldest first, one row each, under headers that the import knows; inactive ones are included, merged ones are not. The columns `id`, `createdAt` and `updatedAt` are for the reader: an import ignores them.',
  input: z.strictObject(partnerFilters),
  output: z.custom<AsyncIterable<string>>(),
  run: async (ctx, filters) => csvOf(ctx, filters),
})

const pageSize = 200

async function* csvOf(ctx: Context, filters: PartnerFilters): AsyncGenerator<string> {
  const names = await placeNames(ctx)
  yield stringify([Object.keys(columns)])
  for (let after = ''; ;) {
    const rows = await partnersAfter(ctx, after, { limit: pageSize, filters })
    if (rows.length)
      yield stringify(rows.map(({ partner }) => Object.values(columns).map((cell) => cell(partner, names))))
    if (rows.length < pageSize) return
    after = rows.at(-1)?.id ?? ''
  }
}

type Names = Map<string | null, string>
type Columns = Record<FieldName | 'id' | 'createdAt' | 'updatedAt', (partner: Partner, names: Names) => string | null>

const columns: Columns = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  domain: ({ domain }) => domain,
  externalId: ({ externalId }) => externalId,
  externalIdType: ({ externalIdType }) => externalIdType,
  externalCompanyId: ({ externalCompanyId }) => externalCompanyId,
  categories: ({ categories }) => labelsCell(categories),
  tier: ({ tierId }, names) => names.get(tierId) ?? tierId,
  phase: ({ phaseId }, names) => names.get(phaseId) ?? phaseId,
  owner: ({ owner }) => owner && owner.email,
  status: ({ status }) => status,
  createdAt: ({ createdAt }) => createdAt,
  updatedAt: ({ updatedAt }) => updatedAt,
}

/** The names of tiers and phases by their ids. */
async function placeNames(ctx: Context): Promise<Names> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from tier where organisation_id = ${ctx.organisationId}
    union all select id, name from phase where organisation_id = ${ctx.organisationId}`.execute(ctx.db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
