import { z } from 'zod'
import {
  examplePartnerId,
  findPartnerId,
  findPartners,
  partnerNotFound,
  tryFindPartnerOfVisitor,
} from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { invalid, invalidField } from '#/kernel/error.ts'
import { Email, Reference, token } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { exampleFieldIds, exampleId as exampleFormId, FormInPath, formNotFound } from '../form.ts'
import { findForm } from '../queries.ts'
import type { FormRow, SubmissionRow } from '../tables.ts'
import { refuseFailed, submissionFailed } from './failed.ts'
import { readFields, withPartners } from './read.ts'
import { exampleId, SubmissionStatus } from './submission.ts'

export const mostKeys = 200

/** Answers by field id. */
export const AnswersInput = z
  .record(z.string(), z.unknown())
  .superRefine((sent, issues) => {
    if (Object.keys(sent).length <= mostKeys) return
    const message = `At most ${mostKeys} fields allowed.`
    issues.issues.push({ code: 'too_big', origin: 'object', maximum: mostKeys, message, input: sent })
  })
  .meta({ maxProperties: mostKeys, description: 'By field id; an id that the form does not have is ignored.' })

const Submitted = z
  .strictObject({ id: z.string(), formId: z.string(), status: SubmissionStatus })
  .meta({ id: 'SubmittedForm', examples: [{ id: exampleId, formId: exampleFormId, status: 'PENDING' }] })

export const createSubmission = command({
  name: 'form-submissions.create',
  may: 'forms:write',
  creates: true,
  summary: 'Submit a form',
  description:
    'Answers by field id. A choice may be told by its label; several are joined by `;`. The partner is the one named, else the one whose visitor has the e-mail, else none. Nothing is deduplicated, except by `Idempotency-Key`.',
  input: z.strictObject({
    formId: FormInPath,
    fields: AnswersInput,
    email: Email.optional(),
    partnerId: Reference.optional().meta({ description: 'Our id or the CRM `externalId`.' }),
    partnerObjects: z
      .array(z.strictObject({ objectType: token(100), objectId: token(255) }))
      .max(20)
      .optional()
      .meta({ description: 'CRM objects that this is about.' }),
  }),
  output: Submitted,
  refuses: [formNotFound, partnerNotFound, submissionFailed],
  example: {
    formId: exampleFormId,
    fields: { [exampleFieldIds[0] ?? '']: 'Quarry Tools', [exampleFieldIds[1] ?? '']: 'europe' },
    email: 'robin@larkspur.example.com',
    partnerId: examplePartnerId,
  },
  async run(ctx, { formId, ...sent }) {
    const form = await findForm(ctx, formId)
    const { values, issues } = readFields(form.fields, sent.fields)
    if (issues.length) throw invalid(issues)
    const partnerId = await submittingPartner(ctx, sent)
    const row: NewSubmission = {
      id: ctx.newId('fsub'),
      form_id: form.id,
      partner_id: partnerId,
      email: sent.email ?? null,
      fields: await withPartners(ctx, form.fields, values),
      partner_objects: sent.partnerObjects ?? [],
      status: firstStatus(form),
    }
    await insertSubmission(ctx, row).catch(refuseFailed)
    const { id, status } = row
    const after = { formId: form.id, partnerId, status }
    return { output: { id, formId: form.id, status }, changes: [{ subjectId: id, partnerId, before: null, after }] }
  },
})

const firstStatus = ({ needs_acceptance: needsAcceptance }: FormRow) => (needsAcceptance ? 'PENDING' : 'AUTO_ACCEPTED')

/** Our id of the partner that submits. One that is named and archived is refused; one that an e-mail leads to is none then. */
async function submittingPartner(
  ctx: Context,
  { partnerId, email }: { partnerId?: string | undefined; email?: string | undefined },
): Promise<string | null> {
  if (partnerId === undefined) return email === undefined ? null : ((await tryFindPartnerOfVisitor(ctx, email)) ?? null)
  const id = await findPartnerId(ctx, partnerId, 'partnerId')
  const partner = (await findPartners(ctx, [id])).get(id)
  if (partner === undefined || partner === 'AMBIGUOUS') throw partnerNotFound()
  if (partner.isArchived) throw invalidField('partnerId', 'custom', archivedMessage)
  return partner.id
}

const archivedMessage = 'This partner is archived and submits nothing more. Restore it first.'

export type NewSubmission = Pick<
  SubmissionRow,
  'id' | 'form_id' | 'partner_id' | 'email' | 'fields' | 'partner_objects' | 'status'
>

async function insertSubmission(ctx: Context, row: NewSubmission): Promise<void> {
  const now = ctx.now()
  await sql`
    insert into form_submission (organisation_id, id, form_id, partner_id, email, fields, partner_objects, status, is_of_conversion, created_at, updated_at)
    values (${ctx.organisationId}, ${row.id}, ${row.form_id}, ${row.partner_id}, ${row.email}, ${JSON.stringify(row.fields)},
      ${JSON.stringify(row.partner_objects)}, ${row.status}, false, ${now}, ${now})`.execute(ctx.db)
}
