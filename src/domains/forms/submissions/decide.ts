import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { DomainError, refusal } from '#/kernel/error.ts'
import { text } from '#/kernel/text.ts'
import { type Change, command, type Outcome } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { lockDeals } from '../deals/conflicts.ts'
import { dealConflict } from '../deals/deal.ts'
import { approveDeal, rejectDeal } from '../deals/register.ts'
import { readForm } from '../queries.ts'
import type { FormRow, SubmissionRow } from '../tables.ts'
import { writeDecision } from './letters.ts'
import { holdSubmission, readSubmission, tryFindDealId } from './queries.ts'
import { exampleId, Submission, SubmissionInPath, submissionNotFound, type SubmissionStatus } from './submission.ts'

export const wrongStatus = refusal(
  'invalid',
  'FORM_SUBMISSION_STATUS',
  'This submission is DECLINED and cannot become ACCEPTED.',
)
export const ofConversion = refusal(
  'invalid',
  'FORM_SUBMISSION_OF_CONVERSION',
  'This submission is the record of a conversion. Decide on the conversion instead.',
)

const decision = {
  may: 'forms:manage',
  output: Submission,
  refuses: [submissionNotFound, wrongStatus, ofConversion],
} as const
const reason = text(1, 2000).meta({ description: 'Told to whoever submitted.' })

export const acceptSubmission = command({
  ...decision,
  name: 'form-submissions.accept',
  summary: 'Accept a form submission',
  description:
    'One that is PENDING. The deal that it registers is approved with it, and keeps its customer for the days that the form says. Accepting twice changes nothing.',
  input: z.strictObject({
    id: SubmissionInPath,
    overrideConflicts: z.boolean().default(false).meta({
      description: 'Approve the deal beside those of other partners that it conflicts with.',
    }),
  }),
  refuses: [...decision.refuses, dealConflict],
  example: { id: exampleId, overrideConflicts: true },
  run: (ctx, { id, overrideConflicts }) =>
    decide(ctx, id, {
      from: ['PENDING'],
      to: 'ACCEPTED',
      reason: null,
      onDeal: (dealId, form) =>
        approveDeal(ctx, dealId, { protectionDays: form.protection_days, overridesConflicts: overrideConflicts }),
    }),
})

export const returnSubmission = command({
  ...decision,
  name: 'form-submissions.return',
  summary: 'Return a form submission',
  description: 'One that is PENDING, to be corrected and sent again. A deal that it registers keeps its place.',
  input: z.strictObject({ id: SubmissionInPath, reason }),
  example: { id: exampleId, reason: 'Please name the customer’s domain.' },
  run: (ctx, { id, reason }) => decide(ctx, id, { from: ['PENDING'], to: 'RETURNED', reason }),
})

export const declineSubmission = command({
  ...decision,
  name: 'form-submissions.decline',
  summary: 'Decline a form submission',
  description: 'One that is PENDING or RETURNED. The deal that it registers is rejected with it.',
  input: z.strictObject({ id: SubmissionInPath, reason }),
  example: { id: exampleId, reason: 'We work with this customer already.' },
  run: (ctx, { id, reason }) =>
    decide(ctx, id, {
      from: ['PENDING', 'RETURNED'],
      to: 'DECLINED',
      reason,
      onDeal: (dealId) => rejectDeal(ctx, dealId),
    }),
})

type Decision = {
  from: readonly SubmissionStatus[]
  to: 'ACCEPTED' | 'RETURNED' | 'DECLINED'
  reason: string | null
  onDeal?(dealId: string, form: FormRow): Promise<Change>
}

async function decide(ctx: Context, id: string, decision: Decision): Promise<Outcome<Submission>> {
  const { from, to, reason, onDeal } = decision
  const dealId = await tryFindDealId(ctx, id)
  if (dealId) await lockDeals(ctx)
  const was = await holdSubmission(ctx, id)
  if (was.is_of_conversion) throw ofConversion()
  if (was.status === to) return { output: await readSubmission(ctx, id), changes: [] }
  if (!from.includes(was.status)) refuseStatus(was.status, to)
  const form = await readForm(ctx, was.form_id)
  const ofDeal = dealId && onDeal ? [await onDeal(dealId, form)] : []
  await writeStatus(ctx, id, { status: to, reason })
  await writeDecision(ctx, { to: was.email, formName: form.name, status: to, reason })
  return { output: await readSubmission(ctx, id), changes: [changeOf(was, { status: to, reason }), ...ofDeal] }
}

export function refuseStatus(status: SubmissionStatus, to: SubmissionStatus): never {
  const { kind, code } = wrongStatus
  throw new DomainError(kind, code, `This submission is ${status} and cannot become ${to}.`)
}

type Standing = Pick<SubmissionRow, 'status' | 'reason'>

async function writeStatus(ctx: Context, id: string, { status, reason }: Standing): Promise<void> {
  await sql`
    update form_submission set status = ${status}, reason = ${reason}, decided_at = ${ctx.now()}, updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
}

export const changeOf = (was: SubmissionRow, { status, reason }: Standing): Change => ({
  subjectId: was.id,
  partnerId: was.partner_id,
  before: { status: was.status, reason: was.reason },
  after: { status, reason },
})
