import { z } from 'zod'
import { examplePartnerId, findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference, text } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { containing } from '#/platform/database/like.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { Coupon, CouponInPath, couponNotFound, type CouponRecord, CouponStatus, exampleId, toCoupon } from './coupon.ts'

const status = sql.raw(
  `case when c.ended_at is not null then 'ENDED' when became.status <> 'active' then 'PARTNER_ARCHIVED' else 'ACTIVE' end`,
)

/** Coupons `c` with the partner that their own became. */
export async function couponRecords(ctx: Context, which: Sql): Promise<CouponRecord[]> {
  const { rows } = await sql<CouponRecord>`
    select c.id, c.code, became.id as partner_id, c.campaign_id, ${status} as status, c.ended_at, c.created_at
    from coupon c
    join partner p on p.organisation_id = c.organisation_id and p.id = c.partner_id
    join partner became on became.organisation_id = p.organisation_id and became.id = coalesce(p.merged_into_id, p.id)
    where c.organisation_id = ${ctx.organisationId} ${which}`.execute(ctx.db)
  return rows
}

/** The coupon of a campaign that has this code, whatever its case and status, with the partner that its own became. */
export async function findCoupon(ctx: Context, campaignId: string, code: string): Promise<CouponRecord | undefined> {
  const [row] = await couponRecords(ctx, sql`and c.code = ${code.toUpperCase()} and c.campaign_id = ${campaignId}`)
  return row
}

/** The coupon as it leaves. */
export async function readCoupon(ctx: Context, id: string): Promise<Coupon> {
  const [row] = await couponRecords(ctx, sql`and c.id = ${id}`)
  if (!row) throw couponNotFound()
  return toCoupon(row)
}

export async function tryFindByCode(ctx: Context, code: string): Promise<CouponRecord | undefined> {
  const [row] = await couponRecords(ctx, sql`and c.code = ${code}`)
  return row
}

export const getCoupon = query({
  name: 'coupons.get',
  may: 'affiliate:read',
  summary: 'Get a coupon',
  description: 'Ended ones too.',
  input: z.strictObject({ id: CouponInPath }),
  output: Coupon,
  refuses: [couponNotFound],
  example: { id: exampleId },
  run: (ctx, { id }) => readCoupon(ctx, id),
})

const order = 'coupons'

export const listCoupons = query({
  name: 'coupons.list',
  may: 'affiliate:read',
  summary: 'List coupons',
  description: 'Newest first, ended ones included. Filters go together; one that nothing has gives an empty list.',
  input: z.strictObject({
    partnerId: Reference.optional().meta({
      description: 'Our id or the CRM `externalId`; coupons of partners merged into it are included.',
    }),
    campaignId: Reference.optional(),
    status: CouponStatus.optional(),
    q: text(0, 200).optional().meta({ description: 'Part of the code, whatever its case.' }),
    ...pageInput,
  }),
  output: page(Coupon),
  example: { partnerId: examplePartnerId, status: 'ACTIVE' },
  async run(ctx, { partnerId, campaignId, status: wanted, q, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const conditions = [
      ...(family === undefined ? [] : [sql`and c.partner_id = any(${family})`]),
      ...(campaignId === undefined ? [] : [sql`and c.campaign_id = ${campaignId}`]),
      ...(wanted === undefined ? [] : [sql`and ${status} = ${wanted}`]),
      ...(q ? [sql`and c.code like ${containing(q.toUpperCase())}`] : []),
      ...(after === undefined ? [] : [sql`and c.id < ${after}`]),
      sql`order by c.id desc limit ${sql.lit(limit + 1)}`,
    ]
    const rows = await couponRecords(ctx, sql.join(conditions, sql` `))
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toCoupon })
  },
})
