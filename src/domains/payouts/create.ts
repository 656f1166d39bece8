import { z } from 'zod'
import { examplePartnerId, findPartnerFamily, findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { invalid, invalidField } from '#/kernel/error.ts'
import { Reference } from '#/kernel/text.ts'
import { End, Start } from '#/kernel/time.ts'
import { type Change, command } from '#/kernel/verb.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { sql } from '#/platform/database/sql.ts'
import { holdPool, makePayouts } from './attach.ts'
import { batchNotFound, endsBeforeItBegins, insertBatch } from './batches/batch.ts'
import { holdPartner } from './lines/hold.ts'
import { findBatch } from './batches/queries.ts'
import { Metadata, Payout, toPayout } from './payout.ts'
import { findPayout } from './queries.ts'
import { findSettings } from './settings.ts'
import type { BatchRow } from './tables.ts'

const input = z
  .strictObject({
    partnerId: Reference.meta({ description: 'Our id or the CRM `externalId`.' }),
    batchId: Reference.optional().meta({ description: 'Absent: a batch of its own is made; else its period counts.' }),
    periodStart: Start.optional(),
    periodEnd: End.optional(),
    currency: Currency.optional().meta({ description: 'Of the batch that is made; the organisation’s unless given.' }),
    metadata: Metadata.optional(),
    attachPendingLines: z.boolean().default(false).meta({
      description:
        'Puts the partner’s pending lines of the period on it: those whose `periodEnd` is not after its end, and those without one.',
    }),
  })
  .superRefine(({ batchId, periodStart, periodEnd }, context) => {
    if (batchId !== undefined) return
    for (const [name, given] of Object.entries({ periodStart, periodEnd }))
      if (!given)
        context.addIssue({
          code: 'invalid_type',
          expected: 'date',
          input: given,
          path: [name],
          message: 'Needed without a batchId.',
        })
  })
type Input = z.output<typeof input>

export const createPayout = command({
  name: 'payouts.create',
  may: 'commissions:write',
  creates: true,
  mayFind: true,
  summary: 'Create a payout',
  description:
    'A draft for one partner in a batch. Where the partner is on that batch already, its payout is answered, untouched.',
  input,
  output: Payout,
  refuses: [partnerNotFound, batchNotFound],
  example: {
    partnerId: examplePartnerId,
    periodStart: '2026-04-01',
    periodEnd: '2026-06-30',
    attachPendingLines: true,
  },
  async run(ctx, given) {
    const { batchId, periodStart, periodEnd, attachPendingLines, metadata } = given
    if (batchId === undefined && periodStart && periodEnd && periodStart > periodEnd) throw endsBeforeItBegins()
    const partnerId = await holdPartner(ctx, await findPartnerId(ctx, given.partnerId, 'partnerId'))
    const { batch, changes } = await batchFor(ctx, given)
    if (attachPendingLines) await holdPool(ctx, batch.currency)
    await oneAtATime(ctx, batch.id, partnerId)
    const known = await tryFindIn(ctx, batch.id, partnerId)
    if (known) return { output: toPayout(await findPayout(ctx, known)), isNew: false, changes: [] }
    await makePayouts(ctx, batch, { partnerIds: [partnerId], attaches: attachPendingLines, metadata })
    const id = await tryFindIn(ctx, batch.id, partnerId)
    return { output: toPayout(await findPayout(ctx, id ?? '')), isNew: true, changes }
  },
})

async function batchFor(ctx: Context, given: Input): Promise<{ batch: BatchRow; changes: Change[] }> {
  if (given.batchId !== undefined) {
    const batch = await findBatch(ctx, given.batchId)
    if (given.currency !== undefined && given.currency !== batch.currency)
      throw invalidField('currency', 'custom', `The batch is of ${batch.currency}.`)
    return { batch, changes: [] }
  }
  const { periodStart, periodEnd } = given
  if (!periodStart || !periodEnd) throw invalid([])
  const currency = given.currency ?? (await findSettings(ctx)).currency
  const batch = await insertBatch(ctx, { periodStart, periodEnd, currency })
  const after = { periodStart, periodEnd, currency }
  return { batch, changes: [{ type: 'payout-batches.create', subjectId: batch.id, before: null, after }] }
}

/** The partner's payout in the batch: its own, else the first of those that were merged into it. */
async function tryFindIn(ctx: Context, batchId: string, partnerId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from payout
    where organisation_id = ${ctx.organisationId} and batch_id = ${batchId} and partner_id = any(${await findPartnerFamily(ctx, partnerId)})
    order by partner_id <> ${partnerId}, id limit 1`.execute(ctx.db)
  return rows[0]?.id
}
