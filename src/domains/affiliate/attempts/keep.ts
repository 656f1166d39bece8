import type { Context } from '#/kernel/context.ts'
import { firstIdAt } from '#/kernel/id.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Explanation } from '../conversions/explanation.ts'
import type { Candidate } from '../conversions/report/candidate.ts'

type NewAttempt = {
  campaignId: string | null
  credited: Candidate | undefined
  clickId: string | undefined
  email: string | null
  explanation: Explanation
}

/** So many an organisation keeps of one minute: whoever sends what cannot be believed does not fill its disk. */
export const mostPerMinute = 100

/** Keeps a report that made no conversion, with its reasons. */
export async function keepAttempt(ctx: Context, attempt: NewAttempt): Promise<void> {
  const { campaignId, credited, clickId, email, explanation } = attempt
  const touch = explanation.attribution?.touches.find(({ knownBy }) => knownBy === 'REPORT')
  const minute = firstIdAt('cva', new Date(Math.floor(ctx.now().getTime() / minuteMs) * minuteMs))
  await sql`
    insert into conversion_attempt (organisation_id, id, campaign_id, partner_id, link_id, click_id, reason, email, explanation, created_at)
    select ${ctx.organisationId}, ${ctx.newId('cva')}, ${campaignId}, ${credited?.partnerId ?? touch?.partnerId ?? null},
      ${credited?.linkId ?? touch?.linkId ?? null}, ${clickId ?? null}, ${explanation.reasons[0]}, ${email}, ${JSON.stringify(explanation)}, ${ctx.now()}
    where (select count(*) from (
      select from conversion_attempt where organisation_id = ${ctx.organisationId} and id >= ${minute} limit ${sql.lit(mostPerMinute)}
    ) kept) < ${sql.lit(mostPerMinute)}`.execute(ctx.db)
}

const minuteMs = 60_000
