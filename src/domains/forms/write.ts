import type { Context } from '#/kernel/context.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import type { FormRow } from './tables.ts'

export async function insertForm(ctx: Context, row: FormRow): Promise<void> {
  await sql`
    insert into form (organisation_id, id, name, purpose, needs_acceptance, protection_days, fields, created_at, updated_at)
    values (${ctx.organisationId}, ${row.id}, ${row.name}, ${row.purpose}, ${row.needs_acceptance}, ${row.protection_days},
      ${JSON.stringify(row.fields)}, ${row.created_at}, ${row.updated_at})`.execute(ctx.db)
}

/** Writes a form that is locked, as it is to be from now on. */
export async function writeForm(ctx: Context, row: FormRow): Promise<FormRow> {
  const {
    rows: [written],
  } = await sql<FormRow>`
    update form set name = ${row.name}, needs_acceptance = ${row.needs_acceptance}, protection_days = ${row.protection_days},
      fields = ${JSON.stringify(row.fields)}, archived_at = ${row.archived_at}, updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${row.id} returning *`.execute(ctx.db)
  return written ?? row
}
