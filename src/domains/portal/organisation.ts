import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'

export type Organisation = { id: string; name: string }

/** The organisation that is named, by its id; without a name the only one that there is. */
export async function tryFindOrganisationOfPortal(
  { db }: Pick<Context, 'db'>,
  named: string | undefined,
): Promise<Organisation | undefined> {
  const which = named === undefined ? sql`` : sql`where id = ${named}`
  const { rows } = await sql<Organisation>`select id, name from organisation ${which} limit 2`.execute(db)
  return rows.length === 1 ? rows[0] : undefined
}
