import { z } from 'zod'
import { examplePartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { invalid, invalidField } from '#/kernel/error.ts'
import { Email, Reference, token } from '#/kernel/text.ts'
import { type Change, command, type Outcome } from '#/kernel/verb.ts'
import { lockDeals } from '../deals/conflicts.ts'
import { approveDeal, registerDeal, told } from '../deals/register.ts'
import { DealInput, type DealValues } from '../deals/values.ts'
import { exampleFieldIds, exampleId as exampleFormId, FormInPath, formNotFound } from '../form.ts'
import { findForm } from '../queries.ts'
import type { FormRow } from '../tables.ts'
import { AnswersInput } from './answers.ts'
import { dealIn, needsPartner } from './deal.ts'
import { refuseFailed, submissionFailed } from './failed.ts'
import { holdForDecision, insertSubmission, type NewSubmission } from './insert.ts'
import { submittingPartner } from './partner.ts'
import { readFields, withPartners } from './read.ts'
import { Submitted } from './submission.ts'

const input = z.strictObject({
  formId: FormInPath,
  fields: AnswersInput,
  email: Email.optional(),
  partnerId: Reference.optional().meta({ description: 'Our id or the CRM `externalId`.' }),
  partnerObjects: z
    .array(z.strictObject({ objectType: token(100), objectId: token(255) }))
    .max(20)
    .optional()
    .meta({ description: 'CRM objects that this is about.' }),
  deal: DealInput.optional(),
})

export const createSubmission = command({
  name: 'form-submissions.create',
  may: 'forms:write',
  creates: true,
  summary: 'Submit a form',
  description:
    'Answers by field id. A choice may be told by its label; several are joined by `;`. The partner is the one named, else the one whose visitor has the e-mail, else none. Nothing is deduplicated, except by `Idempotency-Key`. In a DEAL form it registers a deal, and in a LEAD form where it tells of one; a deal needs a partner. Where nobody is to decide, a deal that conflicts with another partner’s waits for a decision all the same.',
  input,
  output: Submitted,
  refuses: [formNotFound, partnerNotFound, submissionFailed],
  example: {
    formId: exampleFormId,
    fields: { [exampleFieldIds[0] ?? '']: 'Quarry Tools', [exampleFieldIds[1] ?? '']: 'europe' },
    email: 'robin@larkspur.example.com',
    partnerId: examplePartnerId,
  },
  run: submitForm,
})

type Input = z.output<typeof input>

/** Takes a submission, with the deal that it registers. */
export async function submitForm(ctx: Context, given: Input): Promise<Outcome<Submitted>> {
  return await submit(ctx, given).catch(refuseFailed)
}

async function submit(ctx: Context, { formId, ...sent }: Input): Promise<Outcome<Submitted>> {
  const form = await findForm(ctx, formId)
  const { values, issues } = readFields(form.fields, sent.fields)
  if (issues.length) throw invalid(issues)
  const deal = dealIn(form, values, sent.deal)
  const partnerId = await submittingPartner(ctx, sent)
  const row: NewSubmission = {
    id: ctx.newId('fsub'),
    form_id: form.id,
    partner_id: partnerId,
    email: sent.email ?? null,
    fields: await withPartners(ctx, form.fields, values),
    partner_objects: sent.partnerObjects ?? [],
    status: form.needs_acceptance ? 'PENDING' : 'AUTO_ACCEPTED',
  }
  if (partnerId === null && needsPartner(form, sent.deal)) throw invalidField('partnerId', 'invalid_type', noPartner)
  if (deal === undefined || partnerId === null) return await store(ctx, row)
  await lockDeals(ctx)
  return await storeWithDeal(ctx, row, { form, partnerId, values: deal })
}

const noPartner = 'A deal needs its partner: name it here, or the e-mail of one of its visitors.'

async function store(ctx: Context, row: NewSubmission): Promise<Outcome<Submitted>> {
  await insertSubmission(ctx, row)
  return outcomeOf(row, [])
}

type WithDeal = { form: FormRow; partnerId: string; values: DealValues }

/** Where nobody was to decide and another partner may have the customer, somebody decides. */
async function storeWithDeal(
  ctx: Context,
  row: NewSubmission,
  { form, ...deal }: WithDeal,
): Promise<Outcome<Submitted>> {
  await insertSubmission(ctx, row)
  const registered = await registerDeal(ctx, { submissionId: row.id, ...deal })
  const change = { type: 'deals.register', subjectId: registered.id, before: null, after: told(registered) }
  const changes = [{ ...change, partnerId: registered.partner_id }]
  if (form.needs_acceptance) return outcomeOf(row, changes)
  if (registered.conflicts.length) {
    await holdForDecision(ctx, row.id)
    return outcomeOf({ ...row, status: 'PENDING' }, changes)
  }
  const approval = { protectionDays: form.protection_days, overridesConflicts: false }
  return outcomeOf(row, [...changes, await approveDeal(ctx, registered.id, approval)])
}

function outcomeOf(row: NewSubmission, ofDeal: Change[]): Outcome<Submitted> {
  const { id, form_id: formId, partner_id: partnerId, status } = row
  const change = { subjectId: id, partnerId, before: null, after: { formId, partnerId, status } }
  return { output: { id, formId, status }, changes: [change, ...ofDeal] }
}
