import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import type { LineRow } from '../tables.ts'
import { CommissionLine, exampleId, lineNotFound, toLine } from './line.ts'

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
