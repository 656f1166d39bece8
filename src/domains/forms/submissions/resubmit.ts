import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalid } from '#/kernel/error.ts'
import type { JsonObject } from '#/kernel/json.ts'
import { type Change, command, type Outcome } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { lockDeals } from '../deals/conflicts.ts'
import { findDeal } from '../deals/queries.ts'
import { changeOfDeal, rewriteDeal, valuesOf } from '../deals/register.ts'
import { DealInput, keyOf, readDeal } from '../deals/values.ts'
import type { Field } from '../fields.ts'
import { exampleFieldIds } from '../form.ts'
import { readForm } from '../queries.ts'
import type { FormRow, SubmissionRow } from '../tables.ts'
import { AnswersInput } from './answers.ts'
import { changeOf, ofConversion, refuseStatus, wrongStatus } from './decide.ts'
import { holdSubmission, tryFindDealId } from './queries.ts'
import { readFields, withPartners } from './read.ts'
import { exampleId, SubmissionInPath, submissionNotFound, Submitted } from './submission.ts'

export const resubmit = command({
  name: 'form-submissions.resubmit',
  may: 'forms:write',
  summary: 'Send a returned form submission again',
  description:
    'Answers that are given replace those that are there, null takes one back, and the others stay. It is PENDING again. Without `fields` and `deal` nothing changes.',
  input: z.strictObject({ id: SubmissionInPath, fields: AnswersInput.optional(), deal: DealInput.optional() }),
  output: Submitted,
  refuses: [submissionNotFound, wrongStatus, ofConversion],
  example: { id: exampleId, fields: { [exampleFieldIds[1] ?? '']: 'eu' } },
  run: sendAgain,
})

type Sent = { id: string; fields?: SubmissionRow['fields'] | undefined; deal?: DealInput | undefined }

/** Sends a returned submission again. */
export async function sendAgain(ctx: Context, { id, fields, deal }: Sent): Promise<Outcome<Submitted>> {
  const dealId = await tryFindDealId(ctx, id)
  if (dealId) await lockDeals(ctx)
  const was = await holdSubmission(ctx, id)
  if (was.is_of_conversion) throw ofConversion()
  if (fields === undefined && deal === undefined) return { output: submitted(was, was.status), changes: [] }
  if (was.status !== 'RETURNED') refuseStatus(was.status, 'PENDING')
  const form = await readForm(ctx, was.form_id)
  const sent = fields ?? {}
  const values = await answersOf(ctx, form, { was: was.fields, sent })
  const answered = form.fields.filter((field) => Object.hasOwn(sent, field.id))
  const ofDeal = await changedDeal(ctx, dealId, { answered, values, said: deal })
  await writeAnswers(ctx, was, values)
  const change = changeOf(was, { status: 'PENDING', reason: null })
  return { output: submitted(was, 'PENDING'), changes: [change, ...ofDeal] }
}

const submitted = ({ id, form_id: formId }: SubmissionRow, status: Submitted['status']): Submitted => ({
  id,
  formId,
  status,
})

async function answersOf(ctx: Context, form: FormRow, { was, sent }: Answers): Promise<JsonObject> {
  const { values, issues } = readFields(form.fields, { ...was, ...sent })
  if (issues.length) throw invalid(issues)
  const asked = new Set(form.fields.map(({ id }) => id))
  const former = Object.entries(was).filter(([id]) => !asked.has(id))
  return { ...(Object.fromEntries(former) as JsonObject), ...(await withPartners(ctx, form.fields, values)) }
}

type Answers = { was: SubmissionRow['fields']; sent: SubmissionRow['fields'] }
type Told = { answered: readonly Field[]; values: JsonObject; said: DealInput | undefined }

/** The deal as it is told now: what nobody says anew stays, and so does what was said against a field that stays. */
async function changedDeal(ctx: Context, dealId: string | null, { answered, values, said }: Told): Promise<Change[]> {
  if (!dealId) {
    if (said === undefined) return []
    throw invalid([{ path: ['deal'], message: 'This submission registers no deal.', code: 'custom' }])
  }
  const was = await findDeal(ctx, dealId)
  const read = readDeal(answered, values, { said, base: without(valuesOf(was), answered) })
  if (Array.isArray(read)) throw invalid(read)
  return changeOfDeal(was, await rewriteDeal(ctx, dealId, read))
}

/** A field that is answered anew says all that it told before. */
const without = (values: DealInput, answered: readonly Field[]): DealInput => {
  const told = new Set(answered.map(({ dealProperty }) => dealProperty && keyOf[dealProperty]))
  return Object.fromEntries(Object.entries(values).filter(([key]) => !told.has(key as keyof DealInput)))
}

async function writeAnswers(ctx: Context, { id }: SubmissionRow, values: JsonObject): Promise<void> {
  await sql`
    update form_submission set status = 'PENDING', reason = null, decided_at = null, fields = ${JSON.stringify(values)},
      updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
}
