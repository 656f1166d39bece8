import type { Context } from '#/kernel/context.ts'
import { FieldInput, type Purpose, toField } from './fields.ts'
import type { FormRow } from './tables.ts'
import { insertForm } from './write.ts'

type NewForm = {
  name: string
  purpose: Purpose
  needsAcceptance: boolean
  protectionDays?: number
  fields: FieldInput[]
}

/** Makes a form; its fields get their ids. For code that needs one; an actor asks for `createForm`. */
export async function addForm(ctx: Context, { fields, protectionDays = 90, ...said }: NewForm): Promise<FormRow> {
  const now = ctx.now()
  const row: FormRow = {
    organisation_id: ctx.organisationId,
    id: ctx.newId('frm'),
    name: said.name,
    purpose: said.purpose,
    needs_acceptance: said.needsAcceptance,
    protection_days: protectionDays,
    fields: fields.map((field) => toField(FieldInput.parse(field))),
    archived_at: null,
    created_at: now,
    updated_at: now,
  }
  await insertForm(ctx, row)
  return row
}
