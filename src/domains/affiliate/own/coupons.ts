import { z } from 'zod'
import { findOwnFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { DateTime } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { exampleId as exampleCampaignId } from '../campaigns/campaign.ts'
import { type CouponRecord, CouponStatus, exampleId } from '../coupons/coupon.ts'
import { couponRecords } from '../coupons/queries.ts'

const OwnCoupon = z
  .strictObject({
    id: z.string(),
    code: z.string(),
    campaign: z.strictObject({ id: z.string(), name: z.string() }),
    status: CouponStatus,
    conversions: z.int().meta({ description: 'Those that were not declined.' }),
    endedAt: DateTime.nullable(),
    createdAt: DateTime,
  })
  .meta({
    id: 'PortalCoupon',
    examples: [
      {
        id: exampleId,
        code: 'LARKSPUR20',
        campaign: { id: exampleCampaignId, name: 'Spring launch' },
        status: 'ACTIVE',
        conversions: 3,
        endedAt: null,
        createdAt: '2026-04-12T10:00:00.000Z',
      },
    ],
  })

const order = 'portal-coupons'

export const listOwnCoupons = query({
  name: 'portal.coupons',
  may: 'visitor',
  summary: 'List one’s partner’s coupons',
  description: 'Codes that buyers tell instead of clicking, newest first.',
  input: z.strictObject(pageInput),
  output: page(OwnCoupon),
  async run(ctx, { limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const family = await findOwnFamily(ctx)
    const rows = await couponRecords(
      ctx,
      sql`and c.partner_id = any(${family}) ${after === undefined ? sql`` : sql`and c.id < ${after}`} order by c.id desc limit ${limit + 1}`,
    )
    const beside = await besides(ctx, rows, family)
    return toPage(ctx, rows, {
      limit,
      order,
      position: ({ id }) => [id],
      item: (row) => toOwn(row, beside.get(row.id)),
    })
  },
})

type Beside = { id: string; name: string; conversions: number }

async function besides(ctx: Context, coupons: CouponRecord[], family: string[]): Promise<Map<string, Beside>> {
  const { rows } = await sql<Beside>`
    select c.id, m.name, (select count(*)::integer from conversion v where v.organisation_id = c.organisation_id and v.partner_id = any(${family})
      and v.coupon_id = c.id and v.status <> 'declined') as conversions
    from coupon c join campaign m on m.organisation_id = c.organisation_id and m.id = c.campaign_id
    where c.organisation_id = ${ctx.organisationId} and c.id = any(${coupons.map(({ id }) => id)})`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row]))
}

const toOwn = (row: CouponRecord, beside: Beside | undefined): z.infer<typeof OwnCoupon> => ({
  id: row.id,
  code: row.code,
  campaign: { id: row.campaign_id, name: beside?.name ?? '' },
  status: row.status,
  conversions: beside?.conversions ?? 0,
  endedAt: row.ended_at && row.ended_at.toISOString(),
  createdAt: row.created_at.toISOString(),
})
