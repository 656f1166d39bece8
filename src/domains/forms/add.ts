import type { Context } from '#/kernel/context.ts'
import { type Field, FieldInput, newFieldId, type Purpose } from './form.ts'
import { db, type FormRow } from './tables.ts'

type NewForm = { name: string; purpose: Purpose; needsAcceptance: boolean; fields: FieldInput[] }

/** Makes a form; its fields get their ids. For code that needs one; an actor asks for `createForm`. */
export async function addForm(ctx: Context, { name, purpose, needsAcceptance, fields }: NewForm): Promise<FormRow> {
  const now = ctx.now()
  const all: Field[] = fields.map((field) => ({ id: newFieldId(), ...FieldInput.parse(field) }))
  const row = {
    organisation_id: ctx.organisationId,
    id: ctx.newId('frm'),
    name,
    purpose,
    needs_acceptance: needsAcceptance,
    archived_at: null,
    created_at: now,
    updated_at: now,
  }
  await db(ctx)
    .insertInto('form')
    .values({ ...row, fields: JSON.stringify(all) as unknown as Field[] })
    .execute()
  return { ...row, fields: all }
}
