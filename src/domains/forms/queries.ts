import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { Purpose } from './fields.ts'
import { exampleId, Form, FormInPath, formNotFound, toForm } from './form.ts'
import type { FormRow } from './tables.ts'

export const getForm = query({
  name: 'forms.get',
  may: 'forms:read',
  summary: 'Get a form',
  description: 'Its definition; archived ones too.',
  input: z.strictObject({ id: FormInPath }),
  output: Form,
  refuses: [formNotFound],
  example: { id: exampleId },
  run: async (ctx, { id }) => toForm(await readForm(ctx, id)),
})

/** The form, archived or not. */
export async function readForm(ctx: Context, id: string, { lock = false } = {}): Promise<FormRow> {
  const { rows } = await sql<FormRow>`
    select * from form where organisation_id = ${ctx.organisationId} and id = ${id} ${lock ? sql.raw('for update') : nothing}`.execute(
    ctx.db,
  )
  const [row] = rows
  if (!row) throw formNotFound()
  return row
}

/** The form that takes submissions: not archived. In a transaction it stays as it is until the end. */
export async function findForm(ctx: Context, id: string): Promise<FormRow> {
  const { rows } = await sql<FormRow>`
    select * from form where organisation_id = ${ctx.organisationId} and id = ${id} and archived_at is null for share`.execute(
    ctx.db,
  )
  const [row] = rows
  if (!row) throw formNotFound()
  return row
}

const order = 'forms'

export const listForms = query({
  name: 'forms.list',
  may: 'forms:read',
  summary: 'List forms',
  description: 'Newest first; archived ones too.',
  input: z.strictObject({
    purpose: Purpose.optional(),
    status: z.enum(['ACTIVE', 'ARCHIVED']).optional(),
    ...pageInput,
  }),
  output: page(Form),
  example: { purpose: 'DEAL', status: 'ACTIVE' },
  async run(ctx, { purpose, status, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const { rows } = await sql<FormRow>`
      select * from form where organisation_id = ${ctx.organisationId}
        ${purpose === undefined ? nothing : sql`and purpose = ${purpose}`}
        ${status === undefined ? nothing : sql`and (archived_at is null) = ${status === 'ACTIVE'}`}
        ${after === undefined ? nothing : sql`and id < ${after}`}
      order by id desc limit ${limit + 1}`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toForm })
  },
})

const nothing = sql``
