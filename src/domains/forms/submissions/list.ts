import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { End, Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { madeBetween } from '#/platform/database/made-between.ts'
import { type Sql, sql } from '#/platform/database/sql.ts'
import {
  ListedSubmission,
  type SubmissionRecord,
  SubmissionStatus,
  submissionStatuses,
  toListed,
} from './submission.ts'

const order = 'form-submissions'

export const listSubmissions = query({
  name: 'form-submissions.list',
  may: 'forms:read',
  summary: 'List form submissions',
  description:
    'Without their answers, newest first; those of conversions too. Filters go together; one that nothing has gives an empty list.',
  input: z.strictObject({
    formId: Reference.optional(),
    partnerId: Reference.optional().meta({
      description: 'Our id or the CRM `externalId`; submissions of partners merged into it are included.',
    }),
    status: SubmissionStatus.optional(),
    from: Start.optional().meta({
      description: 'Created at or after this time; a date means its first second.',
      format: 'date-time',
    }),
    to: End.optional().meta({
      description: 'Created at or before this time; a date means its last second.',
      format: 'date-time',
    }),
    ...pageInput,
  }),
  output: page(ListedSubmission),
  example: { status: 'PENDING', limit: '25' },
  async run(ctx, { formId, partnerId, status, from, to, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const bounds = sql.join(
      [
        ...madeBetween('s', 'fsub', { from, to }).map((bound) => sql` and ${bound}`),
        ...(after === undefined ? [] : [sql` and s.id < ${after}`]),
        sql` order by s.id desc limit ${limit + 1}`,
      ],
      sql``,
    )
    const { rows } = await sql<SubmissionRecord>`
      select s.*, (select id from deal d where d.organisation_id = ${ctx.organisationId} and d.form_submission_id = s.id) as deal_id
      from (${newest(ctx, { formId, family, status, bounds })}) s order by s.id desc`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toListed })
  },
})

type Wanted = {
  formId: string | undefined
  family: string[] | undefined
  status: SubmissionStatus | undefined
  /** Conditions on the id of `s`, its order and the limit. */
  bounds: Sql
}

const columns = sql.raw(
  's.organisation_id, s.id, s.form_id, s.partner_id, s.email, s.status, s.is_of_conversion, s.reason, s.decided_at, s.created_at, s.updated_at',
)

/** Each way goes down an index from its newest submission, however many there are and however few have the status. */
function newest(ctx: Context, { formId, family, status, bounds }: Wanted): Sql {
  const all = sql`select ${columns} from form_submission s where s.organisation_id = ${ctx.organisationId}`
  const statuses = status ? [status] : submissionStatuses
  if (family === undefined && formId === undefined)
    return sql`${all} ${status === undefined ? sql`` : sql`and s.status = ${status}`} ${bounds}`
  const ofForm = formId === undefined ? sql`` : sql`and s.form_id = ${formId}`
  if (family === undefined)
    return sql`select s.* from unnest(${statuses}::text[]) as t(status)
      cross join lateral (${all} ${ofForm} and s.status = t.status ${bounds}) s where true ${bounds}`
  return sql`select s.* from unnest(${family}::text[]) as p(id) cross join unnest(${statuses}::text[]) as t(status)
    cross join lateral (${all} and s.partner_id = p.id and s.status = t.status ${ofForm} ${bounds}) s where true ${bounds}`
}
