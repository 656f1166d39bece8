import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { DateTime } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { planEachTime } from '#/platform/database/pool.ts'
import { numberedPage, pageNumbers, toNumberedPage } from '#/platform/http/contracts/detail/numbered-page.ts'
import { search } from '#/platform/http/contracts/detail/values.ts'
import { exampleId } from '../client.ts'
import { findSubPartnerId, referralKeys } from './referrer.ts'
import { examplePartnerId, partnerNotFound, SubPartnerInPath } from './sub-partner.ts'

const SubPartnerClient = z
  .strictObject({ organizationId: z.string(), name: z.string().nullable(), createdAt: DateTime })
  .meta({
    id: 'ReferralOrganizationListItem',
    examples: [{ organizationId: exampleId, name: 'Fernhill Foods', createdAt: '2026-02-21T09:30:00.000Z' }],
  })

export const listSubPartnerClients = query({
  name: 'sub-partners.list-clients',
  may: 'clients:read',
  opensTo: referralKeys,
  summary: 'List the organizations of a sub-partner',
  description: 'Newest first, archived ones included.',
  input: z.object({
    partner_id: SubPartnerInPath,
    name: search.meta({ description: 'The whole name, whatever its case.' }),
    ...pageNumbers,
  }),
  output: numberedPage(SubPartnerClient),
  refuses: [partnerNotFound],
  example: { partner_id: examplePartnerId, name: 'fernhill foods' },
  async run(ctx, { partner_id, ...wanted }) {
    const { rows, total } = await clientsOf(ctx, await findSubPartnerId(ctx, partner_id), wanted)
    const items = rows.map(({ id, name, createdAt }) => ({
      organizationId: id,
      name,
      createdAt: createdAt.toISOString(),
    }))
    return toNumberedPage(items, total, wanted)
  },
})

type Wanted = { name?: string | undefined; page: number; size: number }
type Row = { id: string; name: string | null; createdAt: Date }

async function clientsOf(ctx: Context, partnerId: string, { name, page, size }: Wanted) {
  const named = name === undefined ? sql`` : sql`and c.search = lower(${name})`
  const own = sql`select c.id, c.position from client c
    where c.organisation_id = ${ctx.organisationId} and c.partner_id = ${partnerId} ${named}`
  const { rows } = await sql<Row & { total: number }>`${sql.raw(planEachTime)}
    select t.total, c.id, c.name, c.created_at as "createdAt"
    from (select count(*)::int as total from (${own}) o) t
    left join (select * from (${own}) o order by position desc offset ${(page - 1) * size}::bigint limit ${sql.lit(size)}) f on true
    left join client c on c.organisation_id = ${ctx.organisationId} and c.id = f.id
    order by f.position desc`.execute(ctx.db)
  return { rows: rows.filter(({ id }) => id !== null), total: rows[0]?.total ?? 0 }
}
