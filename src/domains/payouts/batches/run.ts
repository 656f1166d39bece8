import type { Context } from '#/kernel/context.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { recordEvents } from '#/platform/events.ts'
import type { Job } from '#/platform/jobs/job.ts'
import { inTransaction } from '#/platform/perform.ts'
import { holdPool, makePayouts } from '../attach.ts'
import { leastPayout } from '../settings.ts'
import type { BatchRow } from '../tables.ts'

export const runJobName = 'payout-batches.run'

/** Steps of about so many lines, each a transaction: what a kill interrupts is as if it had not begun. */
const linesAStep = 50_000
const partnersAStep = 2_000

/** Goes on with every run that is not done, from the partner that it has come to. */
export const runPayoutBatches: Job = {
  name: runJobName,
  cron: '* * * * *',
  resumes: true,
  timeoutSeconds: 6 * 3600,
  async run(ctx) {
    const { rows } = await sql<{ organisationId: string; id: string }>`
      select organisation_id as "organisationId", id from payout_batch where run_status in ('WAITING', 'RUNNING') order by id`.execute(
      ctx.db,
    )
    for (const { organisationId, id } of rows) {
      while (!ctx.signal.aborted && (await advance(ctx.in(organisationId), id))) continue
    }
  },
}

class Raced extends Error {}

/** One step of a run; whether there is another to do by this process. */
async function advance(ctx: Context, id: string): Promise<boolean> {
  for (;;) {
    try {
      return await inTransaction(ctx, (inside) => step(inside, id))
    } catch (error) {
      if (!(error instanceof Raced)) throw error
    }
  }
}

async function step(ctx: Context, id: string): Promise<boolean> {
  const batch = await lockBatch(ctx, id)
  if (!batch) return false
  await holdPool(ctx, batch.currency)
  const total = batch.run_partners_total ?? (await countPartners(ctx, batch))
  const partnerIds = await nextPartners(ctx, batch)
  const least = await leastPayout(ctx, batch.currency)
  const made = await makePayouts(ctx, batch, { partnerIds, attaches: true, least })
  if (made.short) throw new Raced()
  await advanceTo(ctx, batch, { total, partnerIds, lines: made.lines })
  return partnerIds.length > 0
}

/** Another node that is at a step of this run has it. */
async function lockBatch(ctx: Context, id: string): Promise<BatchRow | undefined> {
  const { rows } = await sql<BatchRow>`
    select * from payout_batch where organisation_id = ${ctx.organisationId} and id = ${id} and run_status in ('WAITING', 'RUNNING')
    for no key update skip locked`.execute(ctx.db)
  return rows[0]
}

async function countPartners(ctx: Context, { currency }: BatchRow): Promise<number> {
  const { rows } = await sql<{ many: number }>`
    select count(*)::int as many from (
      select distinct partner_id from commission_line
      where organisation_id = ${ctx.organisationId} and status = 'PENDING' and currency = ${currency}
    ) waiting`.execute(ctx.db)
  return rows[0]?.many ?? 0
}

/** The next partners who have lines waiting, as many as have about one step's lines; one at least. */
async function nextPartners(ctx: Context, { currency, run_through: through }: BatchRow): Promise<string[]> {
  const { rows } = await sql<{ id: string; lines: number }>`
    select partner_id as id, count(*)::int as lines from (
      select partner_id from commission_line
      where organisation_id = ${ctx.organisationId} and status = 'PENDING' and currency = ${currency} and partner_id > ${through ?? ''}
      order by partner_id limit ${linesAStep + 1}
    ) next group by partner_id order by partner_id limit ${partnersAStep}`.execute(ctx.db)
  const lines = rows.reduce((sum, row) => sum + row.lines, 0)
  // The last one is cut off where the step is full.
  const whole = lines > linesAStep && rows.length > 1 ? rows.slice(0, -1) : rows
  return whole.map((row) => row.id)
}

type Progress = { total: number; partnerIds: string[]; lines: string }

async function advanceTo(ctx: Context, batch: BatchRow, { total, partnerIds, lines }: Progress): Promise<void> {
  const isDone = !partnerIds.length
  await sql`
    update payout_batch set run_status = ${isDone ? 'DONE' : 'RUNNING'}, run_through = ${partnerIds.at(-1) ?? batch.run_through},
      run_partners_total = greatest(${total}::int, run_partners_done + ${partnerIds.length}::int),
      run_partners_done = run_partners_done + ${partnerIds.length}::int, run_lines_done = run_lines_done + ${lines}::bigint,
      run_ended_at = ${isDone ? ctx.now() : null}, updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id = ${batch.id}`.execute(ctx.db)
  if (!isDone) return
  const after = { status: 'DONE', partners: batch.run_partners_done, lines: batch.run_lines_done }
  await recordEvents(ctx, 'payout-batches.run', [{ subjectId: batch.id, before: { status: batch.run_status }, after }])
}
