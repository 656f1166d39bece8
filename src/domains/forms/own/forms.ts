import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { query } from '#/kernel/verb.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { DataType, DealProperty, type Field } from '../fields.ts'
import { exampleFieldIds, exampleId, FormInPath, formNotFound } from '../form.ts'
import type { FormRow } from '../tables.ts'

/** What partners register. The other purposes are the programme's own. */
export const OwnPurpose = z.enum(['LEAD', 'DEAL'])

const OwnForm = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    purpose: OwnPurpose,
    needsAcceptance: z.boolean(),
    protectionDays: z.int().meta({ description: 'For how many days an approved deal keeps its customer.' }),
    fields: z.array(
      z.strictObject({
        id: z.string(),
        label: z.string(),
        isRequired: z.boolean(),
        dataType: DataType,
        options: z.array(z.strictObject({ label: z.string(), value: z.string() })).nullable(),
        dealProperty: DealProperty.nullable().meta({ description: 'What of the deal it tells.' }),
      }),
    ),
  })
  .meta({
    id: 'PortalForm',
    examples: [
      {
        id: exampleId,
        name: 'Deal registration',
        purpose: 'DEAL',
        needsAcceptance: true,
        protectionDays: 90,
        fields: [
          {
            id: exampleFieldIds[0] ?? '',
            label: 'Company',
            isRequired: true,
            dataType: 'STRING',
            options: null,
            dealProperty: 'CUSTOMER_NAME',
          },
        ],
      },
    ],
  })

/** A choice of partners would show who the others are: it is filled in by who submits. Lists are sent by the programme alone. */
const isAsked = ({ dataType }: Field) => dataType !== 'PARTNER_SELECT' && dataType !== 'BATCH_UPLOAD'

const toOwn = (row: FormRow): z.infer<typeof OwnForm> => ({
  id: row.id,
  name: row.name,
  purpose: OwnPurpose.parse(row.purpose),
  needsAcceptance: row.needs_acceptance,
  protectionDays: row.protection_days,
  fields: row.fields
    .filter(isAsked)
    .map(({ id, label, isRequired, dataType, options = null, dealProperty = null }) => ({
      id,
      label,
      isRequired,
      dataType,
      options,
      dealProperty,
    })),
})

async function forms(ctx: Context, which: Sql): Promise<FormRow[]> {
  const { rows } = await sql<FormRow>`
    select * from form where organisation_id = ${ctx.organisationId} and purpose in ('LEAD', 'DEAL') and archived_at is null ${which}`.execute(
    ctx.db,
  )
  return rows
}

/** A form that partners may send. */
export async function findOwnForm(ctx: Context, id: string): Promise<FormRow> {
  const [row] = await forms(ctx, sql`and id = ${id}`)
  if (!row) throw formNotFound()
  return row
}

const order = 'portal-forms'

export const listOwnForms = query({
  name: 'portal.forms',
  may: 'visitor',
  summary: 'List the forms by which one registers leads and deals',
  input: z.strictObject(pageInput),
  output: page(OwnForm),
  async run(ctx, { limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const beyond = after === undefined ? sql`` : sql`and id < ${after}`
    const rows = await forms(ctx, sql`${beyond} order by id desc limit ${limit + 1}`)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toOwn })
  },
})

export const getOwnForm = query({
  name: 'portal.form',
  may: 'visitor',
  summary: 'Get a form by which one registers a lead or a deal',
  input: z.strictObject({ id: FormInPath }),
  output: OwnForm,
  refuses: [formNotFound],
  example: { id: exampleId },
  run: async (ctx, { id }) => toOwn(await findOwnForm(ctx, id)),
})
