import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { db } from './tables.ts'

/** An organisation by its id or its only name; without either, the one that the root key acts for. */
export async function tryFindOrganisation(ctx: Pick<Context, 'db'>, named: string | undefined) {
  const found = await db(ctx)
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where((row) =>
      named === undefined
        ? row('id', '=', sql<string>`(select organisation_id from api_key where is_root)`)
        : row.or([row('id', '=', named), row('name', '=', named)]),
    )
    .limit(2)
    .execute()
  return found.find(({ id }) => id === named) ?? (found.length === 1 ? found[0] : undefined)
}
