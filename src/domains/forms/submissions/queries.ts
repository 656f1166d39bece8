import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import type { FormRow, SubmissionRow } from '../tables.ts'
import {
  exampleId,
  Submission,
  SubmissionInPath,
  submissionNotFound,
  type SubmissionRecord,
  toSubmission,
} from './submission.ts'

export const getSubmission = query({
  name: 'form-submissions.get',
  may: 'forms:read',
  summary: 'Get a form submission',
  description: 'With its answers under the labels that the form has at this moment.',
  input: z.strictObject({ id: SubmissionInPath }),
  output: Submission,
  refuses: [submissionNotFound],
  example: { id: exampleId },
  run: (ctx, { id }) => readSubmission(ctx, id),
})

/** The submission as it leaves. */
export async function readSubmission(ctx: Context, id: string): Promise<Submission> {
  const { rows } = await sql<SubmissionRecord & { asked: FormRow['fields'] }>`
    select s.*, d.id as deal_id, f.fields as asked from form_submission s
    join form f on f.organisation_id = s.organisation_id and f.id = s.form_id
    left join deal d on d.organisation_id = s.organisation_id and d.form_submission_id = s.id
    where s.organisation_id = ${ctx.organisationId} and s.id = ${id}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw submissionNotFound()
  return toSubmission(row, row.asked)
}

/** The deal that a submission registers, if it does; it never becomes another. */
export async function tryFindDealId(ctx: Context, submissionId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from deal where organisation_id = ${ctx.organisationId} and form_submission_id = ${submissionId}`.execute(
    ctx.db,
  )
  return rows[0]?.id ?? null
}

/** The submission, which nobody else changes until the transaction ends. */
export async function holdSubmission(ctx: Context, id: string): Promise<SubmissionRow> {
  const { rows } = await sql<SubmissionRow>`
    select * from form_submission where organisation_id = ${ctx.organisationId} and id = ${id} for no key update`.execute(
    ctx.db,
  )
  const [row] = rows
  if (!row) throw submissionNotFound()
  return row
}
