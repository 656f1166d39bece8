import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import type { LineRow } from '../tables.ts'
import { CommissionLine, exampleId, lineNotFound, LineStatus, toLine } from './line.ts'

export const LineInPath = Reference.meta({ examples: [exampleId] })

export const getLine = query({
  name: 'commission-lines.get',
  may: 'commissions:read',
  summary: 'Get a commission line',
  input: z.strictObject({ id: LineInPath }),
  output: CommissionLine,
  refuses: [lineNotFound],
  example: { id: exampleId },
  run: async (ctx, { id }) => toLine(await findLine(ctx, id)),
})

export async function findLine(ctx: Context, id: string): Promise<LineRow> {
  const { rows } = await sql<LineRow>`
    select * from commission_line where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw lineNotFound()
  return row
}

const order = 'commission-lines'

export const listLines = query({
  name: 'commission-lines.list',
  may: 'commissions:read',
  summary: 'List commission lines',
  description: 'Of every status, newest first.',
  input: z.strictObject({
    payoutId: Reference.optional(),
    partnerId: Reference.optional().meta({ description: 'Our id or the CRM `externalId`.' }),
    status: LineStatus.optional(),
    ...pageInput,
  }),
  output: page(CommissionLine),
  example: { status: 'PENDING', limit: '25' },
  async run(ctx, { payoutId, partnerId, status, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const { rows } = await sql<LineRow>`
      select * from commission_line l
      where l.organisation_id = ${ctx.organisationId}
        ${payoutId === undefined ? nothing : sql`and l.payout_id = ${payoutId}`}
        ${family === undefined ? nothing : sql`and l.partner_id = any(${family})`}
        ${status === undefined ? nothing : sql`and l.status = ${status}`}
        ${after === undefined ? nothing : sql`and l.id < ${after}`}
      order by l.id desc limit ${limit + 1}`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toLine })
  },
})

const nothing = sql``
