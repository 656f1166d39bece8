import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import {
  Conversion,
  ConversionInPath,
  conversionNotFound,
  type ConversionRecord,
  exampleId,
  toConversion,
} from './conversion.ts'

/** Conversions `v` with their coupons and lines, to be bounded by `where`. */
export const selectConversions = sql.raw(`
  select v.*, coalesce(p.merged_into_id, p.id) as holder_id, k.code as coupon_code, l.amount as line_amount, l.currency as line_currency, l.status as line_status
  from conversion v
  join partner p on p.organisation_id = v.organisation_id and p.id = v.partner_id
  left join coupon k on k.organisation_id = v.organisation_id and k.id = v.coupon_id
  left join commission_line l on l.organisation_id = v.organisation_id and l.id = v.commission_line_id`)

export const getConversion = query({
  name: 'conversions.get',
  may: 'affiliate:read',
  summary: 'Get a conversion',
  input: z.strictObject({ id: ConversionInPath }),
  output: Conversion,
  refuses: [conversionNotFound],
  example: { id: exampleId },
  run: async (ctx, { id }) => toConversion(await findConversion(ctx, id)),
})

export async function findConversion(ctx: Context, id: string): Promise<ConversionRecord> {
  const row = (await findConversions(ctx, [id])).get(id)
  if (!row) throw conversionNotFound()
  return row
}

/** Those that there are of these, by id. */
export async function findConversions(ctx: Context, ids: string[]): Promise<Map<string, ConversionRecord>> {
  const { rows } = await sql<ConversionRecord>`
    ${selectConversions} where v.organisation_id = ${ctx.organisationId} and v.id = any(${ids})`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The conversion, locked until the transaction ends; its lines are locked after it. */
export async function holdConversion(ctx: Context, id: string): Promise<ConversionRecord> {
  await sql`
    select from conversion where organisation_id = ${ctx.organisationId} and id = ${id} for no key update`.execute(
    ctx.db,
  )
  return await findConversion(ctx, id)
}
