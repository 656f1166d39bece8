import { z } from 'zod'
import { partnersToSelect } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { DataType, type Field, type Option } from './fields.ts'
import { exampleFieldIds, exampleId, FormInPath, formNotFound } from './form.ts'
import { readForm } from './queries.ts'

const FormSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    fields: z.array(
      z.strictObject({
        id: z.string(),
        label: z.string(),
        isRequired: z.boolean(),
        dataType: DataType,
        options: z
          .array(z.strictObject({ label: z.string(), value: z.string() }))
          .optional()
          .meta({ description: 'Of DROPDOWN, DROPDOWN_MULTI and PARTNER_SELECT; empty: it could not be resolved.' }),
        crmObjectType: z.string().optional(),
      }),
    ),
  })
  .meta({
    id: 'FormSchema',
    examples: [
      {
        id: exampleId,
        name: 'Deal registration',
        fields: [
          {
            id: exampleFieldIds[0],
            label: 'Company',
            isRequired: true,
            dataType: 'STRING',
            crmObjectType: 'COMPANY',
          },
          {
            id: exampleFieldIds[1],
            label: 'Region',
            isRequired: false,
            dataType: 'DROPDOWN',
            options: [{ label: 'Europe', value: 'eu' }],
          },
        ],
      },
    ],
  })

export const getFormSchema = query({
  name: 'forms.get-schema',
  may: 'forms:read',
  orMay: 'forms:write',
  summary: 'Get the schema of a form',
  description:
    'What a submission may hold, as it is at this moment. The options of PARTNER_SELECT are the active partners; of more than 1,000 none is listed, and any id is still taken.',
  input: z.strictObject({ formId: FormInPath }),
  output: FormSchema,
  refuses: [formNotFound],
  example: { formId: exampleId },
  async run(ctx, { formId }) {
    const { id, name, fields, archived_at: archivedAt } = await readForm(ctx, formId)
    if (archivedAt) throw formNotFound()
    const partners = fields.some(({ dataType }) => dataType === 'PARTNER_SELECT') ? await partnerOptions(ctx) : []
    return { id, name, fields: fields.map((field) => shown(field, partners)) }
  },
})

const mostPartners = 1000

async function partnerOptions(ctx: Context): Promise<Option[]> {
  const partners = await partnersToSelect(ctx, mostPartners + 1)
  return partners.length > mostPartners ? [] : partners.map(({ id, name }) => ({ label: name, value: id }))
}

function shown({ id, label, isRequired, dataType, crmObjectType, options }: Field, partners: Option[]) {
  const resolved = dataType === 'PARTNER_SELECT' ? partners : options
  return {
    id,
    label,
    isRequired,
    dataType,
    ...(resolved && { options: resolved }),
    ...(crmObjectType !== undefined && { crmObjectType }),
  }
}
