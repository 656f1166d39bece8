import { z } from 'zod'
import { examplePartnerId, findPartners, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { invalid } from '#/kernel/error.ts'
import { Reference } from '#/kernel/text.ts'
import { End, Start } from '#/kernel/time.ts'
import { command } from '#/kernel/verb.ts'
import { wakeJob } from '#/platform/jobs/job.ts'
import { holdPool, makePayouts } from '../attach.ts'
import { holdPartners } from '../lines/hold.ts'
import { findSettings } from '../settings.ts'
import { endsBeforeItBegins, insertBatch, PayoutBatch, toBatch } from './batch.ts'
import { findBatch } from './queries.ts'
import { runJobName } from './run.ts'

const input = z
  .strictObject({
    periodStart: Start,
    periodEnd: End,
    partnerIds: z.array(Reference).min(1).max(500).optional().meta({
      description: 'A draft payout for each, named by our id or the CRM `externalId`; absent: an empty batch.',
    }),
    attachPendingLines: z
      .boolean()
      .default(false)
      .meta({ description: 'Puts their pending lines of the period on the payouts.' }),
    allPartners: z.boolean().default(false).meta({
      description:
        'A run: a payout for every partner whose pending lines of the period come to the minimum payout of `PUT /api/v1/payout-settings`, with these lines. It goes on after the answer: read the batch until its `run` is DONE. What comes to less, or below zero, waits for the next run.',
    }),
    currency: Currency.optional().meta({ description: 'Of the batch; the organisation’s unless given.' }),
  })
  .superRefine(({ partnerIds, allPartners }, context) => {
    if (allPartners && partnerIds)
      context.addIssue({ code: 'custom', path: ['partnerIds'], message: 'Name partners, or ask for all of them.' })
  })

export const createBatch = command({
  name: 'payout-batches.create',
  may: 'commissions:write',
  creates: true,
  summary: 'Create a payout batch',
  description:
    'A draft payout for each of `partnerIds` at once, or by `allPartners` for everybody who is owed enough, after the answer. The lines of a period: a line with a `periodEnd` waits for a period that ends then or later, and one without, as lines that are entered are, goes into any.',
  input,
  output: PayoutBatch,
  refuses: [partnerNotFound],
  example: {
    periodStart: '2026-01-01',
    periodEnd: '2026-03-31',
    partnerIds: [examplePartnerId],
    attachPendingLines: true,
  },
  async run(ctx, { periodStart, periodEnd, partnerIds, attachPendingLines, allPartners, currency }) {
    if (periodStart > periodEnd) throw endsBeforeItBegins()
    const own = await holdPartners(ctx, await resolve(ctx, partnerIds ?? []))
    const wanted = { periodStart, periodEnd, currency: currency ?? (await findSettings(ctx)).currency }
    const batch = await insertBatch(ctx, { ...wanted, isRun: allPartners })
    if (attachPendingLines && own.length) await holdPool(ctx, batch.currency)
    if (own.length) await makePayouts(ctx, batch, { partnerIds: own, attaches: attachPendingLines })
    if (allPartners) await wakeJob(ctx, runJobName)
    const output = toBatch(await findBatch(ctx, batch.id))
    return { output, changes: [{ subjectId: batch.id, before: null, after: { ...output, currency: batch.currency } }] }
  },
})

/** Our ids, each once, ascending. */
async function resolve(ctx: Context, refs: string[]): Promise<string[]> {
  if (!refs.length) return []
  const found = await findPartners(ctx, refs)
  const unknown = refs.filter((ref) => !found.has(ref))
  if (unknown.length) throw partnerNotFound({ details: { partnerIds: [...new Set(unknown)] } })
  const ambiguous = refs.flatMap((ref, at) => (found.get(ref) === 'AMBIGUOUS' ? [ambiguousAt(at)] : []))
  if (ambiguous.length) throw invalid(ambiguous)
  const ids = [...found.values()].flatMap((one) => (one === 'AMBIGUOUS' ? [] : [one.id]))
  return [...new Set(ids)].toSorted()
}

const ambiguousAt = (at: number) => ({
  path: ['partnerIds', at],
  code: 'ambiguous_reference',
  message: 'Several partners have this CRM id. Use our id.',
})
