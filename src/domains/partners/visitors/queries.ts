import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { query } from '#/kernel/verb.ts'
import { findPartnerFamily } from '../queries.ts'
import { db, type VisitorRow } from '../tables.ts'
import { toVisitor, Visitor, visitorNotFound } from './visitor.ts'

export const listVisitors = query({
  name: 'visitors.list',
  may: 'visitors:read',
  summary: 'List visitors',
  description: 'The people at partners who may enter the portal, newest first.',
  input: z.strictObject({ ...pageInput, partnerId: z.string().min(1).optional() }),
  output: page(Visitor),
  async run(ctx, { limit, cursor, partnerId }) {
    const [after] = fromCursor(ctx, 'visitors', cursor) ?? []
    const partners = partnerId === undefined ? [] : await findPartnerFamily(ctx, partnerId)
    const rows = await visitors(ctx)
      .$if(partnerId !== undefined, (all) => all.where('partner_id', '=', sql<string>`any(${partners})`))
      .$if(after !== undefined, (all) => all.where('id', '<', after ?? ''))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    return toPage(ctx, rows, { limit, order: 'visitors', position: (row) => [row.id], item: toVisitor })
  },
})

export const getVisitor = query({
  name: 'visitors.get',
  may: 'visitors:read',
  summary: 'Get a visitor',
  input: z.strictObject({ id: z.string() }),
  output: Visitor,
  refuses: [visitorNotFound],
  example: { id: 'vis_01KHR1BGE0K611YWHF5MJ834PQ' },
  run: async (ctx, { id }) => toVisitor(await findVisitor(ctx, id)),
})

const visitors = (ctx: Context) =>
  db(ctx).selectFrom('visitor').selectAll().where('organisation_id', '=', ctx.organisationId)

export async function findVisitor(ctx: Context, id: string, lock = false): Promise<VisitorRow> {
  const row = await tryFindVisitor(ctx, id, lock)
  if (!row) throw visitorNotFound()
  return row
}

export async function tryFindVisitor(ctx: Context, id: string, lock = false): Promise<VisitorRow | undefined> {
  return await visitors(ctx)
    .where('id', '=', id)
    .$if(lock, (one) => one.modifyEnd(sql`for update`))
    .executeTakeFirst()
}
