import { z } from 'zod'
import { command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { Coupon, CouponInPath, couponNotFound, exampleId } from './coupon.ts'
import { readCoupon } from './queries.ts'

export const endCoupon = command({
  name: 'coupons.end',
  may: 'affiliate:manage',
  summary: 'End a coupon',
  description:
    'It attributes nothing more; what it has attributed stays. Its code stays taken. Ending twice changes nothing.',
  input: z.strictObject({ id: CouponInPath }),
  output: Coupon,
  refuses: [couponNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const { rows } = await sql<{ partner_id: string }>`
      update coupon set ended_at = ${ctx.now()} where organisation_id = ${ctx.organisationId} and id = ${id} and ended_at is null
      returning partner_id`.execute(ctx.db)
    const output = await readCoupon(ctx, id)
    const partnerId = rows[0]?.partner_id
    if (partnerId === undefined) return { output, changes: [] }
    return {
      output,
      changes: [{ subjectId: id, partnerId, before: { endedAt: null }, after: { endedAt: output.endedAt } }],
    }
  },
})
