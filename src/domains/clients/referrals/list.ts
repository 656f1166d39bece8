import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { numberedPage, pageNumbers, toNumberedPage } from '#/platform/http/contracts/detail/numbered-page.ts'
import { isOnboarded } from './onboarding.ts'
import { referralKeys, referrerOf } from './referrer.ts'
import { SubPartner } from './sub-partner.ts'

export const listSubPartners = query({
  name: 'sub-partners.list',
  may: 'clients:read',
  opensTo: referralKeys,
  summary: 'List sub-partners',
  description:
    'Newest first. A referral key: the partners that its partner has brought; a key of the organisation: all partners.',
  input: z.object(pageNumbers),
  output: numberedPage(SubPartner),
  async run(ctx, wanted) {
    const { rows, total } = await subPartnerPage(ctx, wanted)
    return toNumberedPage(rows.map(toSubPartner), total, wanted)
  },
})

type Row = { id: string; name: string; createdAt: Date; isOnboarded: boolean }

async function subPartnerPage(ctx: Context, { page, size }: { page: number; size: number }) {
  const own = ownIds(ctx)
  const { rows } = await sql<Row & { total: number }>`
    select t.total, p.id, p.name, p.created_at as "createdAt", ${isOnboarded} as "isOnboarded"
    from (select count(*)::int as total from (${own}) o) t
    left join (select id from (${own}) o order by id desc offset ${(page - 1) * size}::bigint limit ${sql.lit(size)}) f on true
    left join partner p on p.organisation_id = ${ctx.organisationId} and p.id = f.id
    order by p.id desc`.execute(ctx.db)
  return { rows: rows.filter(({ id }) => id !== null), total: rows[0]?.total ?? 0 }
}

/** Ids sort by the time at which they were made. */
function ownIds(ctx: Context): RawBuilder<unknown> {
  const referrer = referrerOf(ctx)
  return referrer === null
    ? sql`select id from partner where organisation_id = ${ctx.organisationId} and merged_into_id is null`
    : sql`select partner_id as id from sub_partner
        where organisation_id = ${ctx.organisationId} and referral_partner_id = ${referrer}`
}

const toSubPartner = ({ id, name, createdAt, ...row }: Row): SubPartner => ({
  partnerId: id,
  name,
  status: row.isOnboarded ? 'ACTIVE' : 'PENDING_ONBOARDING',
  onboardingUrl: null,
  createdAt: createdAt.toISOString(),
})
