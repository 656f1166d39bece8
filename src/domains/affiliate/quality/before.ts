import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { allOneAtATime } from '#/platform/perform.ts'
import type { QualityRules } from '../campaigns/terms.ts'
import type { Before } from './rules.ts'

type Buyer = { email: string | null; emailKey: Buffer | null; customerId: string | null }

/** Whether a rule asks what was there before: then two reports of one buyer are decided one after the other. */
export function looksBack(rules: QualityRules, { emailKey, customerId }: Buyer): boolean {
  const once = rules.emailOncePerCampaign !== 'OFF' && emailKey !== null
  return once || (rules.newCustomersOnly !== 'OFF' && (emailKey !== null || customerId !== null))
}

/** What the buyer is known from. Until the transaction ends no other report of the same e-mail or customer gets past this. */
export async function findBefore(ctx: Context, campaignId: string, buyer: Buyer): Promise<Before> {
  const { email, emailKey, customerId } = buyer
  await allOneAtATime(ctx, [
    ...(emailKey ? [['conversion e-mail', emailKey.toString('hex')]] : []),
    ...(customerId === null ? [] : [['conversion customer', customerId]]),
  ])
  const { rows } = await sql<Before>`
    select (
      select v.id from conversion v where v.organisation_id = ${ctx.organisationId} and v.email_key = ${emailKey} and v.campaign_id = ${campaignId}
        and v.status <> 'declined' limit 1
    ) as "sameEmail", coalesce((
      select v.id from conversion v where v.organisation_id = ${ctx.organisationId} and v.email_key = ${emailKey} and v.status <> 'declined' limit 1
    ), (
      select v.id from conversion v where v.organisation_id = ${ctx.organisationId} and v.customer_id = ${customerId} and v.status <> 'declined' limit 1
    ), (
      select s.id from source_event s where s.organisation_id = ${ctx.organisationId} and s.customer_id = ${customerId} and s.original_id is null limit 1
    ), (
      select k.id from client k where k.organisation_id = ${ctx.organisationId} and lower(k.contact_email) = lower(${email}) limit 1
    ), (
      select k.id from client k where k.organisation_id = ${ctx.organisationId} and k.customer_id = ${customerId} limit 1
    )) as "knownFrom"`.execute(ctx.db)
  return rows[0] ?? { sameEmail: null, knownFrom: null }
}
