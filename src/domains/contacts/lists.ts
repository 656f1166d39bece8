import { containing } from '#/platform/database/like.ts'
import { queryInteger } from '#/platform/http/contracts/detail/values.ts'
import { planEachTime, sql, type Sql } from '#/platform/database/sql.ts'

/** How much of a list to send, and which page, counted from 0. */
export const listInput = {
  page: queryInteger({ min: 0, fallback: 0 }).meta({ description: 'Number of the page, counted from 0.' }),
  limit: queryInteger({ min: 1, max: 500, fallback: 100 }).meta({ description: 'Number of items on a page.' }),
}

type Wanted = { page: number; limit: number; search?: string }

/**
 * The parts of a statement that reads one page, newest first, of the rows `p` (people) or `a` (assignments).
 *
 * The range is a literal: with a parameter PostgreSQL cannot know that few rows are wanted. The first page without a search
 * is one statement for all; the others are planned for what they ask.
 */
export function pageOf({ page, limit, search }: Wanted, row: 'p' | 'a') {
  const some = (condition: boolean, part: Sql) => (condition ? part : sql``)
  return {
    plan: some(page > 0 || search !== undefined, sql.raw(planEachTime)),
    found: some(search !== undefined, sql` and p.search like lower(${containing(search ?? '')})`),
    order: sql.raw(`order by ${row}.created_at desc, ${row}.id desc`),
    range: sql`limit ${sql.lit(limit)} ${some(page > 0, sql`offset ${sql.lit(page * limit)}`)}`,
  }
}
