import { z } from 'zod'
import { examplePartnerId, findPartnerFamily } from '#/domains/partners/index.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { End, Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { Reason } from '../conversions/explanation.ts'
import type { AttemptRow } from '../tables.ts'
import { Attempt, toAttempt } from './attempt.ts'
import { keptDays } from './delete-old.ts'
import { mostPerMinute } from './keep.ts'

const order = 'conversion-attempts'

export const listAttempts = query({
  name: 'conversion-attempts.list',
  may: 'affiliate:read',
  summary: 'List reports that made no conversion',
  description: `Newest first, each with everything that was considered. They are kept for ${keptDays} days, and at most ${mostPerMinute} of one minute. Filters go together; one that nothing has gives an empty list.`,
  input: z.strictObject({
    campaignId: Reference.optional(),
    partnerId: Reference.optional().meta({
      description: 'Our id or the CRM `externalId`; those of partners merged into it are included.',
    }),
    linkId: Reference.optional(),
    clickId: Reference.optional(),
    reason: Reason.optional(),
    from: Start.optional().meta({
      description: 'At or after this time; a date means its first second.',
      format: 'date-time',
    }),
    to: End.optional().meta({
      description: 'At or before this time; a date means its last second.',
      format: 'date-time',
    }),
    ...pageInput,
  }),
  output: page(Attempt),
  example: { partnerId: examplePartnerId, reason: 'CLICK_EXPIRED' },
  async run(ctx, { campaignId, partnerId, linkId, clickId, reason, from, to, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const { rows } = await sql<AttemptRow>`
      select * from conversion_attempt a where a.organisation_id = ${ctx.organisationId}
        ${campaignId === undefined ? nothing : sql`and a.campaign_id = ${campaignId}`}
        ${family === undefined ? nothing : sql`and a.partner_id = any(${family})`}
        ${linkId === undefined ? nothing : sql`and a.link_id = ${linkId}`}
        ${clickId === undefined ? nothing : sql`and a.click_id = ${clickId}`}
        ${reason === undefined ? nothing : sql`and a.reason = ${reason}`}
        ${from === undefined ? nothing : sql`and a.created_at >= ${from}`}
        ${to === undefined ? nothing : sql`and a.created_at <= ${to}`}
        ${after === undefined ? nothing : sql`and a.id < ${after}`}
      order by a.id desc limit ${limit + 1}`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toAttempt })
  },
})

const nothing = sql``
