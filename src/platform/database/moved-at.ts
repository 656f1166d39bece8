import type { Context } from '#/kernel/context.ts'
import { sql, type Sql } from './sql.ts'

/** The time of a change, later than that of the one before: `before` is the column that holds it, such as `t.updated_at`. */
export const movedAt = (ctx: Pick<Context, 'now'>, before: string): Sql<Date> =>
  sql`greatest(${ctx.now()}::timestamptz, ${sql.raw(before)} + interval '1 ms')`
