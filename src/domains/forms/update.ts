import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalid, type Issue } from '#/kernel/error.ts'
import { Json } from '#/kernel/json.ts'
import { command, difference } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { type Field, FieldChange, issuesOfFields, mostFields, toField } from './fields.ts'
import { exampleFieldIds, exampleId, Form, formFields, FormInPath, formNotFound, toForm } from './form.ts'
import { readForm } from './queries.ts'
import type { FormRow } from './tables.ts'
import { writeForm } from './write.ts'

export const updateForm = command({
  name: 'forms.update',
  may: 'forms:manage',
  summary: 'Change a form',
  description:
    'Changes the keys that are given. `fields` are all fields in their order: one with its id stays that field, one without is another, one that is left out is asked no more, and its answers stay. The data type of a field is fixed as soon as the form has a submission.',
  input: z.strictObject({
    id: FormInPath,
    name: formFields.name.optional(),
    needsAcceptance: formFields.needsAcceptance.optional(),
    protectionDays: formFields.protectionDays.optional(),
    fields: z.array(FieldChange).max(mostFields).optional(),
  }),
  output: Form,
  refuses: [formNotFound],
  example: {
    id: exampleId,
    fields: [{ id: exampleFieldIds[0] ?? '', label: 'Company name', isRequired: true, dataType: 'STRING' }],
  },
  current: async (ctx, { id }) => new Json(JSON.stringify(toForm(await readForm(ctx, id, { lock: true })))),
  async run(ctx, { id, ...given }) {
    const before = await readForm(ctx, id, { lock: true })
    const next = await changed(ctx, before, given)
    const difference = changeOf(before, next)
    if (!difference) return { output: toForm(before), changes: [] }
    const output = toForm(await writeForm(ctx, next))
    return { output, changes: [{ subjectId: id, ...difference }] }
  },
})

type Given = { name?: string; needsAcceptance?: boolean; protectionDays?: number; fields?: FieldChange[] }

async function changed(ctx: Context, row: FormRow, given: Given): Promise<FormRow> {
  const { name = row.name, needsAcceptance = row.needs_acceptance, protectionDays = row.protection_days } = given
  const fields = given.fields === undefined ? row.fields : await changedFields(ctx, row, given.fields)
  return { ...row, name, needs_acceptance: needsAcceptance, protection_days: protectionDays, fields }
}

async function changedFields(ctx: Context, row: FormRow, fields: FieldChange[]): Promise<Field[]> {
  const known = new Map(row.fields.map((field) => [field.id, field]))
  const strange = fields.flatMap(({ id }, index) => (id === undefined || known.has(id) ? [] : [strangeField(index)]))
  const issues = [...strange, ...issuesOfFields(fields, row.purpose), ...(await retypedFields(ctx, row, fields))]
  if (issues.length) throw invalid(issues)
  return fields.map(toField)
}

const strangeField = (index: number): Issue => ({
  path: ['fields', index, 'id'],
  message: 'This form has no field of this id. Leave the id out to add a field.',
  code: 'unknown_reference',
})

/** What was answered to a field stays readable: its data type stays with the first submission. */
async function retypedFields(ctx: Context, row: FormRow, fields: FieldChange[]): Promise<Issue[]> {
  const known = new Map(row.fields.map(({ id, dataType }) => [id, dataType]))
  const issues = fields.flatMap(({ id = '', dataType }, index): Issue[] => {
    const was = known.get(id)
    if (was === undefined || was === dataType) return []
    const message = `This field is ${was}, and the form has submissions. Add another field and leave this one out.`
    return [{ path: ['fields', index, 'dataType'], message, code: 'custom' }]
  })
  return issues.length && (await hasSubmissions(ctx, row.id)) ? issues : []
}

async function hasSubmissions(ctx: Context, formId: string): Promise<boolean> {
  const { rows } = await sql<{ one: number }>`
    select 1 as one from form_submission where organisation_id = ${ctx.organisationId} and form_id = ${formId} limit 1`.execute(
    ctx.db,
  )
  return rows.length > 0
}

function changeOf(before: FormRow, after: FormRow) {
  const { updatedAt: _was, ...shown } = toForm(before)
  const { updatedAt: _is, ...next } = toForm(after)
  return difference(shown, next)
}
