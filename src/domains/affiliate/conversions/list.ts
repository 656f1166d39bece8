import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference, text } from '#/kernel/text.ts'
import { End, Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { madeBetween } from '#/platform/database/made-between.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { Conversion, type ConversionRecord, ConversionStatus, toConversion } from './conversion.ts'
import { selectConversions } from './queries.ts'
import { emailKeyOf } from './report/email-key.ts'

const order = 'conversions'

const filters = {
  status: ConversionStatus.optional(),
  partnerId: Reference.optional().meta({
    description: 'Our id or the CRM `externalId`; conversions of partners merged into it are included.',
  }),
  campaignId: Reference.optional(),
  linkId: Reference.optional(),
  email: text(1, 320).optional().meta({ description: 'Exactly this address, whatever its case.' }),
  customerId: Reference.optional().meta({ description: 'Exactly this id of yours.' }),
  createdFrom: Start.optional().meta({
    description: 'Recorded at or after this time; a date means its first second.',
    format: 'date-time',
  }),
  createdTo: End.optional().meta({
    description: 'Recorded at or before this time; a date means its last second.',
    format: 'date-time',
  }),
}
const Filters = z.strictObject(filters)
type Filters = z.output<typeof Filters>

export const listConversions = query({
  name: 'conversions.list',
  may: 'affiliate:read',
  summary: 'List conversions',
  description: 'Of every status, newest first. Filters go together; one that nothing has gives an empty list.',
  input: z.strictObject({ ...filters, ...pageInput }),
  output: page(Conversion),
  example: { status: 'review', limit: '25' },
  async run(ctx, { limit, cursor, ...given }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const bounds = [...(await conditions(ctx, given)), ...(after === undefined ? [] : [sql`v.id < ${after}`])]
    const { rows } = await sql<ConversionRecord>`
      ${selectConversions} where v.organisation_id = ${ctx.organisationId} ${sql.join(
        bounds.map((bound) => sql`and ${bound}`),
        sql.raw(' '),
      )} order by v.id desc limit ${limit + 1}`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toConversion })
  },
})

async function conditions(ctx: Context, given: Filters): Promise<Sql[]> {
  const { status, partnerId, campaignId, linkId, email, customerId, createdFrom, createdTo } = given
  const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
  return [
    ...(status === undefined ? [] : [sql`v.status = ${status}`]),
    ...(family === undefined ? [] : [sql`v.partner_id = any(${family})`]),
    ...(campaignId === undefined ? [] : [sql`v.campaign_id = ${campaignId}`]),
    ...(linkId === undefined ? [] : [sql`v.link_id = ${linkId}`]),
    ...(email === undefined ? [] : [sql`v.email_key = ${emailKeyOf(ctx, email)} and v.email is not null`]),
    ...(customerId === undefined ? [] : [sql`v.customer_id = ${customerId}`]),
    ...madeBetween('v', 'cnv', { from: createdFrom, to: createdTo }),
  ]
}
