import { z } from 'zod'
import { findOwnAddress, visitorIn } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { command } from '#/kernel/verb.ts'
import { DealInput } from '../deals/values.ts'
import { exampleFieldIds, exampleId as exampleFormId, FormInPath, formNotFound } from '../form.ts'
import { AnswersInput } from '../submissions/answers.ts'
import { submitForm } from '../submissions/create.ts'
import { ofConversion, wrongStatus } from '../submissions/decide.ts'
import { submissionFailed } from '../submissions/failed.ts'
import { sendAgain } from '../submissions/resubmit.ts'
import { exampleId, SubmissionInPath, submissionNotFound, Submitted } from '../submissions/submission.ts'
import type { FormRow, SubmissionRow } from '../tables.ts'
import { readForm } from '../queries.ts'
import { findOwnForm } from './forms.ts'
import { findOwnSubmission } from './submissions.ts'

export const submitOwnForm = command({
  name: 'portal.submit',
  may: 'visitor',
  creates: true,
  summary: 'Register a lead or a deal',
  description:
    'By a form. A deal that is approved keeps its customer from other partners; whether somebody decides first, the form says.',
  input: z.strictObject({ id: FormInPath, fields: AnswersInput, deal: DealInput.optional() }),
  output: Submitted,
  refuses: [formNotFound, submissionFailed],
  example: { id: exampleFormId, fields: { [exampleFieldIds[0] ?? '']: 'Quarry Tools' } },
  async run(ctx, { id, fields, deal }) {
    const form = await findOwnForm(ctx, id)
    const { email } = await findOwnAddress(ctx)
    const { partnerId } = visitorIn(ctx)
    const { output, changes } = await submitForm(ctx, {
      formId: id,
      fields: forPartners(ctx, form, fields),
      email,
      partnerId,
      deal,
    })
    return { output, changes: named(changes, 'form-submissions.create') }
  },
})

export const resubmitOwn = command({
  name: 'portal.resubmit',
  may: 'visitor',
  summary: 'Send again what was returned',
  description: 'Answers that are given replace those that are there, null takes one back, and the others stay.',
  input: z.strictObject({ id: SubmissionInPath, fields: AnswersInput, deal: DealInput.optional() }),
  output: Submitted,
  refuses: [submissionNotFound, wrongStatus, ofConversion],
  example: { id: exampleId, fields: { [exampleFieldIds[0] ?? '']: 'Quarry Tools' } },
  async run(ctx, { id, fields, deal }) {
    const { form_id: formId } = await findOwnSubmission(ctx, id)
    const sent = forPartners(ctx, await readForm(ctx, formId), fields)
    const { output, changes } = await sendAgain(ctx, { id, fields: sent, deal })
    return { output, changes: named(changes, 'form-submissions.resubmit') }
  },
})

type Answers = SubmissionRow['fields']

/** Where a form asks for a partner, it is the one that sends: what is typed would tell which others there are. */
function forPartners(ctx: Context, { fields }: FormRow, sent: Answers): Answers {
  const { partnerId } = visitorIn(ctx)
  const chosen = fields.filter(({ dataType }) => dataType === 'PARTNER_SELECT').map(({ id }) => [id, partnerId])
  return { ...sent, ...Object.fromEntries(chosen) }
}

type Changes = Awaited<ReturnType<typeof submitForm>>['changes']

/** The events are those of the programme's own verbs. */
const named = (changes: Changes, type: string): Changes =>
  Array.isArray(changes) ? changes.map((change) => ({ type, ...change })) : changes
