import { z } from 'zod'
import { findOwnFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { DataType, type Field } from '../fields.ts'
import { exampleFieldIds, exampleId as exampleFormId } from '../form.ts'
import {
  exampleId,
  SubmissionInPath,
  submissionNotFound,
  type SubmissionRecord,
  SubmissionStatus,
} from '../submissions/submission.ts'
import { OwnPurpose } from './forms.ts'

const OwnSubmission = z
  .strictObject({
    id: z.string(),
    form: z.strictObject({ id: z.string(), name: z.string(), purpose: OwnPurpose }),
    title: z.string().nullable().meta({ description: 'Its first answer in words, to know it by.' }),
    status: SubmissionStatus,
    reason: z
      .string()
      .nullable()
      .meta({ description: 'What the programme wrote to the partner when it returned or declined it.' }),
    deal: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    decidedAt: DateTime.nullable(),
    createdAt: DateTime,
  })
  .meta({
    id: 'PortalSubmission',
    examples: [
      {
        id: exampleId,
        form: { id: exampleFormId, name: 'Deal registration', purpose: 'DEAL' },
        title: 'Quarry Tools',
        status: 'PENDING',
        reason: null,
        deal: { id: 'deal_01KPAT0FE0S4FQ643XD0RW2QZA', name: 'Quarry Tools, 40 seats' },
        decidedAt: null,
        createdAt: '2026-04-16T09:30:00.000Z',
      },
    ],
  })

const View = OwnSubmission.extend({
  fields: z.array(z.strictObject({ id: z.string(), label: z.string(), dataType: DataType, value: z.unknown() })),
}).meta({
  id: 'PortalSubmissionDetail',
  examples: [
    {
      id: exampleId,
      form: { id: exampleFormId, name: 'Deal registration', purpose: 'DEAL' },
      title: 'Quarry Tools',
      status: 'PENDING',
      reason: null,
      deal: null,
      decidedAt: null,
      createdAt: '2026-04-16T09:30:00.000Z',
      fields: [{ id: exampleFieldIds[0], label: 'Company', dataType: 'STRING', value: 'Quarry Tools' }],
    },
  ],
})

type Row = SubmissionRecord & {
  form_name: string
  purpose: string
  asked: Field[]
  deal_name: string | null
}

/** What the visitor's partner has registered: leads and deals, and no records of conversions. */
async function submissions(ctx: Context, which: Sql): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.*, f.name as form_name, f.purpose, f.fields as asked, d.id as deal_id, d.name as deal_name from form_submission s
    join form f on f.organisation_id = s.organisation_id and f.id = s.form_id and f.purpose in ('LEAD', 'DEAL')
    left join deal d on d.organisation_id = s.organisation_id and d.form_submission_id = s.id
    where s.organisation_id = ${ctx.organisationId} and s.partner_id = any(${await findOwnFamily(ctx)}) and not s.is_of_conversion ${which}`.execute(
    ctx.db,
  )
  return rows
}

export async function findOwnSubmission(ctx: Context, id: string): Promise<Row> {
  const [row] = await submissions(ctx, sql`and s.id = ${id}`)
  if (!row) throw submissionNotFound()
  return row
}

const order = 'portal-submissions'

export const listOwnSubmissions = query({
  name: 'portal.submissions',
  may: 'visitor',
  summary: 'List the leads and deals that one’s partner has registered',
  description: 'Newest first, each with its decision.',
  input: z.strictObject({
    status: SubmissionStatus.optional(),
    purpose: OwnPurpose.optional(),
    formId: Reference.optional(),
    ...pageInput,
  }),
  output: page(OwnSubmission),
  async run(ctx, { status, purpose, formId, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const bounds = [
      ...(status === undefined ? [] : [sql`and s.status = ${status}`]),
      ...(purpose === undefined ? [] : [sql`and f.purpose = ${purpose}`]),
      ...(formId === undefined ? [] : [sql`and s.form_id = ${formId}`]),
      ...(after === undefined ? [] : [sql`and s.id < ${after}`]),
      sql`order by s.id desc limit ${limit + 1}`,
    ]
    const rows = await submissions(ctx, sql.join(bounds, sql` `))
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toOwn })
  },
})

export const getOwnSubmission = query({
  name: 'portal.submission',
  may: 'visitor',
  summary: 'Get what one’s partner has registered',
  description: 'With its answers under the labels that the form has at this moment.',
  input: z.strictObject({ id: SubmissionInPath }),
  output: View,
  refuses: [submissionNotFound],
  example: { id: exampleId },
  run: async (ctx, { id }) => {
    const row = await findOwnSubmission(ctx, id)
    return { ...toOwn(row), fields: answersOf(row) }
  },
})

/** Only what the form asks partners: a field that it asks no more may have been one for the programme. */
const answersOf = ({ asked, fields }: Row) =>
  asked
    .filter(({ dataType }) => dataType !== 'PARTNER_SELECT' && dataType !== 'BATCH_UPLOAD')
    .map(({ id, label, dataType }) => ({ id, label, dataType, value: fields[id] ?? null }))

const toOwn = (row: Row): z.infer<typeof OwnSubmission> => ({
  id: row.id,
  form: { id: row.form_id, name: row.form_name, purpose: OwnPurpose.parse(row.purpose) },
  title: titleOf(row),
  status: row.status,
  reason: row.status === 'RETURNED' || row.status === 'DECLINED' ? row.reason : null,
  deal: row.deal_id !== null && row.deal_name !== null ? { id: row.deal_id, name: row.deal_name } : null,
  decidedAt: row.decided_at && row.decided_at.toISOString(),
  createdAt: row.created_at.toISOString(),
})

const titleOf = (row: Row): string | null => {
  const words = answersOf(row).find(({ dataType, value }) => dataType === 'STRING' && typeof value === 'string')
  return words ? String(words.value) : null
}
