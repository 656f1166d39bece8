import { z } from 'zod'
import { eraseSubmission } from '#/domains/forms/index.ts'
import type { Context } from '#/kernel/context.ts'
import { firstIdAt } from '#/kernel/id.ts'
import { command } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { redactText } from '#/platform/redaction.ts'
import { keepSteps } from './change.ts'
import {
  Conversion,
  ConversionInPath,
  conversionNotFound,
  type ConversionRecord,
  exampleId,
  toConversion,
} from './conversion.ts'
import type { Explanation } from './explanation.ts'
import { findConversion, holdConversion } from './queries.ts'

export const eraseConversion = command({
  name: 'conversions.erase',
  may: 'affiliate:manage',
  summary: 'Erase the personal data of a conversion',
  description:
    'Takes out the e-mail address, what the customer’s form holds, what the rules saw of them, and the address from the events about it and from reports of that address that made no conversion. Partner, sums, commission and that the click has converted stay. A keyed hash of the address and your customer id stay too, so that the rules of campaigns and renewals still know the customer; `forgetCustomer` drops them. This cannot be undone.',
  input: z.strictObject({
    id: ConversionInPath,
    forgetCustomer: z.boolean().default(false).meta({
      description: 'Also the hash of the address and `customerId`: renewals no longer find the partner by it.',
    }),
  }),
  output: Conversion,
  refuses: [conversionNotFound],
  example: { id: exampleId, forgetCustomer: false },
  async run(ctx, { id, forgetCustomer }) {
    const was = await holdConversion(ctx, id)
    if (isErased(was, forgetCustomer)) return { output: toConversion(was), changes: [] }
    await erase(ctx, was, forgetCustomer)
    await keepSteps(ctx, [{ was, now: was.status, step: { action: 'ERASED' } }])
    await redact(ctx, was, forgetCustomer)
    const change = { subjectId: id, partnerId: was.partner_id, before: null, after: { forgetCustomer } }
    return { output: toConversion(await findConversion(ctx, id)), changes: [change] }
  },
})

const isErased = (row: ConversionRecord, forgetCustomer: boolean) =>
  row.erased_at !== null && !(forgetCustomer && (row.customer_id !== null || row.email_key !== null))

async function erase(ctx: Context, was: ConversionRecord, forgetCustomer: boolean): Promise<void> {
  const forgotten = forgetCustomer ? sql`, email_key = null, customer_id = null` : sql``
  await sql`
    update conversion v set email = null, explanation = ${JSON.stringify(erased(was.explanation))}, erased_at = ${ctx.now()},
      updated_at = ${movedAt(ctx, 'v.updated_at')} ${forgotten}
    where v.organisation_id = ${ctx.organisationId} and v.id = ${was.id}`.execute(ctx.db)
  await eraseSubmission(ctx, was.form_submission_id)
}

/** What it says without what was seen of the customer: verdicts and reckoning stay. */
const erased = (explanation: Explanation): Explanation => ({
  ...explanation,
  rules: explanation.rules.map((rule) => ({ ...rule, values: {} })),
  commission: explanation.commission && { ...explanation.commission, given: null },
})

/** The events about it and its lines, and the attempts of the same address. */
async function redact(ctx: Context, was: ConversionRecord, forgetCustomer: boolean): Promise<void> {
  const texts = [was.email, ...(forgetCustomer ? [was.customer_id] : [])].filter((text) => text !== null)
  const where = await eventsAbout(ctx, was)
  for (const text of texts) await redactText(ctx, text, where)
  if (was.email !== null)
    await sql`
      update conversion_attempt set email = null
      where organisation_id = ${ctx.organisationId} and lower(email) = lower(${was.email})`.execute(ctx.db)
}

async function eventsAbout(ctx: Context, was: ConversionRecord) {
  const { rows } = await sql<{ partner_id: string | null; line_ids: string[] }>`
    select from_partner_id as partner_id, line_ids from conversion_change
    where organisation_id = ${ctx.organisationId} and conversion_id = ${was.id}`.execute(ctx.db)
  const lineIds = [was.commission_line_id, was.explanation.commission?.lineId, ...rows.flatMap((row) => row.line_ids)]
  const partnerIds = [was.partner_id, was.holder_id, ...rows.map((row) => row.partner_id)]
  const known = (ids: (string | null | undefined)[]) => [...new Set(ids.filter((id) => typeof id === 'string'))]
  return {
    partnerIds: known(partnerIds),
    subjectIds: known([was.id, was.form_submission_id, ...lineIds]),
    from: firstIdAt('evt', new Date(was.created_at.getTime() - hourMs)),
  }
}

const hourMs = 60 * 60 * 1000
