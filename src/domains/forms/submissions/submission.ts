import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { DataType, type Field } from '../fields.ts'
import { exampleFieldIds, exampleId as exampleFormId } from '../form.ts'
import type { SubmissionRow } from '../tables.ts'

export const submissionStatuses = ['AUTO_ACCEPTED', 'PENDING', 'ACCEPTED', 'RETURNED', 'DECLINED', 'ERROR'] as const
export const SubmissionStatus = z.enum(submissionStatuses).meta({
  description:
    'AUTO_ACCEPTED where nobody decides; PENDING waits for a decision: ACCEPTED, DECLINED, or RETURNED to be sent again.',
})
export type SubmissionStatus = z.infer<typeof SubmissionStatus>

export const exampleId = 'fsub_01KPAT0FE0S4FQ643XD0RW2QZ9'
export const SubmissionInPath = Reference.meta({ examples: [exampleId] })

/** What whoever may only submit is told. */
export const Submitted = z
  .strictObject({ id: z.string(), formId: z.string(), status: SubmissionStatus })
  .meta({ id: 'SubmittedForm', examples: [{ id: exampleId, formId: exampleFormId, status: 'PENDING' }] })
export type Submitted = z.infer<typeof Submitted>

const shownInList = {
  id: z.string(),
  formId: z.string(),
  status: SubmissionStatus,
  partnerId: z.string().nullable(),
  email: z.string().nullable(),
  reason: z.string().nullable().meta({ description: 'Why it was returned or declined.' }),
  dealId: z.string().nullable().meta({ description: 'The deal that it registers.' }),
  isOfConversion: z.boolean().meta({ description: 'The record of a conversion, which is decided on instead of it.' }),
  decidedAt: DateTime.nullable(),
  createdAt: DateTime,
  updatedAt: DateTime,
}

const listed = {
  id: exampleId,
  formId: exampleFormId,
  status: 'PENDING',
  partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
  email: 'robin@larkspur.example.com',
  reason: null,
  dealId: null,
  isOfConversion: false,
  decidedAt: null,
  createdAt: '2026-04-16T09:30:00.000Z',
  updatedAt: '2026-04-16T09:30:00.000Z',
}

/** A submission without its answers. */
export const ListedSubmission = z.strictObject(shownInList).meta({ id: 'ListedFormSubmission', examples: [listed] })
export type ListedSubmission = z.infer<typeof ListedSubmission>

const answer = z.strictObject({
  id: z.string(),
  label: z.string().nullable().meta({ description: 'Null: the form asks this no more.' }),
  dataType: DataType.nullable(),
  value: z.unknown().meta({ description: 'As it was taken; null: not answered.' }),
})

export const Submission = z
  .strictObject({
    ...shownInList,
    fields: z.array(answer).meta({ description: 'In the order of the form, then what it asks no more.' }),
    extra: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: 'What came beside the fields, by the name that it was sent under.' }),
    partnerObjects: z.array(z.strictObject({ objectType: z.string(), objectId: z.string() })),
  })
  .meta({
    id: 'FormSubmission',
    examples: [
      {
        ...listed,
        fields: [{ id: exampleFieldIds[0], label: 'Company', dataType: 'STRING', value: 'Quarry Tools' }],
        extra: null,
        partnerObjects: [],
      },
    ],
  })
export type Submission = z.infer<typeof Submission>

/** A submission with what is shown beside it: its deal, and the fields of its form. */
export type SubmissionRecord = SubmissionRow & { deal_id: string | null }

export const toListed = (row: Omit<SubmissionRecord, 'fields' | 'extra' | 'partner_objects'>): ListedSubmission => ({
  id: row.id,
  formId: row.form_id,
  status: row.status,
  partnerId: row.partner_id,
  email: row.email,
  reason: row.reason,
  dealId: row.deal_id,
  isOfConversion: row.is_of_conversion,
  decidedAt: row.decided_at && row.decided_at.toISOString(),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

export const toSubmission = (row: SubmissionRecord, fields: readonly Field[]): Submission => ({
  ...toListed(row),
  fields: answersOf(row.fields, fields),
  extra: row.extra,
  partnerObjects: row.partner_objects,
})

function answersOf(values: SubmissionRow['fields'], fields: readonly Field[]): Submission['fields'] {
  const asked = new Set(fields.map(({ id }) => id))
  const former = Object.entries(values).filter(([id]) => !asked.has(id))
  return [
    ...fields.map(({ id, label, dataType }) => ({ id, label, dataType, value: values[id] ?? null })),
    ...former.map(([id, value]) => ({ id, label: null, dataType: null, value })),
  ]
}

export const submissionNotFound = refusal(
  'not_found',
  'FORM_SUBMISSION_NOT_FOUND',
  'There is no form submission with this id.',
)
