import { firstIdAt, type IdPrefix } from '#/kernel/id.ts'
import { sql, type Sql } from './sql.ts'

const slackMs = 60 * 60 * 1000
const idAround = (prefix: IdPrefix, time: Date, ms: number) => firstIdAt(prefix, new Date(time.getTime() + ms))

type Between = { from?: Date | undefined; to?: Date | undefined }

/**
 * Conditions of a list on when the rows of `alias` were made, both times included; none where neither is given.
 *
 * An id tells the time of its making, which is that of its row but for a moment: it says where to look, and the row when it was.
 */
export function madeBetween(alias: string, prefix: IdPrefix, { from, to }: Between): Sql[] {
  const [made, id] = [sql.raw(`${alias}.created_at`), sql.raw(`${alias}.id`)]
  return [
    ...(from === undefined ? [] : [sql`${made} >= ${from} and ${id} >= ${idAround(prefix, from, -slackMs)}`]),
    ...(to === undefined ? [] : [sql`${made} <= ${to} and ${id} < ${idAround(prefix, to, slackMs)}`]),
  ]
}
